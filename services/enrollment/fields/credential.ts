import type { EndFieldModule } from './field.ts';

/** 비밀번호: the last page of an issue; after it nothing can be taken back. */
export const credential: EndFieldModule<'credential'> = {
  field: 'credential',
  where: 'page',
  countedAs: 'end',
  page: () => 'credential',
  restsOn: [],
  agentMayPropose: false,
};
