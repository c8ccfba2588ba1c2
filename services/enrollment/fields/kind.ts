import { ok, refuse } from '../../shared/result.ts';
import { tasks } from '../tasks.ts';
import type { KeptFieldModule } from './field.ts';
import { productCode } from './shapes.ts';

/** 종류: which product. */
export const kind: KeptFieldModule<'kind'> = {
  field: 'kind',
  where: 'chat',
  countedAs: 'alone',
  restsOn: [],
  agentMayPropose: true,
  shape: productCode,
  isAnswered: ({ enrollment }) => enrollment.kind !== undefined,
  // a business kind can be looked for, but not be issued yet
  accept: (product, { enrollment }) =>
    product !== 'personal' && tasks[enrollment.task].identifies ? refuse('kind.notYet') : ok(product),
};
