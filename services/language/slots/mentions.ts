import bankWords from './bankWords.json' with { type: 'json' };

/** A value named in a message, and where. */
export interface Mention<T extends string = string> {
  readonly value: T;
  readonly start: number;
  readonly end: number;
}

const dropped = new RegExp(`^(?:${bankWords.dropped.join('|')})`);

/** Of several values the last one counts; one that is taken back ("농협 말고", "개인용 아니고") does not. */
export function lastKept<T extends string>(text: string, mentions: readonly Mention<T>[]): T | undefined {
  return mentions
    .filter(({ end }) => !dropped.test(text.slice(end, end + 8)))
    .toSorted((a, b) => a.start - b.start)
    .at(-1)?.value;
}

/** Every match of the patterns of each value. */
export function findMentions<T extends string>(
  text: string,
  patterns: readonly (readonly [value: T, pattern: RegExp])[],
): Mention<T>[] {
  return patterns.flatMap(([value, pattern]) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ value, start: index, end: index + found.length })),
  );
}
