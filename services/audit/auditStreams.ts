import { changeRecord, removal } from '../state/changeRecord.ts';
import type { State } from '../state/state.ts';
import {
  directoryKey,
  entriesKey,
  headKey,
  isAuthenticDirectory,
  streamDirectory,
  type ChainEntry,
  type ChainHead,
  type ListedStream,
  type StreamDirectory,
} from './auditChain.ts';

type AuditStore = Pick<State, 'records' | 'streams'>;

/** Where chains are kept: streams of the hot state, a head a stream, and one directory. */
export class AuditStreams {
  readonly #store: AuditStore;
  readonly #key: string;
  /** Known until a write fails: then its outcome is unknown, and the version is read again. */
  readonly #headVersions = new Map<string, number>();

  constructor(store: AuditStore, key: string) {
    if (key === '') throw new Error('expected an audit key, found an empty one');
    this.#store = store;
    this.#key = key;
  }

  /**
   * All streams that were ever opened.
   *
   * @throws Error when the directory was altered: signing it anew would hide what was done
   */
  async list(): Promise<readonly ListedStream[]> {
    return this.#authentic((await this.#store.records.get<StreamDirectory>(directoryKey))?.value);
  }

  /** The same for the verifier: undefined when the directory was altered. */
  async listIfAuthentic(): Promise<readonly ListedStream[] | undefined> {
    const found = await this.#store.records.get<StreamDirectory>(directoryKey);
    if (found && !isAuthenticDirectory(found.value, this.#key)) return undefined;
    return found?.value.streams ?? [];
  }

  /** Lists a new stream as opening. */
  add(stream: string): Promise<void> {
    return this.#relist((streams) => [...streams, { stream, state: 'opening' }]);
  }

  setState(stream: string, state: ListedStream['state']): Promise<void> {
    return this.#relist((streams) => streams.map((listed) => (listed.stream === stream ? { stream, state } : listed)));
  }

  /** Removes a stream that is listed as retired, with its head. */
  async remove(stream: string): Promise<void> {
    await this.#store.streams.remove(entriesKey(stream));
    await changeRecord<ChainHead>(this.#store.records, headKey(stream), () => removal);
  }

  /** Changes the directory by compare-and-set until it holds. */
  async #relist(change: (streams: readonly ListedStream[]) => readonly ListedStream[]): Promise<void> {
    await changeRecord<StreamDirectory>(this.#store.records, directoryKey, (found) =>
      streamDirectory(change(this.#authentic(found)), this.#key),
    );
  }

  head(stream: string): Promise<{ readonly value: ChainHead; readonly version: number } | undefined> {
    return this.#store.records.get<ChainHead>(headKey(stream));
  }

  /** Writes the head, whatever became of the write before; one stream has one writer. */
  async putHead(head: ChainHead): Promise<void> {
    const { stream } = head;
    const version = this.#headVersions.get(stream) ?? (await this.head(stream))?.version ?? 0;
    this.#headVersions.delete(stream);
    const written = await this.#store.records.putIfVersion(headKey(stream), head, version);
    if (written === false) throw new Error(`expected to be the only writer of ${stream}, found another`);
    this.#headVersions.set(stream, written);
  }

  /** Up to `limit` stored texts after the place `position`. */
  async texts(stream: string, position: number, limit: number): Promise<readonly string[]> {
    const entries = await this.#store.streams.read(entriesKey(stream), position, limit);
    return entries.map(({ value }) => value);
  }

  /** Names of the streams that have a head, listed or not. */
  async *streamsWithHead(): AsyncIterable<string> {
    for await (const key of this.#store.records.keys(headKey('').slice(0, -1)))
      yield key.slice(headKey('').length - 1, -1);
  }

  /** Appends in order; what is already there is left alone. Answers the last place. */
  append(stream: string, entries: readonly ChainEntry[]): Promise<number> {
    const numbered = entries.map(({ link, text }) => ({ id: String(link.seq), value: text }));
    return this.#store.streams.append(entriesKey(stream), numbered);
  }

  #authentic(directory: StreamDirectory | undefined): readonly ListedStream[] {
    if (!directory) return [];
    if (isAuthenticDirectory(directory, this.#key)) return directory.streams;
    throw new Error('expected the audit directory as it was signed, found it altered: run verify-audit');
  }
}
