import type { RedisConnection } from '../database/redis/redisConnection.ts';
import { luaRealTime, redisScript } from '../database/redis/redisScript.ts';
import type { Held, Locks } from './locks.ts';

/** A lock is a hash of fence and end; it is forgotten a day after its end: fences follow the clock in microseconds. */
const acquire = redisScript(`
  ${luaRealTime}
  local held = redis.call('HMGET', KEYS[1], 'fence', 'until')
  if held[2] and tonumber(held[2]) > real then return false end
  local fence = math.max(tonumber(held[1] or '0') + 1, real * 1000)
  redis.call('HSET', KEYS[1], 'fence', string.format('%.0f', fence), 'until', string.format('%.0f', real + ARGV[1]))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ARGV[1] + 86400000))
  return fence
`);
const renew = redisScript(`
  ${luaRealTime}
  local held = redis.call('HMGET', KEYS[1], 'fence', 'until')
  if held[1] ~= ARGV[2] or tonumber(held[2]) <= real then return 0 end
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', real + ARGV[1]))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ARGV[1] + 86400000))
  return 1
`);
const release = redisScript(`
  if redis.call('HGET', KEYS[1], 'fence') == ARGV[1] then redis.call('HSET', KEYS[1], 'until', 0) end
`);

/** Locks in Redis, by the server's time. */
export class RedisLocks implements Locks {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async tryAcquire(name: string, leaseMilliseconds: number): Promise<Held | undefined> {
    const fence = await this.#redis.write(acquire, [lockKey(name)], [String(leaseMilliseconds)]);
    return typeof fence === 'number' ? this.#held(name, fence, leaseMilliseconds) : undefined;
  }

  #held(name: string, fence: number, leaseMilliseconds: number): Held {
    const keys: [string] = [lockKey(name)];
    return {
      fence,
      renew: async () => (await this.#redis.write(renew, keys, [String(leaseMilliseconds), String(fence)])) === 1,
      release: async () => {
        await this.#redis.write(release, keys, [String(fence)]);
      },
    };
  }
}

function lockKey(name: string): string {
  return `lock:${name}`;
}
