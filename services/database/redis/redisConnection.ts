import { AnswerWatch } from '../../shared/answerWatch.ts';
import { redisAddresses } from './redisAddresses.ts';
import { RedisBarrier } from './redisBarrier.ts';
import type { RedisLink, RedisNode } from './redisLink.ts';
import { RedisLiveLink } from './redisLiveLink.ts';
import type { RedisScript } from './redisScript.ts';
import { Unavailable } from '../../shared/unavailable.ts';

const writeMilliseconds = 1000;
const keysInPage = '1000';

/**
 * Redis, or a Redis Cluster, as our adapters need it: scripts, reads and the keys of a prefix; each within a second, a
 * write only once every replica has it. Outage: `Unavailable('store')`; the outcome of a write is then unknown.
 */
export class RedisConnection {
  readonly #live: RedisLiveLink;
  readonly #barrier: RedisBarrier;
  readonly #watch = new AnswerWatch(writeMilliseconds);

  private constructor(live: RedisLiveLink, barrier: RedisBarrier) {
    this.#live = live;
    this.#barrier = barrier;
  }

  /** @param url as `redisAddresses` reads it. Outage: `Unavailable('store')` when nobody answers in three seconds. */
  static async open(url: string): Promise<RedisConnection> {
    const addresses = redisAddresses(url);
    const live = await RedisLiveLink.open(addresses);
    try {
      return new RedisConnection(live, await RedisBarrier.open(addresses));
    } catch (error) {
      live.close();
      throw error;
    }
  }

  /** One command that changes nothing, sent to the node of `key`. */
  read(key: string, command: readonly string[]): Promise<unknown> {
    return this.#live.call((link) => link.send(key, [...command]));
  }

  /** A script that changes nothing; its first key tells the node. */
  query(script: RedisScript, keys: readonly [string, ...string[]], parameters: readonly string[]): Promise<unknown> {
    return this.#live.call((link) => evaluate(link, script, keys, parameters));
  }

  /** A script that writes: durable on the node and there on its replicas when it resolves. */
  write(script: RedisScript, keys: readonly [string, ...string[]], parameters: readonly string[]): Promise<unknown> {
    return this.#bounded(async () => {
      const reply = await this.query(script, keys, parameters);
      await this.#barrier.pass(keys[0]);
      return reply;
    });
  }

  /** Removes one key, as durably as a write. */
  async remove(key: string): Promise<void> {
    await this.#bounded(async () => {
      await this.read(key, ['DEL', key]);
      await this.#barrier.pass(key);
    });
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.read(channel, ['PUBLISH', channel, message]);
  }

  /** Every key that begins with `prefix`, each once, on all nodes. */
  async *keys(prefix: string): AsyncIterable<string> {
    const seen = new Set<string>();
    const pattern = `${prefix.replaceAll(/[\\[\]*?]/g, String.raw`\$&`)}*`;
    for (const node of await this.#live.call((link) => link.nodes())) {
      for await (const key of this.#scan(node, pattern)) {
        if (!seen.has(key)) yield key;
        seen.add(key);
      }
    }
  }

  /** Why a write would not be durable, or undefined: the settings of every node, read back. */
  async fault(): Promise<string | undefined> {
    try {
      const nodes = await this.#live.call((link) => link.nodes());
      const faults = await Promise.all(nodes.map((node) => this.#live.call(() => nodeFault(node))));
      return faults.find((fault) => fault !== undefined);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return error.message;
    }
  }

  close(): Promise<void> {
    this.#barrier.close();
    this.#live.close();
    return Promise.resolve();
  }

  async *#scan(node: RedisNode, pattern: string): AsyncIterable<string> {
    let cursor = '0';
    do {
      const command = ['SCAN', cursor, 'MATCH', pattern, 'COUNT', keysInPage];
      // the shape of a SCAN reply
      const [next, keys] = (await this.#live.call(() => node.send(command))) as [string, string[]];
      yield* keys;
      cursor = next;
    } while (cursor !== '0');
  }

  async #bounded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#watch.bound(work());
    } catch (cause) {
      throw cause instanceof Unavailable ? cause : new Unavailable('store', { cause });
    }
  }
}

async function evaluate(
  link: RedisLink,
  { lua, sha }: RedisScript,
  keys: readonly [string, ...string[]],
  parameters: readonly string[],
): Promise<unknown> {
  const tail = [String(keys.length), ...keys, ...parameters];
  try {
    return await link.send(keys[0], ['EVALSHA', sha, ...tail]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return link.send(keys[0], ['EVAL', lua, ...tail]);
  }
}

async function nodeFault(node: RedisNode): Promise<string | undefined> {
  const [appendOnly, sync] = await Promise.all(['appendonly', 'appendfsync'].map((name) => setting(node, name)));
  if (appendOnly !== 'yes') return `redis: appendonly is ${appendOnly}`;
  if (sync !== 'always') return `redis: appendfsync is ${sync}`;
  const replication = String(await node.send(['INFO', 'replication']));
  return replication.includes('role:master') ? undefined : 'redis: the node is a replica';
}

/** CONFIG GET answers a map or a flat list, as the protocol's version goes. */
async function setting(node: RedisNode, name: string): Promise<string> {
  const reply = await node.send(['CONFIG', 'GET', name]);
  const values = Array.isArray(reply) ? reply : Object.entries(reply ?? {}).flat();
  return String(values[1]);
}
