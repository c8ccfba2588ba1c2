import type { RedisConnection } from '../database/redis/redisConnection.ts';
import { redisScript } from '../database/redis/redisScript.ts';
import type { Entry, Streams } from './streams.ts';

/** A stream is one hash: `last`, `emptied` (up to which place), `i:{id}` → place, `p:{place}` → JSON [id, value]; ARGV: pairs of id and that JSON. */
const append = redisScript(`
  local last = tonumber(redis.call('HGET', KEYS[1], 'last') or '0')
  for index = 1, #ARGV, 2 do
    if redis.call('HSETNX', KEYS[1], 'i:' .. ARGV[index], last + 1) == 1 then
      last = last + 1
      redis.call('HSET', KEYS[1], 'p:' .. string.format('%.0f', last), ARGV[index + 1], 'last', last)
    end
  end
  return last
`);
const read = redisScript(`
  local last = tonumber(redis.call('HGET', KEYS[1], 'last') or '0')
  local start = math.max(tonumber(ARGV[1]), tonumber(redis.call('HGET', KEYS[1], 'emptied') or '0'))
  local entries = { tostring(start) }
  for place = start + 1, math.min(last, start + ARGV[2]) do
    entries[#entries + 1] = redis.call('HGET', KEYS[1], 'p:' .. string.format('%.0f', place))
  end
  return entries
`);

const empty = redisScript(`
  local last = redis.call('HGET', KEYS[1], 'last')
  if last then
    redis.call('DEL', KEYS[1])
    redis.call('HSET', KEYS[1], 'last', last, 'emptied', last)
  end
`);

/** Streams in Redis: one key a stream, one script an append. */
export class RedisStreams implements Streams {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async append(stream: string, entries: readonly { readonly id: string; readonly value: string }[]): Promise<number> {
    const pairs = entries.flatMap(({ id, value }) => [id, JSON.stringify([id, value])]);
    return Number(await this.#redis.write(append, [streamKey(stream)], pairs));
  }

  async read(stream: string, position: number, limit: number): Promise<readonly Entry[]> {
    // what the script returns: a place, and the JSON of append() from the next place on
    const answer = (await this.#redis.query(read, [streamKey(stream)], [position, limit].map(String))) as string[];
    const [start, ...found] = answer;
    return found.map((text, index) => {
      const [id, value] = JSON.parse(text) as [string, string]; // written by append()
      return { position: Number(start) + index + 1, id, value };
    });
  }

  async empty(stream: string): Promise<void> {
    await this.#redis.write(empty, [streamKey(stream)], []);
  }

  remove(stream: string): Promise<void> {
    return this.#redis.remove(streamKey(stream));
  }
}

function streamKey(stream: string): string {
  return `stream:${stream}`;
}
