import { ok, refuse } from '../../shared/result.ts';
import { eligible } from '../holdings.ts';
import type { KeptFieldModule } from './field.ts';
import { serialHex } from './shapes.ts';

/** Which of several certificates. */
export const chosen: KeptFieldModule<'chosen'> = {
  field: 'chosen',
  where: 'chat',
  countedAs: 'end',
  restsOn: ['bank', 'proof', 'holdings'],
  agentMayPropose: true,
  shape: serialHex,
  isAnswered: ({ enrollment }) => enrollment.chosen !== undefined,
  accept: (serial, { enrollment: { task, holdings = [] } }) =>
    eligible(task, holdings).some((one) => one.serialHex === serial) ? ok(serial) : refuse('chosen.unknown'),
};
