import { eventually } from './eventually.ts';
import { freePort, startRedisServer, type RedisServer } from './redisServer.ts';

/** A real Redis Cluster of a test's own: two nodes with half of the slots each, and a replica of the first when asked for. */
export interface RedisClusterServers {
  /** Both nodes, comma-separated, as REDIS_URL takes them. */
  readonly url: string;
  readonly nodes: readonly [RedisServer, RedisServer];
  readonly replica: RedisServer | undefined;
  stop(): Promise<void>;
}

const slots = [
  ['0', '8191'],
  ['8192', '16383'],
] as const;

async function startNode(): Promise<RedisServer> {
  const busPort = String(await freePort());
  const settings = `cluster-enabled yes cluster-port ${busPort} cluster-node-timeout 1500 repl-diskless-sync-delay 0`;
  return startRedisServer(settings.split(' ').map((word, index) => (index % 2 === 0 ? `--${word}` : word)));
}

async function meet(node: RedisServer, other: RedisServer): Promise<void> {
  const bus = String(
    await other.command(['CONFIG', 'GET', 'cluster-port']).then((reply) => Object.values(reply ?? {})[0]),
  );
  await node.command(['CLUSTER', 'MEET', '127.0.0.1', String(other.port), bus]);
}

/** Starts it and waits until every node agrees. */
export async function startRedisCluster({ replica = false } = {}): Promise<RedisClusterServers> {
  const nodes = [await startNode(), await startNode()] as const;
  const follower = replica ? await startNode() : undefined;
  const all = [...nodes, ...(follower ? [follower] : [])];
  for (const [index, range] of slots.entries()) await nodes[index]?.command(['CLUSTER', 'ADDSLOTSRANGE', ...range]);
  for (const other of all.slice(1)) await meet(nodes[0], other);
  const agreed = async (node: RedisServer) => {
    const state = String(await node.command(['CLUSTER', 'INFO']));
    return state.includes('cluster_state:ok') && state.includes(`cluster_known_nodes:${all.length}`);
  };
  await eventually(async () => (await Promise.all(all.map(agreed))).every(Boolean), 15_000);
  if (follower) await follow(follower, nodes[0]);
  return {
    url: nodes.map(({ url }) => url).join(','),
    nodes,
    replica: follower,
    stop: async () => {
      await Promise.all(all.map((node) => node.stop()));
    },
  };
}

async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  const id = String(await primary.command(['CLUSTER', 'MYID']));
  await eventually(() => replica.command(['CLUSTER', 'REPLICATE', id]).then(Boolean, () => false), 10_000);
  await eventually(async () => isFollowed(await primary.command(['INFO', 'replication'])), 10_000);
}

/** A replica is online when it was sent everything, and says where it is only when it has read it. */
function isFollowed(replication: unknown): boolean {
  return /state=online,offset=[1-9]/.test(String(replication));
}
