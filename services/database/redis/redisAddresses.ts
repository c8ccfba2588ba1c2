/** Where Redis is: one node, or several of one Cluster. */
export interface RedisAddresses {
  readonly nodes: readonly [string, ...string[]];
  readonly cluster: boolean;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

/**
 * Reads `REDIS_URL`: `redis://host:6379`, `rediss://user:secret@host:6380`, or several comma-separated nodes of a Cluster
 * (a node may leave out the scheme; all are reached with the first one's scheme and account).
 *
 * @throws Error when it is none of these; the message does not carry the password
 */
export function redisAddresses(text: string): RedisAddresses {
  const [first, ...others] = text.split(',').map((part) => part.trim());
  const url = parseRedisUrl(first ?? '');
  const rest = others.map((other) => parseRedisUrl(other.includes('://') ? other : `${url.protocol}//${other}`));
  const address = ({ protocol, host, pathname }: URL) => `${protocol}//${host}${rest.length > 0 ? '' : pathname}`;
  return {
    nodes: [address(url), ...rest.map(address)],
    cluster: rest.length > 0,
    tls: url.protocol === 'rediss:',
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
  };
}

function parseRedisUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('expected redis://host:port or rediss://host:port, found something else in REDIS_URL');
  }
  return url;
}
