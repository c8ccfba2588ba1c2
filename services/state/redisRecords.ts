import type { RedisConnection } from '../database/redis/redisConnection.ts';
import { redisScript } from '../database/redis/redisScript.ts';
import type { Records, Versioned } from './records.ts';

/** A record is stored as `version:json` under `record:…`; its version ends within the first 20 bytes. */
const put = redisScript(`
  local head = redis.call('GETRANGE', KEYS[1], 0, 20)
  local version = tonumber(string.match(head, '^(%d+):') or '0')
  if version ~= tonumber(ARGV[1]) then return -1 end
  if #ARGV == 1 then
    redis.call('DEL', KEYS[1])
    return 0
  end
  redis.call('SET', KEYS[1], string.format('%.0f:', version + 1) .. ARGV[2])
  return version + 1
`);

/** Records in Redis: compare-and-set is one script on one key. */
export class RedisRecords implements Records {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async get<T>(key: string): Promise<Versioned<T> | undefined> {
    const stored = await this.#redis.read(recordKey(key), ['GET', recordKey(key)]);
    if (typeof stored !== 'string') return undefined;
    const colon = stored.indexOf(':');
    // the caller names the type of what it stored under this key
    return { version: Number(stored.slice(0, colon)), value: JSON.parse(stored.slice(colon + 1)) as T };
  }

  async putIfVersion<T>(key: string, value: T | undefined, version: number): Promise<number | false> {
    const parameters = value === undefined ? [String(version)] : [String(version), JSON.stringify(value)];
    const written = Number(await this.#redis.write(put, [recordKey(key)], parameters));
    return written === -1 ? false : written;
  }

  async *keys(prefix: string): AsyncIterable<string> {
    for await (const key of this.#redis.keys(recordKey(prefix))) yield key.slice(recordKey('').length);
  }
}

function recordKey(key: string): string {
  return `record:${key}`;
}
