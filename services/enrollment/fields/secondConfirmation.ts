import { ok } from '../../shared/result.ts';
import { stillMeant } from './confirmation.ts';
import type { KeptFieldModule } from './field.ts';
import { confirmation as shape } from './shapes.ts';

/** What cannot be undone is asked twice. */
export const secondConfirmation: KeptFieldModule<'secondConfirmation'> = {
  field: 'secondConfirmation',
  where: 'chat',
  countedAs: 'end',
  restsOn: ['bank', 'confirmation', 'reason', 'proof', 'holdings', 'chosen'],
  agentMayPropose: false,
  shape,
  isAnswered: ({ enrollment, now }) => stillMeant(enrollment.secondConfirmation, now),
  accept: (yes) => ok(yes),
};
