import type { RedisAddresses } from './redisAddresses.ts';
import type { RedisNode } from './redisLink.ts';
import { RedisLiveLink } from './redisLiveLink.ts';
import { Unavailable } from '../../shared/unavailable.ts';

interface Lane {
  waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[];
}

const waitMilliseconds = 700;
const lookMilliseconds = 1000;

/**
 * Makes an acknowledged write one that every replica has (SECURITY §2 Store). WAIT blocks its connection and looks at
 * that connection's own writes only: so on a connection of its own a tiny write follows those that were acknowledged,
 * and WAIT for it covers them all. One round serves all who came before it.
 */
export class RedisBarrier {
  readonly #live: RedisLiveLink;
  readonly #lanes = new Map<RedisNode, Lane>();
  #replicated = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(live: RedisLiveLink) {
    this.#live = live;
  }

  static async open(addresses: RedisAddresses): Promise<RedisBarrier> {
    const barrier = new RedisBarrier(await RedisLiveLink.open(addresses));
    await barrier.#look();
    return barrier;
  }

  /** Resolves when every replica of the node that keeps `key` has what was acknowledged before. */
  async pass(key: string): Promise<void> {
    if (this.#replicated) await this.#live.call(async (link) => this.#join(await link.nodeOf(key), key));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#live.close();
  }

  #join(node: RedisNode, key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(node) ?? { waiting: [] };
      lane.waiting.push({ resolve, reject });
      if (this.#lanes.has(node)) return;
      this.#lanes.set(node, lane);
      void this.#serve(node, key);
    });
  }

  /** Round after round while somebody waits. */
  async #serve(node: RedisNode, key: string): Promise<void> {
    for (let lane = this.#lanes.get(node); lane && lane.waiting.length > 0; lane = this.#lanes.get(node)) {
      const served = lane.waiting;
      lane.waiting = [];
      try {
        await allReplicasHave(node, key);
        for (const { resolve } of served) resolve();
      } catch (error) {
        for (const { reject } of served) reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.#lanes.delete(node);
  }

  /** A store without replicas is spared the rounds. */
  async #look(): Promise<void> {
    try {
      const infos = await this.#live.call(async (link) => Promise.all((await link.nodes()).map(onlineReplicas)));
      this.#replicated = infos.some((replicas) => replicas > 0);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
    this.#timer = setTimeout(() => void this.#look(), lookMilliseconds);
    this.#timer.unref();
  }
}

async function allReplicasHave(node: RedisNode, key: string): Promise<void> {
  const write = node.send(['SET', `barrier:{${slotTag(key)}}`, '', 'PX', '1000']);
  const [, replicas] = await Promise.all([write, onlineReplicas(node)]);
  if (replicas === 0) return;
  const reached = await node.send(['WAIT', String(replicas), String(waitMilliseconds)]);
  if (Number(reached) < replicas) throw new Error(`expected ${replicas} replicas to follow, found ${String(reached)}`);
}

async function onlineReplicas(node: RedisNode): Promise<number> {
  const replication = String(await node.send(['INFO', 'replication']));
  return replication.match(/^slave\d+:.*state=online/gm)?.length ?? 0;
}

/** What Redis Cluster hashes of a key: the text in its first braces, or all of it. */
function slotTag(key: string): string {
  return /\{([^}]+)\}/.exec(key)?.[1] ?? key;
}
