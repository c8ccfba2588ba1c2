import type { RedisConnection } from '../database/redis/redisConnection.ts';
import { luaRealTime, redisScript } from '../database/redis/redisScript.ts';
import { dueMilliseconds } from './dueMilliseconds.ts';
import type { Due, Schedule } from './schedule.ts';

/* KEYS: entries (a hash: id → "due milliseconds, instant, payload"), waiting (by due time), claimed (by end of lease). */

const put = redisScript(`
  redis.call('ZREM', KEYS[3], ARGV[1])
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
`);
const remove = redisScript(`
  local entry = ARGV[2] ~= '' and redis.call('HGET', KEYS[1], ARGV[1])
  if entry and string.match(entry, '^%S+ (%S+)') ~= ARGV[2] then return end
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
`);
const claim = redisScript(`
  ${luaRealTime}
  local over = redis.call('ZRANGE', KEYS[3], '-inf', string.format('%.0f', real), 'BYSCORE', 'LIMIT', 0, 1000)
  for _, id in ipairs(over) do
    local due = string.match(redis.call('HGET', KEYS[1], id), '^%S+')
    redis.call('ZREM', KEYS[3], id)
    redis.call('ZADD', KEYS[2], due, id)
  end
  local claimed = {}
  local ends = string.format('%.0f', real + ARGV[3])
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
    redis.call('ZREM', KEYS[2], id)
    redis.call('ZADD', KEYS[3], ends, id)
    claimed[#claimed + 1] = { id, redis.call('HGET', KEYS[1], id) }
  end
  return claimed
`);

/** Schedule in Redis: a queue lies in one slot, and claiming is one script. */
export class RedisSchedule implements Schedule {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async put(queue: string, { id, at, payload }: Due): Promise<void> {
    await this.#redis.write(put, queueKeys(queue), [id, String(dueMilliseconds(at)), `${at.toString()} ${payload}`]);
  }

  async remove(queue: string, id: string, at?: Temporal.Instant): Promise<void> {
    await this.#redis.write(remove, queueKeys(queue), [id, at?.toString() ?? '']);
  }

  async claim(queue: string, now: Temporal.Instant, limit: number, leaseSeconds: number): Promise<readonly Due[]> {
    const parameters = [now.epochMilliseconds, limit, Math.round(leaseSeconds * 1000)].map(String);
    // what the script returns: pairs of id and entry
    const claimed = (await this.#redis.write(claim, queueKeys(queue), parameters)) as [string, string][];
    return claimed.map(([id, entry]) => dueOf(id, entry));
  }
}

function queueKeys(queue: string): [string, string, string] {
  return [`due:{${queue}}:entries`, `due:{${queue}}:waiting`, `due:{${queue}}:claimed`];
}

function dueOf(id: string, entry: string): Due {
  const [, at = '', ...payload] = entry.split(' ');
  return { id, at: Temporal.Instant.from(at), payload: payload.join(' ') };
}
