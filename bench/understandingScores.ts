import { bandOf, outOfScope } from '../services/language/reading/confidenceBand.ts';
import { normalizeUserText } from '../services/language/reading/normalizeUserText.ts';
import { redact } from '../services/language/redaction/redact.ts';
import type { LabelledText } from '../services/language/training/trainingTexts.ts';
import type { Understand, Understanding } from '../services/language/understanding.ts';

/** How well messages were understood; shares are per cent. */
export interface UnderstandingScores {
  readonly messages: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly inScope: number;
  readonly top3: number;
  readonly outOfScopeRecall: number;
  readonly outOfScopePrecision: number;
  /** Recall of the three intents whose miss costs most. */
  readonly urgentRecall: Readonly<Record<string, number>>;
  /** In the band `act`, and wrong. */
  readonly actedWrongly: number;
  /** Right at once, or among the guesses offered. */
  readonly resolvedInTwo: number;
  /** `meant > read`, most frequent first. */
  readonly confusions: readonly (readonly [pair: string, count: number])[];
  readonly mistakes: readonly string[];
}

interface Read {
  readonly meant: string;
  readonly understanding: Understanding;
}

const urgent = ['report_fraud', 'talk_to_agent', 'cancel'];

/** Reads every message the way the conversation does, and counts. */
export function scoreUnderstanding(understand: Understand, texts: readonly LabelledText[]): UnderstandingScores {
  const reads = texts.map(({ text, intent }) => ({ meant: intent, understanding: understand(cleaned(text)) }));
  const right = reads.filter(isRight);
  const wrong = reads.filter((read) => !isRight(read));
  const inScope = reads.filter(({ meant }) => meant !== outOfScope);
  const outside = (of: readonly Read[]): number => of.filter(({ meant }) => meant === outOfScope).length;
  return {
    messages: reads.length,
    accuracy: share(right.length, reads.length),
    macroF1: macroF1(reads),
    inScope: share(inScope.filter(isRight).length, inScope.length),
    top3: share(reads.filter((read) => isAmong(read, 3)).length, reads.length),
    outOfScopeRecall: share(outside(right), outside(reads)),
    outOfScopePrecision: share(
      outside(right),
      reads.filter(({ understanding }) => understanding.intent === outOfScope).length,
    ),
    urgentRecall: Object.fromEntries(urgent.map((intent) => [intent, recall(reads, intent)])),
    actedWrongly: share(wrong.filter(({ understanding }) => bandOf(understanding) === 'act').length, reads.length),
    resolvedInTwo: share(reads.filter(isResolvedInTwo).length, reads.length),
    confusions: confusions(wrong),
    mistakes: wrong.map(
      ({ meant, understanding: { intent, confidence, text } }) =>
        `${meant} > ${intent} (${confidence.toFixed(2)}): ${text}`,
    ),
  };
}

function cleaned(raw: string): string {
  return redact(normalizeUserText(raw).text, { expectingCode: false }).text;
}

function isRight({ meant, understanding }: Read): boolean {
  return understanding.intent === meant;
}

function isAmong({ meant, understanding }: Read, first: number): boolean {
  const guesses = [understanding.intent, ...understanding.alternatives.map(({ intent }) => intent)];
  return guesses.slice(0, first).includes(meant);
}

function isResolvedInTwo(read: Read): boolean {
  return bandOf(read.understanding) === 'offer' ? isAmong(read, 3) : isRight(read);
}

function recall(reads: readonly Read[], intent: string): number {
  const meant = reads.filter((read) => read.meant === intent);
  return share(meant.filter(isRight).length, meant.length);
}

function macroF1(reads: readonly Read[]): number {
  const intents = [...new Set(reads.map(({ meant }) => meant))];
  const scores = intents.map((intent) => {
    const hits = reads.filter((read) => read.meant === intent && isRight(read)).length;
    const named = reads.filter(({ understanding }) => understanding.intent === intent).length;
    const meant = reads.filter((read) => read.meant === intent).length;
    return (2 * hits) / (named + meant);
  });
  return (100 * scores.reduce((sum, score) => sum + score, 0)) / intents.length;
}

function confusions(wrong: readonly Read[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { meant, understanding } of wrong) {
    const pair = `${meant} > ${understanding.intent}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 100 : (100 * part) / whole;
}
