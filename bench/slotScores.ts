import { readFileSync } from 'node:fs';
import { normalizeUserText } from '../services/language/reading/normalizeUserText.ts';
import { redact } from '../services/language/redaction/redact.ts';
import type { Slots, Understand } from '../services/language/understanding.ts';

/** A message and every slot it names, no more. */
export interface SlottedText {
  readonly text: string;
  readonly slots: Slots;
}

/** How well slots were read; shares are per cent. */
export interface SlotScores {
  readonly messages: number;
  /** Every slot right and none too many. */
  readonly exactFrame: number;
  /** F1 of each slot; a wrong value counts against precision and recall. */
  readonly f1: Readonly<Record<keyof Slots, number>>;
  readonly mistakes: readonly string[];
}

const slotNames = ['bank', 'phone', 'when', 'certificate_kind', 'purpose', 'action'] as const;
const folder = new URL('texts/', import.meta.url).pathname;

/**
 * Messages whose slots were written down by hand before any reader saw them: both were read once as they were, then
 * their mistakes were mended in the readers.
 */
export function readSlotGold(name: 'slots' | 'slotsSecond'): SlottedText[] {
  return readFileSync(`${folder}${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SlottedText); // our own file
}

/** Reads every message the way the conversation does, and counts. */
export function scoreSlots(understand: Understand, texts: readonly SlottedText[]): SlotScores {
  const reads = texts.map(({ text, slots }) => ({ text, meant: slots, read: understand(cleaned(text)).slots }));
  const wrong = reads.filter(({ meant, read }) => slotNames.some((slot) => meant[slot] !== read[slot]));
  const f1 = (slot: keyof Slots): number => {
    const hits = reads.filter(({ meant, read }) => meant[slot] !== undefined && meant[slot] === read[slot]).length;
    const named = reads.filter(({ read }) => read[slot] !== undefined).length;
    const there = reads.filter(({ meant }) => meant[slot] !== undefined).length;
    return named + there === 0 ? 100 : (200 * hits) / (named + there);
  };
  return {
    messages: reads.length,
    exactFrame: (100 * (reads.length - wrong.length)) / reads.length,
    f1: {
      bank: f1('bank'),
      phone: f1('phone'),
      when: f1('when'),
      certificate_kind: f1('certificate_kind'),
      purpose: f1('purpose'),
      action: f1('action'),
    },
    mistakes: wrong.map(({ text, meant, read }) => `${text}: ${JSON.stringify(meant)}, read ${JSON.stringify(read)}`),
  };
}

function cleaned(raw: string): string {
  return redact(normalizeUserText(raw).text, { expectingCode: false }).text;
}
