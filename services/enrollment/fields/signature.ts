import type { EndFieldModule } from './field.ts';

/** 서명해 보기: the credential signs a sample. */
export const signature: EndFieldModule<'signature'> = {
  field: 'signature',
  where: 'page',
  countedAs: 'end',
  page: () => 'signature',
  restsOn: [],
  agentMayPropose: false,
};
