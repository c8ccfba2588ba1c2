import type { Sentences } from '../../locales/index.ts';

type Locale = 'ko' | 'en';

/** A key whose sentence is a list of words, `a|b|c`: `life.retryWords`, `common.words.back`. */
const namesWords = /Words$|\.words\./;

/** The words of buttons and wishes in one language, turned round: one look-up tells every key that a text is a word of. */
export class Words {
  readonly #known: ReadonlySet<string>;
  readonly #keys = new Map<string, Set<string>>();

  /** @param lists pairs of a key and its words, `a|b|c` */
  constructor(lists: readonly (readonly [string, string])[]) {
    this.#known = new Set(lists.map(([key]) => key));
    for (const [key, list] of lists) for (const word of list.split('|')) this.#add(word, key);
  }

  /** The keys that a message is a word of, spaces and closing marks aside. */
  keysOf(said: string): ReadonlySet<string> {
    return this.#keys.get(said.replace(/[\s.!?~,]/g, '')) ?? none;
  }

  /** Answers the key itself. @throws Error for a key that is no list of words, so that a slip is not a word never heard */
  known(key: string): string {
    if (!this.#known.has(key)) throw new Error(`expected the key of a list of words, found ${key}`);
    return key;
  }

  #add(word: string, key: string): void {
    const keys = this.#keys.get(word) ?? new Set();
    this.#keys.set(word, keys.add(key));
  }
}

const none: ReadonlySet<string> = new Set();

/** Answers the words of a language, in plain mode or not; each table is made when it is first wanted, and kept. */
export function wordTables(read: (locale: Locale) => Sentences): (locale: Locale, plain: boolean) => Words {
  const made = new Map<string, Words>();
  return (locale, plain) => {
    const name = plain ? `${locale}_plain` : locale;
    const words = made.get(name) ?? new Words(listsIn(read(locale), plain));
    made.set(name, words);
    return words;
  };
}

/** Every list of words; in plain mode its plain form, where it has one. */
function listsIn(sentences: Sentences, plain: boolean): readonly (readonly [string, string])[] {
  const all = new Map(flat(sentences, ''));
  return [...all]
    .filter(([key]) => namesWords.test(key))
    .map(([key, list]) => [key, (plain ? all.get(`${key}_plain`) : undefined) ?? list]);
}

function flat(sentences: Sentences, path: string): readonly (readonly [string, string])[] {
  return Object.entries(sentences).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as const] : flat(value, `${path}${name}.`),
  );
}
