import { directoryKey, entriesKey, type ChainLink, type StreamDirectory } from '../../services/audit/auditChain.ts';
import type { State } from '../../services/state/state.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import type { RandomPlace } from '../support/seededRandom.ts';
import { beginningPath, textOf } from './files.ts';
import type { PlayerMemory } from './memory.ts';
import { Player } from './player.ts';
import { beginningOf, readScript } from './script.ts';
import type { TranscriptStore } from './store.ts';

/** Everything as it was when a beginning had been played. */
interface Kept {
  readonly name: string;
  readonly putBack: () => Promise<void>;
  readonly now: string;
  readonly random: RandomPlace;
  readonly shown: readonly (readonly [string, NonNullable<ReturnType<TestApp['shown']['get']>>])[];
  readonly log: readonly string[];
  readonly memory: PlayerMemory;
}

/** The named beginnings on one store: each is played once, when the first transcript asks for it; then its state is put back. */
export class Beginnings {
  readonly #store: TranscriptStore;
  readonly #kept = new Map<string, Kept>();

  constructor(store: TranscriptStore) {
    this.#store = store;
  }

  /** A player at the end of a beginning, or in an empty world. One at a time: the one before has to be closed. */
  async open(name: string | undefined): Promise<Player> {
    if (name !== undefined) return this.#goOnFrom(await this.#keptOf(name));
    await this.#store.clear();
    const player = new Player(this.#store.settings);
    await player.open();
    return player;
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #keptOf(name: string): Promise<Kept> {
    const kept = this.#kept.get(name) ?? (await this.#play(name));
    this.#kept.set(name, kept);
    return kept;
  }

  async #play(name: string): Promise<Kept> {
    const beginning = textOf(beginningPath(name));
    const player = await this.open(beginningOf(beginning));
    try {
      for (const { act } of readScript(beginning)) if (act) await player.act(act);
    } finally {
      await player.close();
    }
    if (player.memory.restarts > 0) throw new Error('expected a beginning of one process, found [Restart] in it');
    const { clock, random, shown, log } = player.test;
    const now = clock.now().toString();
    return {
      name,
      putBack: await this.#store.keep(),
      now,
      random: random.place,
      shown: [...shown],
      log: [...log],
      memory: player.memory,
    };
  }

  async #goOnFrom({ name, putBack, now, random, shown, log, memory }: Kept): Promise<Player> {
    await putBack();
    const test = await openTestApp({ ...this.#store.settings, at: now });
    for (const [conversation, activities] of shown) test.shown.set(conversation, activities);
    test.log.push(...log);
    test.random.goOnFrom({ seed: `after ${name}`, count: 0 });
    try {
      await catchUp(test);
    } catch (error) {
      await test.close();
      throw error;
    }
    test.random.goOnFrom(random);
    return new Player(this.#store.settings, undefined, test, undefined, memory);
  }
}

/**
 * What the process that played the beginning had in memory, and this one has not: which answers and effects are done
 * with, and an audit stream that is as old. It takes randomness of its own, so that what follows takes the same as there.
 */
async function catchUp({ app, clock }: TestApp): Promise<void> {
  await app.recover();
  const now = clock.now();
  const begunAt = await auditBegunAt(app.state);
  if (!begunAt) return;
  await clock.set(begunAt);
  await app.audit.write({ action: 'audit.open', actor: 'system' });
  await clock.set(now);
}

/** When the newest audit stream was begun: after a month there it is followed by another one, whose name is drawn. */
async function auditBegunAt({ records, streams }: State): Promise<Temporal.Instant | undefined> {
  const directory = await records.get<StreamDirectory>(directoryKey);
  const newest = directory?.value.streams.at(-1);
  const [first] = newest ? await streams.read(entriesKey(newest.stream), 0, 1) : [];
  if (!first) return undefined;
  const link = JSON.parse(first.value.slice(first.value.indexOf('{'))) as ChainLink; // chainEntry() writes it so
  return Temporal.Instant.from(link.at);
}
