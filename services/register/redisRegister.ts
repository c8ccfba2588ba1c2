import { RedisConnection } from '../database/redis/redisConnection.ts';
import { redisScript } from '../database/redis/redisScript.ts';
import { indexesOf } from './indexesOf.ts';
import type { Register, RegisterEntry, RegisterQuery } from './register.ts';

/*
 * One slot holds the register, since several entries are written together. KEYS[1] is its prefix:
 * `{prefix}:entry:{kind}` is a hash id → JSON, `{prefix}:index:{kind}:{index}` a sorted set of "value NUL id", whose
 * order by bytes is the order of value, then id.
 */
const prefix = 'register:{register}';
/** Stands between value and id, before every other character. */
const separator = '\0';

/** ARGV: of each entry kind, id, JSON, count of indexes, then name and value of each. */
const insert = redisScript(`
  local fresh = {}
  local place = 1
  while place <= #ARGV do
    local key, id = KEYS[1] .. ':entry:' .. ARGV[place], ARGV[place + 1]
    if fresh[key .. '\\0' .. id] or redis.call('HEXISTS', key, id) == 1 then return 0 end
    fresh[key .. '\\0' .. id] = true
    place = place + 4 + 2 * ARGV[place + 3]
  end
  place = 1
  while place <= #ARGV do
    local kind, id, count = ARGV[place], ARGV[place + 1], tonumber(ARGV[place + 3])
    redis.call('HSET', KEYS[1] .. ':entry:' .. kind, id, ARGV[place + 2])
    for index = place + 4, place + 2 + 2 * count, 2 do
      redis.call('ZADD', KEYS[1] .. ':index:' .. kind .. ':' .. ARGV[index], 0, ARGV[index + 1] .. '\\0' .. id)
    end
    place = place + 4 + 2 * count
  end
  return 1
`);

const luaIndexes = `
  local function indexes(json)
    local entry = cjson.decode(json)
    local all = entry.indexes
    all.at = entry.at
    return all
  end
`;

/** ARGV: kind, index, least and greatest member as ZRANGE BYLEX takes them, limit; to go on: the id of the last entry, and the value it has when purged. */
const find = redisScript(`
  ${luaIndexes}
  local kind, name, least = ARGV[1], ARGV[2], ARGV[3]
  if ARGV[6] then
    local last = redis.call('HGET', KEYS[1] .. ':entry:' .. kind, ARGV[6])
    local value = last and indexes(last)[name] or ARGV[7]
    if not value then return false end
    least = '(' .. value .. '\\0' .. ARGV[6]
  end
  local entries = {}
  local members = redis.call('ZRANGE', KEYS[1] .. ':index:' .. kind .. ':' .. name, least, ARGV[4], 'BYLEX', 'LIMIT', 0, ARGV[5])
  for _, member in ipairs(members) do
    local id = string.sub(member, string.find(member, '\\0', 1, true) + 1)
    entries[#entries + 1] = redis.call('HGET', KEYS[1] .. ':entry:' .. kind, id)
  end
  return entries
`);

/** ARGV: kind, then ids. */
const purge = redisScript(`
  ${luaIndexes}
  local key = KEYS[1] .. ':entry:' .. ARGV[1]
  for place = 2, #ARGV do
    local stored = redis.call('HGET', key, ARGV[place])
    if stored then
      for name, value in pairs(indexes(stored)) do
        redis.call('ZREM', KEYS[1] .. ':index:' .. ARGV[1] .. ':' .. name, value .. '\\0' .. ARGV[place])
      end
      redis.call('HDEL', key, ARGV[place])
    end
  end
`);

/** Opens the register in Redis; `url` as for the hot state. Outage: `Unavailable('store')`. */
export async function openRedisRegister(url: string): Promise<Register> {
  return new RedisRegister(await RedisConnection.open(url));
}

/** The register in Redis; durable by `appendfsync always`, which the hot state's `fault()` reads back. */
class RedisRegister implements Register {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async insert(entries: readonly RegisterEntry[]): Promise<boolean> {
    return (await this.#redis.write(insert, [prefix], entries.flatMap(insertion))) === 1;
  }

  async get(kind: string, id: string): Promise<RegisterEntry | undefined> {
    const stored = await this.#redis.read(prefix, ['HGET', `${prefix}:entry:${kind}`, id]);
    return typeof stored === 'string' ? entryOf(stored) : undefined;
  }

  async find(query: RegisterQuery): Promise<readonly RegisterEntry[]> {
    const { kind, index, limit, after, equals, from } = query;
    const [least, greatest] = membersOf(query);
    const goOn = [after, equals ?? from].filter((part) => part !== undefined);
    const parameters = [kind, index, least, greatest, String(limit), ...(after === undefined ? [] : goOn)];
    const found = await this.#redis.query(find, [prefix], parameters);
    if (found === null) throw new Error(`expected an entry of ${kind} to go on after, found none`);
    return (found as string[]).map(entryOf); // the JSON that insert() wrote
  }

  async purge(kind: string, ids: readonly string[]): Promise<void> {
    await this.#redis.write(purge, [prefix], [kind, ...ids]);
  }

  close(): Promise<void> {
    return this.#redis.close();
  }
}

function insertion(entry: RegisterEntry): string[] {
  const indexes = indexesOf(entry);
  return [entry.kind, entry.id, JSON.stringify(entry), String(indexes.length), ...indexes.flat()];
}

/** The least and the greatest member that a query asks for, as ZRANGE BYLEX takes them. */
function membersOf({ equals, from, until }: RegisterQuery): readonly [string, string] {
  if (equals !== undefined) return [`[${equals}${separator}`, `(${equals}\u0001`];
  return [from === undefined ? '-' : `[${from}`, until === undefined ? '+' : `(${until}`];
}

function entryOf(stored: string): RegisterEntry {
  // written by insertion()
  return JSON.parse(stored) as RegisterEntry;
}
