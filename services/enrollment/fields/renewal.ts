import type { EndFieldModule } from './field.ts';

/** 갱신: card and current credential on one page; entering it is the yes. */
export const renewal: EndFieldModule<'renewal'> = {
  field: 'renewal',
  where: 'page',
  countedAs: 'end',
  page: () => 'renewal',
  restsOn: [],
  agentMayPropose: false,
};
