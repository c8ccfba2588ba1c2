import type { RedisConnection } from '../database/redis/redisConnection.ts';
import { redisScript } from '../database/redis/redisScript.ts';
import { keepSeconds } from './counterRetention.ts';
import type { Count, Counters } from './counters.ts';

/** A counter is a sorted set of hits by their instant; the key's own end is only there to free memory. */
const increment = redisScript(`
  local at, cutoff, keep = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
  redis.call('ZADD', KEYS[1], 'NX', at, ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', at - keep))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', 2 * keep), 'NX')
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', 2 * keep), 'GT')
  return redis.call('ZCOUNT', KEYS[1], '(' .. cutoff, '+inf')
`);
const removeHit = redisScript(`return redis.call('ZREM', KEYS[1], ARGV[1])`);

/** Counters in Redis; hits are compared by their own instants. */
export class RedisCounters implements Counters {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async increment({ key, windowSeconds, now, id }: Count): Promise<number> {
    const at = now.epochMilliseconds;
    const times = [at, at - windowSeconds * 1000, keepSeconds(windowSeconds) * 1000].map(String);
    return Number(await this.#redis.write(increment, [counterKey(key)], [id, ...times]));
  }

  async read({ key, windowSeconds, now }: Omit<Count, 'id'>): Promise<number> {
    const after = `(${now.epochMilliseconds - windowSeconds * 1000}`;
    return Number(await this.#redis.read(counterKey(key), ['ZCOUNT', counterKey(key), after, '+inf']));
  }

  async remove(key: string, id: string): Promise<void> {
    await this.#redis.write(removeHit, [counterKey(key)], [id]);
  }

  clear(key: string): Promise<void> {
    return this.#redis.remove(counterKey(key));
  }
}

function counterKey(key: string): string {
  return `counter:${key}`;
}
