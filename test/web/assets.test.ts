import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../services/shared/random.ts';
import { openAssets, type Assets } from '../../web/assets.ts';
import { createHttpServer, type HttpServer } from '../../web/http.ts';
import { rawHttp } from '../support/rawHttp.ts';

let folder: string;
let assets: Assets;
let server: HttpServer;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assets-'));
  await writeFile(join(folder, 'page.js'), 'let words = "말";');
  await writeFile(join(folder, 'page.js.gz'), gzipSync('let words = "말";'));
  await writeFile(join(folder, 'page.css'), 'p {}');
  await writeFile(join(folder, 'secrets.json'), '{}');
  assets = await openAssets([folder]);
  server = createHttpServer({
    routes: assets.routes,
    upgrades: [],
    mounts: [],
    trustedProxies: [],
    https: true,
    log: { debug: () => {}, warn: () => {}, error: () => {} },
    random: systemRandom,
  });
  port = await server.listen(0, '127.0.0.1');
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers });

test('a file asked for with its hash is kept for ever, without it it is asked for again', async () => {
  const pinned = await ask(assets.url('page.css'));
  expect(pinned.status).toBe(200);
  expect(pinned.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(pinned.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(pinned.headers.get('strict-transport-security')).toContain('max-age=');
  const bare = await ask('/assets/page.css');
  expect(bare.headers.get('cache-control')).toBe('no-cache');
  expect((await ask('/assets/page.css?v=other')).headers.get('cache-control')).toBe('no-cache');
  const again = await ask('/assets/page.css', { 'if-none-match': bare.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('who takes gzip gets gzip', async () => {
  const response = await ask('/assets/page.js');
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.text()).toBe('let words = "말";');
  const plain = await ask('/assets/page.js', { 'accept-encoding': 'identity' });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.headers.get('vary')).toBe('accept-encoding');
  expect(gunzipSync(gzipSync(await plain.text())).toString()).toBe('let words = "말";');
});

test.each([
  '/assets/secrets.json',
  '/assets/page.js.gz',
  '/assets/nothing.js',
  '/assets/__proto__',
  '/assets/..%2f..%2fpackage.json',
])('%s is not served', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test('no path leads out of the folder', async () => {
  const raw = await rawHttp(port, 'GET /assets/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(raw).toContain(' 404 ');
});

test('a page that names a file which is not there is a bug, found when it is drawn', () => {
  expect(() => assets.url('missing.js')).toThrow('expected missing.js');
});
