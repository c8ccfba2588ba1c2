import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BrowserContext } from 'playwright-core';
import type { Place, PlaceKind } from './canary.ts';

/** A key, queue or stream of the sandbox's world (CONTRACT §4); the adapters put what it is before it. */
const isSandboxKey = (key: string): boolean => /^(?:[a-zA-Z]+:)?sandbox:/.test(key);

/** A text, e.g. what a process wrote. */
export function textPlace(kind: PlaceKind, where: string, text: string): Place {
  return { kind, where, bytes: Buffer.from(text) };
}

/** All files below a folder as they are, and every row of its SQLite databases. */
export function folderPlaces(folder: string): Place[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  const raw = files.map((path): Place => ({ kind: 'file', where: path, bytes: readFileSync(path) }));
  return [...raw, ...files.filter((path) => path.endsWith('.sqlite')).flatMap((path) => databasePlaces(path))];
}

function databasePlaces(path: string): Place[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    return tables.map(({ name }) => tablePlace(database, path, String(name)));
  } finally {
    database.close();
  }
}

function tablePlace(database: DatabaseSync, path: string, table: string): Place {
  const rows = database.prepare(`SELECT * FROM "${table}"`).all();
  const kept = rows
    .map((row) => Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value) : String(value))))
    .filter(([key]) => !isSandboxKey(String(key)));
  const bytes = Buffer.concat(kept.flat().flatMap((value) => [Buffer.from(value), Buffer.from('\n')]));
  return { kind: 'store', where: `${path} ${table}`, bytes };
}

/** Every key of a Redis but the sandbox's, with what it holds. */
export async function redisPlaces(url: string): Promise<Place[]> {
  const { createClient } = await import('redis');
  const client = createClient({ url });
  await client.connect();
  try {
    const places: Place[] = [];
    for await (const keys of client.scanIterator({ COUNT: 1000 })) {
      for (const key of keys.filter((one) => !isSandboxKey(one))) {
        const held = await heldBy((command) => client.sendCommand([...command]), key, await client.type(key));
        places.push(textPlace('store', `redis ${key}`, `${key}\n${JSON.stringify(held)}`));
      }
    }
    return places;
  } finally {
    client.destroy();
  }
}

async function heldBy(
  send: (command: readonly string[]) => Promise<unknown>,
  key: string,
  type: string,
): Promise<unknown> {
  const reads: Readonly<Record<string, readonly string[]>> = {
    string: ['GET', key],
    hash: ['HGETALL', key],
    list: ['LRANGE', key, '0', '-1'],
    set: ['SMEMBERS', key],
    zset: ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
    stream: ['XRANGE', key, '-', '+'],
  };
  const read = reads[type];
  if (!read) throw new Error(`expected a type of Redis that is known here, found ${type}`);
  return send(read);
}

/** What a browser is sent from now on, the sandbox's pages and banks left out, and what its own posts carry to the secure view and the cloud. */
export function watchWire(context: BrowserContext, url: string): () => Promise<Place[]> {
  const waiting: Promise<Place | undefined>[] = [];
  const places: Place[] = [];
  context.on('response', (response) => {
    const address = response.url();
    if (!address.startsWith(url) || new URL(address).pathname.startsWith('/sandbox/')) return;
    // A redirect has no body, and a page that was closed no longer gives its own.
    const body = response.body().catch(() => Buffer.alloc(0));
    waiting.push(body.then((bytes) => ({ kind: 'wire', where: `answer of ${address}`, bytes })));
    const sent = response.request().postDataBuffer();
    if (sent && /^\/(?:secure|cloud)/.test(new URL(address).pathname)) {
      places.push({ kind: 'wire', where: `post to ${address}`, bytes: sent });
    }
  });
  context.on('page', (page) =>
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => void places.push(textPlace('wire', 'stream', String(payload)))),
    ),
  );
  return async () => [...places, ...(await Promise.all(waiting)).filter((place) => place !== undefined)];
}
