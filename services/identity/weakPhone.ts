import { DeadlineExceeded, withDeadline } from '../shared/deadline.ts';
import { Unavailable } from '../shared/unavailable.ts';
import { phoneWeakUntil } from './evidence.ts';
import type { IdentityVerifier } from './identityVerifier.ts';

/** How long the bureau may take. */
export const bureauMilliseconds = 2_000;

/** What is asked of the bureau before a code to a phone counts. */
export interface PhoneQuestion {
  /** National digits. */
  readonly phone: string;
  readonly bureau: Pick<IdentityVerifier, 'phoneChangedAt'>;
  /** Hours after a change of number in which a code to it proves too little. */
  readonly quietHours: number;
  readonly now: Temporal.Instant;
}

/**
 * Asks the bureau until when a code to this phone is a weak proof; undefined when it is a good one.
 *
 * Outage: `Unavailable('identity')`: a check that cannot be made is a refusal.
 */
export async function askWeakUntil(question: PhoneQuestion): Promise<Temporal.Instant | undefined> {
  const { phone, bureau, quietHours, now } = question;
  try {
    const changedAt = await withDeadline(bureauMilliseconds, (signal) => bureau.phoneChangedAt(phone, signal));
    return phoneWeakUntil(changedAt, now, quietHours);
  } catch (error) {
    throw error instanceof DeadlineExceeded ? new Unavailable('identity', { cause: error }) : error;
  }
}
