/** A place that a stream must have reached: noted outside of the store, or in another stream's first entry. */
export interface KnownHead {
  readonly stream: string;
  readonly seq: number;
  readonly mac: string;
}

/** `rolledBack`: the place is gone, though the stream looks whole; `replaced`: another entry stands there. */
export type AnchorFault = 'rolledBack' | 'replaced';

/** The places that must have been reached, ticked off while the streams are walked through. */
export class AuditAnchors {
  readonly #known: KnownHead[];
  readonly #reached = new Map<string, string | undefined>();

  constructor(known: readonly KnownHead[]) {
    this.#known = [];
    this.add(known);
  }

  add(known: readonly KnownHead[]): void {
    for (const head of known) {
      this.#known.push(head);
      this.#reached.set(placeOf(head), undefined);
    }
  }

  reach(stream: string, seq: number, mac: string): void {
    const place = placeOf({ stream, seq });
    if (this.#reached.has(place)) this.#reached.set(place, mac);
  }

  /** The first place that was not reached as it was known; streams in `retired` were removed on purpose. */
  broken(retired: ReadonlySet<string>): { stream: string; seq: number; fault: AnchorFault } | undefined {
    for (const head of this.#known) {
      const found = this.#reached.get(placeOf(head));
      if (retired.has(head.stream) || found === head.mac) continue;
      return { stream: head.stream, seq: head.seq, fault: found === undefined ? 'rolledBack' : 'replaced' };
    }
    return undefined;
  }
}

function placeOf({ stream, seq }: { readonly stream: string; readonly seq: number }): string {
  return `${stream} ${seq}`;
}
