import { createHash } from 'node:crypto';

/** A Lua script: atomic on the server, sent by its SHA-1 once the server knows it. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

/** A script of its text; `KEYS` lie in one slot, their first tells where it runs. */
export function redisScript(lua: string): RedisScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** Lua that binds `real` to the server's time in milliseconds: leases are real time. */
export const luaRealTime = `
  local time = redis.call('TIME')
  local real = time[1] * 1000 + math.floor(time[2] / 1000)
`;
