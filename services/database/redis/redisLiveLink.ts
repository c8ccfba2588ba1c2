import { ErrorReply } from 'redis';
import { AnswerWatch, NoAnswer } from '../../shared/answerWatch.ts';
import { withDeadline } from '../../shared/deadline.ts';
import type { RedisAddresses } from './redisAddresses.ts';
import { redisLink, type RedisLink } from './redisLink.ts';
import { Unavailable } from '../../shared/unavailable.ts';

const answerMilliseconds = 1000;
const openingMilliseconds = 3000;
const pauseMilliseconds = 200;
const newTopologyMilliseconds = 1500;

/**
 * A link that is bounded and heals: every call ends within a second, and a link that did not answer, or that leads to a
 * node which may no longer write, is replaced by a new one. Outage: `Unavailable('store')`, whatever went wrong.
 */
export class RedisLiveLink {
  readonly #addresses: RedisAddresses;
  readonly #watch = new AnswerWatch(answerMilliseconds);
  #link: RedisLink;
  #madeAt = performance.now();
  #closed = false;

  private constructor(addresses: RedisAddresses, link: RedisLink) {
    this.#addresses = addresses;
    this.#link = link;
  }

  /** Connects. Outage: `Unavailable('store')` after three seconds at the latest. */
  static async open(addresses: RedisAddresses): Promise<RedisLiveLink> {
    const link = redisLink(addresses);
    try {
      await withDeadline(openingMilliseconds, () => link.connect());
    } catch (cause) {
      destroy(link);
      throw new Unavailable('store', { cause });
    }
    return new RedisLiveLink(addresses, link);
  }

  async call<T>(command: (link: RedisLink) => Promise<T>): Promise<T> {
    const link = this.#link;
    try {
      return await this.#watch.bound(command(link));
    } catch (cause) {
      if (this.#isOver(cause)) this.#replace(link);
      throw new Unavailable('store', { cause });
    }
  }

  close(): void {
    this.#closed = true;
    destroy(this.#link);
  }

  #isOver(cause: unknown): boolean {
    if (cause instanceof NoAnswer) return true;
    if (cause instanceof ErrorReply) return /^(READONLY|CLUSTERDOWN)/.test(cause.message);
    // the nodes of a Cluster may have changed places: look again from its addresses
    return this.#addresses.cluster && performance.now() - this.#madeAt > newTopologyMilliseconds;
  }

  #replace(old: RedisLink): void {
    if (old !== this.#link || this.#closed) return;
    destroy(old);
    const link = redisLink(this.#addresses);
    this.#link = link;
    this.#madeAt = performance.now();
    link.connect().catch(() => setTimeout(() => this.#replace(link), pauseMilliseconds).unref());
  }
}

function destroy(link: RedisLink): void {
  try {
    link.destroy();
  } catch {
    // one that never connected has nothing to end
  }
}
