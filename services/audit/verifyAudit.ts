import type { State } from '../state/state.ts';
import { AuditAnchors, type AnchorFault, type KnownHead } from './auditAnchors.ts';
import { authenticEntry, type ChainEntry, type ListedStream } from './auditChain.ts';
import { AuditStreams } from './auditStreams.ts';
import { ChainVerifier, type ChainFault } from './chainVerifier.ts';

/** The first broken place. `directory`: the list of streams was altered; `unlisted`: a stream that is not in it. */
export interface BrokenAudit {
  readonly stream: string;
  /** The entry that is wrong or missing; 0 when it is the stream or the directory as a whole. */
  readonly seq: number;
  readonly fault: ChainFault | AnchorFault | 'directory' | 'unlisted';
}

/** What the verifier found: how much was right, where each stream ends, and the first broken place if there is one. */
export interface AuditVerdict {
  readonly streams: number;
  readonly entries: number;
  /** To be noted outside of the store: next time they show that nothing was put back to an older state. */
  readonly heads: readonly KnownHead[];
  readonly broken?: BrokenAudit;
}

/** What the verifier works on. */
export interface AuditVerification {
  readonly state: Pick<State, 'records' | 'streams'>;
  /** AUDIT_KEY. */
  readonly key: string;
  /** Heads noted at an earlier run. */
  readonly knownHeads?: readonly KnownHead[];
}

const entriesInPage = 500;

/** Checks every stored audit entry; any edit, removal, reordering or cut is found. Outage: `Unavailable('store')`. */
export async function verifyAudit({ state, key, knownHeads = [] }: AuditVerification): Promise<AuditVerdict> {
  const streams = new AuditStreams(state, key);
  const listed = await streams.listIfAuthentic();
  if (!listed) return { streams: 0, entries: 0, heads: [], broken: { stream: '', seq: 0, fault: 'directory' } };
  const walk = new AuditWalk(streams, key, new AuditAnchors(knownHeads));
  const broken = await walk.run(listed);
  return { streams: walk.heads.length, entries: walk.entries, heads: walk.heads, ...(broken && { broken }) };
}

/** One run over all streams, oldest first, stopping at the first broken place. */
class AuditWalk {
  readonly heads: KnownHead[] = [];
  entries = 0;
  readonly #streams: AuditStreams;
  readonly #key: string;
  readonly #anchors: AuditAnchors;

  constructor(streams: AuditStreams, key: string, anchors: AuditAnchors) {
    this.#streams = streams;
    this.#key = key;
    this.#anchors = anchors;
  }

  async run(listed: readonly ListedStream[]): Promise<BrokenAudit | undefined> {
    const unlisted = await this.#unlisted(new Set(listed.map(({ stream }) => stream)));
    if (unlisted !== undefined) return { stream: unlisted, seq: 0, fault: 'unlisted' };
    for (const { stream } of listed) await this.#takeAnchors(stream);
    for (const { stream, state } of listed) {
      const broken = state === 'retired' ? undefined : await this.#walkStream(stream, state === 'opening');
      if (broken) return broken;
    }
    return this.#anchors.broken(new Set(listed.filter(({ state }) => state === 'retired').map(({ stream }) => stream)));
  }

  async #unlisted(listed: ReadonlySet<string>): Promise<string | undefined> {
    for await (const stream of this.#streams.streamsWithHead()) {
      if (!listed.has(stream)) return stream;
    }
    return undefined;
  }

  /** The first entry of a stream speaks of the streams before it. */
  async #takeAnchors(stream: string): Promise<void> {
    const [text = ''] = await this.#streams.texts(stream, 0, 1);
    const entry = authenticEntry(text, this.#key);
    // authentic, so it is what HashChainAudit wrote
    this.#anchors.add((entry?.link.event.details?.anchors ?? []) as unknown as readonly KnownHead[]);
  }

  async #walkStream(stream: string, opening: boolean): Promise<BrokenAudit | undefined> {
    const verifier = new ChainVerifier(stream, (await this.#streams.head(stream))?.value, this.#key);
    for await (const text of this.#texts(stream)) {
      const accepted = verifier.accept(text);
      if (typeof accepted === 'string') return { stream, seq: verifier.seq + 1, fault: accepted };
      this.#note(accepted);
    }
    const fault = verifier.end();
    // a stream that was never acknowledged may have come no further than its first entry
    if (!fault || (opening && fault === 'headMissing' && verifier.seq <= 1)) return undefined;
    return { stream, seq: fault === 'truncated' ? verifier.seq + 1 : verifier.seq, fault };
  }

  async *#texts(stream: string): AsyncIterable<string> {
    for (let position = 0; ; position += entriesInPage) {
      const page = await this.#streams.texts(stream, position, entriesInPage);
      yield* page;
      if (page.length < entriesInPage) return;
    }
  }

  #note({ link: { stream, seq }, mac }: ChainEntry): void {
    this.entries += 1;
    this.#anchors.reach(stream, seq, mac);
    if (this.heads.at(-1)?.stream === stream) this.heads.pop();
    this.heads.push({ stream, seq, mac });
  }
}
