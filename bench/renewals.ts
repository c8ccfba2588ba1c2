import { bandOf } from '../services/language/reading/confidenceBand.ts';
import { normalizeUserText } from '../services/language/reading/normalizeUserText.ts';
import { redact } from '../services/language/redaction/redact.ts';
import type { Understand } from '../services/language/understanding.ts';
import renewals from '../test/dialogs/renewalSentences.json' with { type: 'json' };

/** One sentence that asks for a renewal, and the bank it names, if it does. */
export interface Renewal {
  readonly text: string;
  readonly bank?: string;
}

/** Two hundred of them, as all kinds of people say and type it. */
export function readRenewals(): readonly Renewal[] {
  return renewals;
}

/** Shares in per cent: read as a renewal so surely that it is begun, and with the right bank or rightly none. */
export function scoreRenewals(
  understand: Understand,
  sentences: readonly Renewal[],
): { readonly acted: number; readonly bankRight: number } {
  const reads = sentences.map(({ text, bank }) => {
    const understanding = understand(redact(normalizeUserText(text).text, { expectingCode: false }).text);
    return { understanding, bank };
  });
  const acted = reads.filter(
    ({ understanding }) => understanding.intent === 'renew_certificate' && bandOf(understanding) === 'act',
  );
  const bankRight = reads.filter(({ understanding, bank }) => understanding.slots.bank === bank);
  return { acted: (100 * acted.length) / reads.length, bankRight: (100 * bankRight.length) / reads.length };
}
