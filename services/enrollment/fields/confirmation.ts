import { ok } from '../../shared/result.ts';
import type { Confirmation } from '../enrollment.ts';
import type { KeptFieldModule } from './field.ts';
import { confirmation as shape } from './shapes.ts';

/** How long a yes to a card counts. */
const confirmationSeconds = 30 * 60;

/** 마지막 확인: a yes to exactly the card that was shown. */
export const confirmation: KeptFieldModule<'confirmation'> = {
  field: 'confirmation',
  where: 'chat',
  countedAs: 'end',
  restsOn: ['bank', 'kind', 'identity', 'replacement', 'reason', 'proof', 'holdings', 'chosen', 'institution'],
  agentMayPropose: false,
  shape,
  isAnswered: ({ enrollment, now }) => stillMeant(enrollment.confirmation, now),
  accept: (yes) => ok(yes),
};

/** Whether a yes was said so lately that it is still meant. */
export function stillMeant(yes: Confirmation | undefined, now: Temporal.Instant): boolean {
  return yes !== undefined && now.since(Temporal.Instant.from(yes.at)).total('seconds') <= confirmationSeconds;
}
