interface Posting {
  readonly phrase: number;
  readonly weight: number;
}

/** A phrase that belongs to one of the groups to choose from. */
export interface GroupedPhrase {
  readonly group: string;
  readonly text: string;
}

/**
 * Finds which group of phrases a text is nearest to: cosine over syllable 1–3-grams and jamo 4-grams, each weighted by
 * how few groups use it. Spaces and marks don't count, so writing without spaces costs nothing; jamo forgive one typo.
 */
export class PhraseIndex {
  readonly #postings = new Map<string, Posting[]>();
  readonly #rarity = new Map<string, number>();
  readonly #groups: readonly string[];
  readonly #rarest: number;

  constructor(phrases: readonly GroupedPhrase[]) {
    this.#groups = phrases.map(({ group }) => group);
    const grams = phrases.map(({ text }) => gramsOf(text));
    const users = countGroups(grams, this.#groups);
    const groups = new Set(this.#groups).size;
    this.#rarest = Math.log(1 + groups);
    for (const [gram, { size }] of users) this.#rarity.set(gram, Math.log(1 + groups / size));
    grams.forEach((set, phrase) => this.#add(set, phrase));
  }

  /** Groups with anything in common with the text, each with its best phrase's likeness, 0–1. */
  scores(text: string): Map<string, number> {
    const grams = gramsOf(text);
    const length = this.#length(grams);
    const likeness = new Map<number, number>();
    for (const gram of grams) {
      const weight = this.#weight(gram) / length;
      for (const posting of this.#postings.get(gram) ?? []) {
        likeness.set(posting.phrase, (likeness.get(posting.phrase) ?? 0) + weight * posting.weight);
      }
    }
    return this.#bestOfGroups(likeness);
  }

  #add(grams: ReadonlySet<string>, phrase: number): void {
    const length = this.#length(grams);
    for (const gram of grams) {
      const postings = this.#postings.get(gram) ?? [];
      postings.push({ phrase, weight: this.#weight(gram) / length });
      this.#postings.set(gram, postings);
    }
  }

  #bestOfGroups(likeness: ReadonlyMap<number, number>): Map<string, number> {
    const best = new Map<string, number>();
    for (const [phrase, score] of likeness) {
      const group = this.#groups[phrase];
      if (group !== undefined && score > (best.get(group) ?? 0)) best.set(group, score);
    }
    return best;
  }

  /** A gram that no phrase has is as rare as can be; it makes the text less like any phrase. */
  #weight(gram: string): number {
    return (this.#rarity.get(gram) ?? this.#rarest) * (gram.startsWith('~') ? 0.5 : 1);
  }

  #length(grams: ReadonlySet<string>): number {
    let sum = 0;
    for (const gram of grams) sum += this.#weight(gram) ** 2;
    return Math.sqrt(sum) || 1;
  }
}

function countGroups(
  grams: readonly ReadonlySet<string>[],
  groups: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  grams.forEach((set, phrase) => {
    for (const gram of set) users.set(gram, (users.get(gram) ?? new Set()).add(groups[phrase] ?? ''));
  });
  return users;
}

function gramsOf(text: string): ReadonlySet<string> {
  const grams = new Set<string>();
  const syllables = Array.from(text);
  for (const size of [1, 2, 3]) {
    for (let at = 0; at + size <= syllables.length; at += 1) grams.add(syllables.slice(at, at + size).join(''));
  }
  const letters = text.normalize('NFD');
  for (let at = 0; at + 4 <= letters.length; at += 1) grams.add(`~${letters.slice(at, at + 4)}`);
  return grams;
}
