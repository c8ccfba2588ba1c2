import { createClient, createCluster } from 'redis';
import type { RedisAddresses } from './redisAddresses.ts';

/** One node, spoken to directly. */
export interface RedisNode {
  send(command: string[]): Promise<unknown>;
}

/** A connected client of one Redis or of a whole Cluster, and the few things that are asked of it. */
export interface RedisLink {
  connect(): Promise<unknown>;
  /** Ends at once; what is pending fails. */
  destroy(): void;
  /** Sends a command to the node that keeps `key`. */
  send(key: string, command: string[]): Promise<unknown>;
  /** The node that keeps `key`; the same object as long as it is the same connection. */
  nodeOf(key: string): Promise<RedisNode>;
  nodes(): Promise<readonly RedisNode[]>;
  subscribe(channel: string, listener: (message: string) => void): Promise<void>;
  unsubscribe(channel: string, listener: (message: string) => void): Promise<void>;
}

const pingMilliseconds = 400;
const connectMilliseconds = 500;
const silentMilliseconds = 1000;
const longestPauseMilliseconds = 500;

/**
 * A silent server is noticed within a second (an idle connection is kept by the ping), nothing is queued while there is
 * no connection, and trying again never ends (PITFALLS 10, 20). Single commands are bounded by the caller.
 */
function settings({ tls, username, password }: RedisAddresses) {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    pingInterval: pingMilliseconds,
    disableOfflineQueue: true,
    commandOptions: { timeout: undefined },
    socket: {
      ...(tls && { tls: true as const }),
      connectTimeout: connectMilliseconds,
      socketTimeout: silentMilliseconds,
      reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, longestPauseMilliseconds),
    },
  };
}

/** Makes a link that is not connected yet. */
export function redisLink(addresses: RedisAddresses): RedisLink {
  return addresses.cluster ? clusterLink(addresses) : singleLink(addresses);
}

// a lost connection is an 'error' event, too: the calls that it hits report it
const ignore = () => undefined;

function singleLink(addresses: RedisAddresses): RedisLink {
  const client = createClient({ url: addresses.nodes[0], ...settings(addresses) });
  client.on('error', ignore);
  const node: RedisNode = { send: (command) => client.sendCommand(command) };
  return {
    connect: () => client.connect(),
    destroy: () => client.destroy(),
    send: (_key, command) => node.send(command),
    nodeOf: () => Promise.resolve(node),
    nodes: () => Promise.resolve([node]),
    subscribe: (channel, listener) => client.subscribe(channel, listener),
    unsubscribe: (channel, listener) => client.unsubscribe(channel, listener),
  };
}

function clusterLink(addresses: RedisAddresses): RedisLink {
  const cluster = createCluster({ rootNodes: addresses.nodes.map((url) => ({ url })), defaults: settings(addresses) });
  cluster.on('error', ignore);
  const known = new WeakMap<object, RedisNode>();
  const nodeFor = (client: { sendCommand(command: string[]): Promise<unknown> }) => {
    const node = known.get(client) ?? { send: (command) => client.sendCommand(command) };
    known.set(client, node);
    return node;
  };
  return {
    connect: () => cluster.connect(),
    destroy: () => cluster.destroy(),
    send: (key, command) => cluster.sendCommand(key, false, command),
    nodeOf: async (key) => nodeFor(await cluster.getNodeClientForKey(key)),
    nodes: async () => (await Promise.all(cluster.masters.map((master) => cluster.nodeClient(master)))).map(nodeFor),
    subscribe: (channel, listener) => cluster.subscribe(channel, listener),
    // its type asks for a listener of texts and of bytes; it is compared, never called
    unsubscribe: (channel, listener) => cluster.unsubscribe(channel, listener as (message: unknown) => void),
  };
}
