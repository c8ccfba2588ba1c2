import type { Evidence } from '../identity/evidence.ts';
import type { LoginEvidence, PersonEvidence, Proof } from './enrollment.ts';

/** Where something was proved: a channel of the chat, or `secureView`. */
type Channel = string;

/** What a log-in at a bank proves. */
export function loginEvidence({ at, personKey }: LoginEvidence, channel: Channel): Evidence {
  return { kind: 'bankLogin', answer: 'bankLogin', at, personKey, channel, strength: 'normal' };
}

/** What the bureau's word proves. */
export function identityEvidence({ at, personKey }: PersonEvidence, channel: Channel): Evidence {
  return { kind: 'identity', answer: 'identity', at, personKey, channel, strength: 'normal' };
}

/** What it proves that somebody was recognised, by the way they chose. */
export function proofEvidence({ at, by, personKey }: Proof, channel: Channel): Evidence {
  return { kind: by, answer: 'proof', at, personKey, channel, strength: 'normal' };
}

/** The credential that a request carries; the custody opens the key with it, or refuses. */
export function enteredCredential(personKey: string, now: Temporal.Instant): Evidence {
  return {
    kind: 'credential',
    answer: 'credential',
    at: now.toString(),
    personKey,
    channel: 'secureView',
    strength: 'normal',
  };
}
