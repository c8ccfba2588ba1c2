import { EventEmitter } from 'node:events';
import type { Subscriptions } from './subscriptions.ts';

/** Subscriptions within one process: all there is beside an embedded store. */
export class LocalSubscriptions implements Subscriptions {
  readonly #topics = new EventEmitter().setMaxListeners(0);

  publish(topic: string, message: string): Promise<void> {
    setImmediate(() => this.#topics.emit(`topic:${topic}`, message));
    return Promise.resolve();
  }

  subscribe(topic: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    // a wrapper of its own, so that the same listener may be there twice
    const call = (message: string) => listener(message);
    this.#topics.on(`topic:${topic}`, call);
    return Promise.resolve(() => {
      this.#topics.off(`topic:${topic}`, call);
      return Promise.resolve();
    });
  }
}
