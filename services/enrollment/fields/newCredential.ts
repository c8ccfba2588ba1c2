import type { EndFieldModule } from './field.ts';

/** 비밀번호 변경: the credential there is, and the next one. */
export const newCredential: EndFieldModule<'newCredential'> = {
  field: 'newCredential',
  where: 'page',
  countedAs: 'end',
  page: () => 'newCredential',
  restsOn: [],
  agentMayPropose: false,
};
