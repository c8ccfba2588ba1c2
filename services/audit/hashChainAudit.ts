import type { Clock } from '../shared/clock.ts';
import type { Json } from '../shared/json.ts';
import type { Random } from '../shared/random.ts';
import type { State } from '../state/state.ts';
import type { Audit, AuditEvent } from './audit.ts';
import { chainEntry, chainHead, type ChainEntry } from './auditChain.ts';
import { AuditStreams } from './auditStreams.ts';

/** What the audit is opened with. */
export interface HashChainAuditOptions {
  readonly state: Pick<State, 'records' | 'streams'>;
  /** AUDIT_KEY. */
  readonly key: string;
  readonly clock: Clock;
  readonly random: Random;
  /** A stream that has as many entries is followed by a new one; 50,000 unless said. */
  readonly entriesInStream?: number;
}

interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const entriesInBatch = 500;
const anchoredStreams = 20;
const hoursInStream = 30 * 24;

/**
 * Opens this instance's audit log. It writes a stream of its own, begun with the first entry; each stream begins with
 * the heads of those before it, so that cutting an older one shows even where its own head was put back.
 *
 * @throws Error when the directory of streams was altered; Outage: `Unavailable('store')`
 */
export async function openHashChainAudit(options: HashChainAuditOptions): Promise<HashChainAudit> {
  const streams = new AuditStreams(options.state, options.key);
  await streams.list();
  return new HashChainAudit(options, streams);
}

/** The audit log as a chain of HMACs; what is written at once is one append and one head. */
export class HashChainAudit implements Audit {
  readonly #options: HashChainAuditOptions;
  readonly #streams: AuditStreams;
  #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  /** Chained, but perhaps not stored: goes first, unchanged, until it is. */
  #unsettled: readonly ChainEntry[] = [];
  #last: ChainEntry | undefined;
  #isListedAsOpen = false;
  #begunAt = Temporal.Instant.fromEpochMilliseconds(0);

  constructor(options: HashChainAuditOptions, streams: AuditStreams) {
    this.#options = options;
    this.#streams = streams;
  }

  write(event: AuditEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      this.#working ??= Promise.resolve().then(() => this.#work());
    });
  }

  /** Ends after what was written before. */
  async close(): Promise<void> {
    await this.#working;
  }

  /** A failure ends it for all who wait: nobody is held up by a store that is silent; the next write tries again. */
  async #work(): Promise<void> {
    let batch: readonly Waiting[] = [];
    try {
      while (this.#waiting.length > 0) {
        await this.#settle();
        await this.#openStreamWhenDue();
        batch = this.#waiting.splice(0, entriesInBatch);
        this.#unsettled = this.#chain(batch.map(({ event }) => event));
        await this.#settle();
        for (const { resolve } of batch) resolve();
      }
    } catch (error) {
      const failed = [...batch, ...this.#waiting.splice(0)];
      for (const { reject } of failed) reject(error);
    } finally {
      this.#working = undefined;
    }
  }

  /** Makes the unsettled entries durable and covers them with a head. */
  async #settle(): Promise<void> {
    const last = this.#unsettled.at(-1);
    if (!last) return;
    const { stream, seq } = last.link;
    const place = await this.#streams.append(stream, this.#unsettled);
    if (place !== seq) throw new Error(`expected ${stream} to end at ${seq}, found ${place}`);
    await this.#streams.putHead(chainHead(last, this.#options.key));
    this.#unsettled = [];
  }

  /** Listed as opening, begun, listed as open, and only then written to: a crash in between leaves nothing that looks cut. */
  async #openStreamWhenDue(): Promise<void> {
    if (this.#isStreamOver()) await this.#beginStream();
    await this.#settle();
    if (this.#isListedAsOpen) return;
    await this.#streams.setState(this.#last?.link.stream ?? '', 'open');
    this.#isListedAsOpen = true;
  }

  /** Streams are closed by size and age, so that retention can remove them as a whole, and never one that is written to. */
  #isStreamOver(): boolean {
    if (!this.#last || this.#last.link.seq >= (this.#options.entriesInStream ?? 50_000)) return true;
    const age = this.#options.clock.now().since(this.#begunAt);
    return age.total('hours') >= hoursInStream;
  }

  async #beginStream(): Promise<void> {
    const stream = this.#freshName();
    const anchors = await this.#anchors();
    await this.#streams.add(stream);
    this.#last = undefined;
    this.#begunAt = this.#options.clock.now();
    this.#isListedAsOpen = false;
    this.#unsettled = this.#chain([{ action: 'audit.open', actor: 'system', details: { anchors } }], stream);
  }

  #chain(events: readonly AuditEvent[], stream = this.#last?.link.stream ?? ''): readonly ChainEntry[] {
    const at = this.#options.clock.now().toString();
    return events.map((event) => {
      const { mac: prevMac, seq } = { mac: this.#last?.mac ?? '', seq: this.#last?.link.seq ?? 0 };
      this.#last = chainEntry({ stream, seq: seq + 1, at, prevMac, event }, this.#options.key);
      return this.#last;
    });
  }

  /** Heads of the streams before, as they are now. */
  async #anchors(): Promise<readonly Json[]> {
    const open = (await this.#streams.list()).filter(({ state }) => state === 'open').slice(-anchoredStreams);
    const heads = await Promise.all(open.map(({ stream }) => this.#streams.head(stream)));
    return heads.flatMap((head) =>
      head ? [{ stream: head.value.stream, seq: head.value.seq, mac: head.value.mac }] : [],
    );
  }

  #freshName(): string {
    const day = this.#options.clock.now().toString().slice(0, 10);
    return `${day}-${this.#options.random.bytes(9).toString('hex')}`;
  }
}
