import { createHash } from 'node:crypto';
import type { Facts, Message, Stimulus } from '../dialogs/turn/stimulus.ts';
import type { CaseRecord } from '../services/cases/caseRecord.ts';
import { owningAgent } from '../services/cases/handoff.ts';
import { hasCarrierLine, looksPasted, signsOf, type MessageVerdict } from '../services/knowledge/phishing.ts';
import { reachedAt } from '../services/enrollment/enrollment.ts';
import type { SmsLimits } from '../services/sms/smsLimits.ts';

/** Collaborators that composition/ hands in. */
export interface FactParts {
  readonly smsLimits: Pick<SmsLimits, 'countGuess'>;
  /** Looks a pasted message up among what we sent (services/knowledge/phishing). */
  readonly judge: (text: string) => Promise<MessageVerdict>;
}

/** A turn whose facts are wanted. */
export interface FactRequest {
  readonly record: CaseRecord;
  readonly stimulus: Stimulus;
  /** Names the turn: read again after a lost race, a guess is counted once. */
  readonly turnKey: string;
  readonly now: Temporal.Instant;
}

/**
 * What must be looked up or counted before the dialogs judge, because they touch no store. A guess of the code counts even
 * when the turn is lost. Outage: `Unavailable('store')`.
 */
export async function factsOf(parts: FactParts, { record, stimulus, turnKey, now }: FactRequest): Promise<Facts> {
  if (stimulus.kind !== 'message') return {};
  if (mayBePasted(record, stimulus)) return { verdict: await parts.judge(stimulus.text) };
  const phoneKey = record.enrollment && reachedAt(record.enrollment)?.phoneKey;
  // what is written to an agent is no guess
  if (stimulus.code === undefined || !phoneKey || owningAgent(record.handoff, now) !== undefined) return {};
  const guessId = createHash('sha256').update(turnKey).digest('base64url').slice(0, 22);
  return { guessId, guesses: await parts.smsLimits.countGuess({ phoneKey, id: guessId, now }) };
}

/** Its words are looked up by key and kept nowhere. Who is asked for a code may paste the whole message to give it. */
function mayBePasted(record: CaseRecord, { text, value, code }: Message): boolean {
  if (value !== undefined || code !== undefined) return false;
  if (record.asked?.what === 'pasted') return looksPasted(text);
  const { link, codeForm } = signsOf(text);
  return link || codeForm || hasCarrierLine(text);
}
