/** A stretch of letters: how much it says, and the phrases it stands in, each with its share of that phrase. */
interface Gram {
  readonly weight: number;
  readonly phrases: number[];
  readonly shares: number[];
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
  readonly #grams = new Map<string, Gram>();
  readonly #groups: readonly string[];
  /** The weight of a gram that no phrase has: it is as rare as can be, and makes a text less like any phrase. */
  readonly #rarest: number;

  constructor(phrases: readonly GroupedPhrase[]) {
    this.#groups = phrases.map(({ group }) => group);
    const grams = phrases.map(({ text }) => gramsOf(text));
    const groups = new Set(this.#groups).size;
    this.#rarest = Math.log(1 + groups);
    for (const [gram, { size }] of countGroups(grams, this.#groups)) {
      this.#grams.set(gram, { weight: Math.log(1 + groups / size) * factorOf(gram), phrases: [], shares: [] });
    }
    grams.forEach((set, phrase) => this.#add(set, phrase));
  }

  /** Groups with anything in common with the text, each with its best phrase's likeness, 0–1. */
  scores(text: string): Map<string, number> {
    const grams = gramsOf(text);
    const length = this.#length(grams);
    const likeness = new Float64Array(this.#groups.length);
    for (const gram of grams) {
      const known = this.#grams.get(gram);
      if (known) addLikeness(likeness, known, known.weight / length);
    }
    return this.#bestOfGroups(likeness);
  }

  #add(grams: ReadonlySet<string>, phrase: number): void {
    const length = this.#length(grams);
    for (const gram of grams) {
      const known = this.#grams.get(gram);
      known?.phrases.push(phrase);
      known?.shares.push(known.weight / length);
    }
  }

  #bestOfGroups(likeness: Float64Array): Map<string, number> {
    const best = new Map<string, number>();
    for (let phrase = 0; phrase < likeness.length; phrase += 1) {
      const score = likeness[phrase] ?? 0;
      const group = this.#groups[phrase] ?? '';
      if (score > 0 && score > (best.get(group) ?? 0)) best.set(group, score);
    }
    return best;
  }

  #length(grams: ReadonlySet<string>): number {
    let sum = 0;
    for (const gram of grams) sum += (this.#grams.get(gram)?.weight ?? this.#rarest * factorOf(gram)) ** 2;
    return Math.sqrt(sum) || 1;
  }
}

function addLikeness(likeness: Float64Array, { phrases, shares }: Gram, weight: number): void {
  for (let at = 0; at < phrases.length; at += 1) {
    const phrase = phrases[at] ?? 0;
    likeness[phrase] = (likeness[phrase] ?? 0) + weight * (shares[at] ?? 0);
  }
}

/** Letters only forgive what syllables say. */
function factorOf(gram: string): number {
  return gram.startsWith('~') ? 0.5 : 1;
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
    for (let at = 0; at + size <= syllables.length; at += 1) {
      let gram = '';
      for (let next = at; next < at + size; next += 1) gram += syllables[next];
      grams.add(gram);
    }
  }
  const letters = text.normalize('NFD');
  for (let at = 0; at + 4 <= letters.length; at += 1) grams.add(`~${letters.slice(at, at + 4)}`);
  return grams;
}
