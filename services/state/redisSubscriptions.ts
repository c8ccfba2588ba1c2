import type { RedisConnection } from '../database/redis/redisConnection.ts';
import type { RedisSubscriber } from '../database/redis/redisSubscriber.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Subscriptions by Redis PUBLISH, to all instances. */
export class RedisSubscriptions implements Subscriptions {
  readonly #redis: RedisConnection;
  readonly #subscriber: RedisSubscriber;

  constructor(redis: RedisConnection, subscriber: RedisSubscriber) {
    this.#redis = redis;
    this.#subscriber = subscriber;
  }

  publish(topic: string, message: string): Promise<void> {
    return this.#redis.publish(channel(topic), message);
  }

  subscribe(topic: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    return this.#subscriber.subscribe(channel(topic), listener);
  }
}

function channel(topic: string): string {
  return `topic:${topic}`;
}
