import { withDeadline } from '../../shared/deadline.ts';
import type { RedisAddresses } from './redisAddresses.ts';
import { redisLink, type RedisLink } from './redisLink.ts';
import { Unavailable } from '../../shared/unavailable.ts';

const answerMilliseconds = 1000;

/** Listens on a connection of its own, made at the first subscription; after an outage it goes on by itself. */
export class RedisSubscriber {
  readonly #addresses: RedisAddresses;
  #link: Promise<RedisLink> | undefined;

  constructor(addresses: RedisAddresses) {
    this.#addresses = addresses;
  }

  /** Calls `listener` for each message of `channel`; answers what ends it. Outage: `Unavailable('store')`. */
  async subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    // a wrapper of its own, so that the same listener may be there twice
    const call = (message: string) => listener(message);
    await this.#bounded((link) => link.subscribe(channel, call));
    return () => this.#bounded((link) => link.unsubscribe(channel, call));
  }

  async close(): Promise<void> {
    const link = await this.#link?.catch(() => undefined);
    link?.destroy();
  }

  async #bounded(command: (link: RedisLink) => Promise<void>): Promise<void> {
    try {
      await withDeadline(answerMilliseconds, async () => command(await this.#connected()));
    } catch (cause) {
      throw new Unavailable('store', { cause });
    }
  }

  async #connected(): Promise<RedisLink> {
    this.#link ??= connect(this.#addresses);
    try {
      return await this.#link;
    } catch (error) {
      this.#link = undefined;
      throw error;
    }
  }
}

async function connect(addresses: RedisAddresses): Promise<RedisLink> {
  const link = redisLink(addresses);
  try {
    await withDeadline(answerMilliseconds, () => link.connect());
    return link;
  } catch (error) {
    link.destroy();
    throw error;
  }
}
