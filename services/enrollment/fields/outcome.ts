import type { EndFieldModule } from './field.ts';

/** The act itself, or what is shown in the end, of a task that does not end in the secure view. */
export const outcome: EndFieldModule<'outcome'> = {
  field: 'outcome',
  where: 'act',
  countedAs: 'end',
  restsOn: [],
  agentMayPropose: false,
};
