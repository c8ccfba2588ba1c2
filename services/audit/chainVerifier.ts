import { authenticEntry, isAuthenticHead, type ChainEntry, type ChainHead } from './auditChain.ts';

/**
 * What is wrong with an entry. `altered`: not what was written; `outOfPlace`: authentic, but of another place or stream;
 * `unlinked`: does not follow the one before; `truncated`: gone from the end; `headMissing`, `headAltered`,
 * `headMismatch`: the signed end is gone, not ours, or of another entry.
 */
export type ChainFault =
  'altered' | 'outOfPlace' | 'unlinked' | 'truncated' | 'headMissing' | 'headAltered' | 'headMismatch';

/** Checks one stream, entry by entry in stored order; pure but for what it remembers. */
export class ChainVerifier {
  readonly #stream: string;
  readonly #key: string;
  readonly #head: ChainHead | undefined;
  #last: ChainEntry | undefined;
  #macAtHead: string | undefined;

  constructor(stream: string, head: ChainHead | undefined, key: string) {
    this.#stream = stream;
    this.#head = head;
    this.#key = key;
  }

  /** How many entries were right so far. */
  get seq(): number {
    return this.#last?.link.seq ?? 0;
  }

  /** Takes the next stored text; its fault, or the entry when it is right. */
  accept(text: string): ChainFault | ChainEntry {
    const entry = authenticEntry(text, this.#key);
    if (!entry) return 'altered';
    const { link } = entry;
    if (link.stream !== this.#stream || link.seq !== this.seq + 1) return 'outOfPlace';
    if (link.prevMac !== (this.#last?.mac ?? '')) return 'unlinked';
    this.#last = entry;
    if (link.seq === this.#head?.seq) this.#macAtHead = entry.mac;
    return entry;
  }

  /** After the last text: whether the signed end was reached. */
  end(): ChainFault | undefined {
    const head = this.#head;
    if (!head) return 'headMissing';
    if (head.stream !== this.#stream || !isAuthenticHead(head, this.#key)) return 'headAltered';
    if (head.seq > this.seq) return 'truncated';
    return this.#macAtHead === head.mac ? undefined : 'headMismatch';
  }
}
