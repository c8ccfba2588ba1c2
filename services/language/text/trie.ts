interface Node<Value> {
  readonly next: Map<number, Node<Value>>;
  value?: Value;
}

/** A word of a trie that stands in a text, with the place after it. */
export interface Found<Value> {
  readonly value: Value;
  readonly end: number;
}

/**
 * Words with what they stand for, kept by their letters: finding the words that begin at a place of a text costs no more
 * steps than the longest of them has letters in common with the text, however many words there are.
 */
export class Trie<Value> {
  readonly #root: Node<Value> = { next: new Map() };

  constructor(words: Iterable<readonly [string, Value]>) {
    for (const [word, value] of words) this.#add(word, value);
  }

  /** Every word that begins at `start`, the shortest first. */
  startingAt(text: string, start: number): readonly Found<Value>[] {
    const found: Found<Value>[] = [];
    let node = this.#root.next.get(text.charCodeAt(start));
    for (let end = start + 1; node; end += 1) {
      if (node.value !== undefined) found.push({ value: node.value, end });
      node = node.next.get(text.charCodeAt(end));
    }
    return found.length > 0 ? found : none;
  }

  #add(word: string, value: Value): void {
    let node = this.#root;
    for (let at = 0; at < word.length; at += 1) {
      const code = word.charCodeAt(at);
      const next: Node<Value> = node.next.get(code) ?? { next: new Map() };
      node.next.set(code, next);
      node = next;
    }
    node.value = value;
  }
}

const none: readonly never[] = [];
