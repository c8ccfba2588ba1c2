import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../services/shared/random.ts';
import type { HttpRequest, Mount, Route, UpgradeRoute } from '../../services/shared/route.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import { createHttpServer, type HttpServer, type HttpServerParts, type Measure } from '../../web/http.ts';
import { rawHttp } from '../support/rawHttp.ts';
import { ownTime } from '../support/ownTime.ts';

const logged: { level: string; fields: object; message: string }[] = [];
const measured: Measure[] = [];
const seen: HttpRequest[] = [];
let slow = Promise.withResolvers<void>();
let server: HttpServer;
let port: number;

const route = (part: Partial<Route> & Pick<Route, 'method' | 'path'>): Route => ({
  handle: (request) => {
    seen.push(request);
    return Promise.resolve({ status: 200, body: { params: request.params } });
  },
  ...part,
});

const routes: Route[] = [
  route({ method: 'GET', path: '/plain' }),
  route({ method: 'GET', path: '/named/:one/part/:two' }),
  route({ method: 'POST', path: '/json', body: 'json' }),
  route({ method: 'POST', path: '/maybe', body: 'json', bodyOptional: true }),
  route({ method: 'POST', path: '/form', body: 'form' }),
  route({ method: 'POST', path: '/bytes', body: 'bytes', bodyLimit: 10, accepts: ['image/png'] }),
  route({
    method: 'POST',
    path: '/guarded',
    body: 'json',
    admit: (request) =>
      Promise.resolve(
        request.headers['x-secret'] === 'right' ? undefined : { status: 401, body: { error: { code: 'no', id: '' } } },
      ),
  }),
  route({ method: 'GET', path: '/outage', handle: () => Promise.reject(new Unavailable('sms')) }),
  route({
    method: 'GET',
    path: '/bug',
    handle: () => {
      throw new Error('a message made inside with 900101-1234568');
    },
  }),
  route({
    method: 'GET',
    path: '/page',
    handle: () =>
      Promise.resolve({
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'private',
          'set-cookie': ['a=1', 'b=2'],
        },
        body: '<p>안녕하세요</p>',
      }),
  }),
  route({
    method: 'GET',
    path: '/badHeader',
    handle: () => Promise.resolve({ status: 200, headers: { location: '/a\r\nset-cookie: x=y' } }),
  }),
  route({
    method: 'GET',
    path: '/slow',
    handle: async () => {
      await slow.promise;
      return { status: 200, body: 'done' };
    },
  }),
];

const mounts: Mount[] = [
  {
    prefix: '/mounted',
    handle: (request, response) => {
      if (request.url === '/mounted/throws') throw new Error('inside');
      response.end(`mounted ${request.url ?? ''}`);
    },
  },
];

const upgrades: UpgradeRoute[] = [
  {
    path: '/socket/:id',
    upgrade: (_request, socket, _head, params) => socket.end(`HTTP/1.1 418 ${params['id'] ?? ''}\r\n\r\n`),
  },
  {
    path: '/broken',
    upgrade: () => {
      throw new Error('inside');
    },
  },
];

const log =
  (level: string) =>
  (fields: object, message: string): void => {
    logged.push({ level, fields, message });
  };

function create(timeouts: HttpServerParts['timeouts'] = {}): HttpServer {
  return createHttpServer({
    timeouts,
    routes,
    mounts,
    upgrades,
    trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
    https: false,
    log: { debug: log('debug'), warn: log('warn'), error: log('error') },
    random: systemRandom,
    measure: (measure) => measured.push(measure),
  });
}

beforeAll(async () => {
  server = create();
  port = await server.listen(0, '127.0.0.1');
});

afterAll(() => server.close());

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, init);
const post = (
  path: string,
  body: string | Buffer | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Response> =>
  ask(path, {
    method: 'POST',
    body: body instanceof URLSearchParams ? body : Buffer.from(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const codeOf = async (response: Response): Promise<unknown> => {
  const body = (await response.json()) as { error: { code: string; id: string } };
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error)).toEqual(['code', 'id']);
  return body.error.code;
};
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const padded = (bytes: number): string => JSON.stringify({ text: 'a'.repeat(bytes - '{"text":""}'.length) });

test('a route gets its parts of the path, the query, the cookies and lower-case headers', async () => {
  await ask('/named/%EA%B0%80/part/b?x=1&x=2', { headers: { Cookie: 'a=1; b=x=y; a=2; =z', 'X-Thing': 'T' } });
  const request = seen.at(-1);
  expect(request?.params).toEqual({ one: '가', two: 'b' });
  expect(request?.query.getAll('x')).toEqual(['1', '2']);
  expect(request?.cookies['a']).toBe('1');
  expect(request?.cookies['b']).toBe('x=y');
  expect(request?.cookies['toString']).toBeUndefined();
  expect(request?.headers['x-thing']).toBe('T');
});

test('every answer carries the security headers, and none says what it runs on', async () => {
  for (const path of ['/plain', '/nowhere', '/bug', '/mounted/x']) {
    const { headers } = await ask(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  }
});

test('a page keeps its own headers and cookies', async () => {
  const response = await ask('/page');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('private');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await response.text()).toBe('<p>안녕하세요</p>');
});

test('HEAD answers like GET without a body', async () => {
  const response = await ask('/page', { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength('<p>안녕하세요</p>')));
  expect(await response.text()).toBe('');
});

test.each([
  ['/nowhere', 'GET', 404, 'route.unknown'],
  ['/.env', 'GET', 404, 'route.unknown'],
  ['/plain/', 'GET', 404, 'route.unknown'],
  ['/json', 'GET', 405, 'route.method'],
  ['/plain', 'POST', 405, 'route.method'],
  ['/plain', 'PROPFIND', 405, 'route.method'],
  ['/%00', 'GET', 400, 'request.target'],
  ['/named/%ZZ/part/x', 'GET', 400, 'request.target'],
  ['/a%5c..%5cb', 'GET', 400, 'request.target'],
])('%s %s is %s', async (path, method, status, code) => {
  const response = await ask(path, { method });
  expect(response.status).toBe(status);
  expect(await codeOf(response)).toBe(code);
});

test('a path of more than 8 KiB is refused', async () => {
  expect((await ask(`/${'a'.repeat(8200)}`)).status).toBe(400);
});

test('a method said in a header changes nothing', async () => {
  expect((await ask('/plain', { headers: { 'X-HTTP-Method-Override': 'DELETE' } })).status).toBe(200);
});

const bodies: Record<string, [body: string | Buffer, status: number]> = {
  'exactly at the limit': [padded(64 * 1024), 200],
  'one byte over the limit': [padded(64 * 1024 + 1), 413],
  '20 levels deep': [nested(20), 200],
  '21 levels deep': [nested(21), 400],
  '60,000 levels in 64 KiB': ['['.repeat(60_000), 400],
  'brackets inside a text': [JSON.stringify({ text: '[['.repeat(100) + '"{' }), 200],
  'not JSON': ['<xml/>', 400],
  empty: ['', 400],
  'a byte order mark': ['\ufeff{}', 400],
  'not UTF-8': [Buffer.from([0x22, 0xff, 0x22]), 400],
};

test.each(Object.keys(bodies))('a JSON body, %s', async (name) => {
  const [body, status] = bodies[name] ?? ['', 0];
  expect((await post('/json', body)).status).toBe(status);
});

test('an empty body is fine where the route says so', async () => {
  expect((await ask('/maybe', { method: 'POST' })).status).toBe(200);
  expect(seen.at(-1)?.body).toBeUndefined();
  expect((await post('/maybe', '{"a":1}')).status).toBe(200);
  expect(seen.at(-1)?.body).toEqual({ a: 1 });
});

test.each([
  [{ 'content-type': 'text/plain' }, 415],
  [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
  [{ 'content-type': 'application/json; charset=euc-kr' }, 415],
  [{ 'content-type': 'application/json; charset=UTF-8' }, 200],
  [{ 'content-type': 'APPLICATION/JSON' }, 200],
  [{ 'content-encoding': 'identity' }, 200],
  [{ 'content-encoding': 'br' }, 415],
])('headers %j: %s', async (headers, status) => {
  expect((await post('/json', '{}', headers)).status).toBe(status);
});

test('a compressed body is refused unread', async () => {
  const response = await post('/json', gzipSync('{}'), { 'content-encoding': 'gzip' });
  expect(response.status).toBe(415);
  expect(await codeOf(response)).toBe('request.encoded');
});

test('a prototype cannot be smuggled in', async () => {
  await post('/json', '{"a":{"__proto__":{"verified":true}},"b":{"\\u005f_proto__":{"verified":true}}}');
  const copy = Object.assign({}, ...Object.values(seen.at(-1)?.body as object)) as { verified?: boolean };
  expect(copy.verified).toBeUndefined();
});

test('a form and bytes arrive as they are; a route that takes no body refuses one', async () => {
  await post('/form', new URLSearchParams({ a: '가' }), { 'content-type': 'application/x-www-form-urlencoded' });
  expect(String(seen.at(-1)?.body)).toBe('a=%EA%B0%80');
  expect((await post('/bytes', '0123456789', { 'content-type': 'image/png' })).status).toBe(200);
  expect((await post('/bytes', '0123456789x', { 'content-type': 'image/png' })).status).toBe(413);
  expect((await post('/bytes', '0', { 'content-type': 'image/gif' })).status).toBe(415);
  const raw = await rawHttp(port, 'GET /plain HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nxx');
  expect(raw).toContain('HTTP/1.1 400');
});

test('a route may refuse before the body counts', async () => {
  expect((await post('/guarded', 'x'.repeat(70_000))).status).toBe(401);
  expect((await post('/guarded', 'not JSON', { 'x-secret': 'right' })).status).toBe(400);
  expect((await post('/guarded', '{}', { 'x-secret': 'right' })).status).toBe(200);
});

test('20 MB are refused at once, and the sender reads why', async () => {
  const head = 'POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20000000\r\n\r\n';
  // The rest is never sent: who waited for it would not answer.
  expect(await rawHttp(port, `${head}${'a'.repeat(1000)}`)).toMatch(/^HTTP\/1.1 413/u);
  const response = await post('/json', Buffer.alloc(20_000_000, 'a'));
  expect(response.status).toBe(413);
  expect(await codeOf(response)).toBe('request.tooLarge');
});

test('a chunked body is refused as soon as it passes the limit', async () => {
  const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
  const raw = await rawHttp(
    port,
    `POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`,
    500,
  );
  expect(raw).toContain('HTTP/1.1 413');
});

test('a sender who waits for leave to go on is refused without sending', async () => {
  const head = 'POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n';
  const refused = await rawHttp(port, `${head}Content-Length: 70000\r\n\r\n`, 300);
  expect(refused).toMatch(/^HTTP\/1.1 413/u);
  const welcome = await rawHttp(port, `${head}Content-Length: 2\r\nConnection: close\r\n\r\n{}`, 500);
  expect(welcome).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200/u);
});

test('a body cut off half way harms nobody', async () => {
  await rawHttp(
    port,
    'POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    50,
  );
  expect((await ask('/plain')).status).toBe(200);
});

test('an outage is 503, a bug 500 with an id that the log knows, and nothing made inside gets out', async () => {
  const outage = await ask('/outage');
  expect(outage.status).toBe(503);
  expect(await codeOf(outage)).toBe('unavailable');
  const bug = await ask('/bug');
  expect(bug.status).toBe(500);
  const body = (await bug.json()) as { error: { code: string; id: string } };
  expect(body).toEqual({ error: { code: 'failed', id: expect.any(String) } });
  const line = logged.findLast(({ level }) => level === 'error');
  expect(line?.fields).toMatchObject({ incident: body.error.id });
  expect((await ask('/badHeader')).status).toBe(500);
});

test('a mount gets what is below its prefix, and its faults stay inside', async () => {
  expect(await (await ask('/mounted/a/b?c=d')).text()).toBe('mounted /mounted/a/b?c=d');
  expect((await ask('/mountedNot')).status).toBe(404);
  expect((await ask('/mounted/throws')).status).toBe(500);
  expect((await post('/mounted/x', 'x'.repeat(70_000))).status).toBe(413);
  expect((await post('/mounted/x', gzipSync('{}'), { 'content-encoding': 'gzip' })).status).toBe(415);
});

test.each([
  [undefined, '127.0.0.1'],
  ['203.0.113.9', '203.0.113.9'],
  ['6.6.6.6, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['6.6.6.6, unknown', '127.0.0.1'],
  ['::1', '::1'],
])('X-Forwarded-For %s is the address %s', async (forwarded, address) => {
  await ask('/plain', { headers: forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded } });
  expect(seen.at(-1)?.address).toBe(address);
});

test('raw nonsense is refused and the server goes on', async () => {
  const headers = (count: number): string => Array.from({ length: count }, (_, index) => `X-H${index}: 1\r\n`).join('');
  expect(await rawHttp(port, 'CONNECT 127.0.0.1:6379 HTTP/1.1\r\nHost: x\r\n\r\n', 300)).not.toContain(' 200 ');
  expect(await rawHttp(port, 'GET /plain HTTP/1.1\r\n\r\n', 300)).toContain(' 400 ');
  expect(await rawHttp(port, `GET /plain HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 300)).toContain(
    ' 431 ',
  );
  expect(await rawHttp(port, `GET /plain HTTP/1.1\r\nHost: x\r\n${headers(99)}\r\n`, 300)).toContain(' 200 ');
  expect(await rawHttp(port, `GET /plain HTTP/1.1\r\nHost: x\r\n${headers(100)}\r\n`, 300)).toContain(' 431 ');
  expect(await rawHttp(port, 'GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain(' 400 ');
  expect(await rawHttp(port, 'GET //x/y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain(' 400 ');
  expect(await rawHttp(port, 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain(' 400 ');
  expect(await rawHttp(port, '\u0016\u0003\u0001 nonsense\r\n\r\n', 300)).toContain(' 400 ');
  expect((await ask('/plain')).status).toBe(200);
});

test('a WebSocket request finds its route; others are told', async () => {
  const upgrade = (path: string, to = 'websocket'): string =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${to}\r\n\r\n`;
  expect(await rawHttp(port, upgrade('/socket/abc'))).toContain('418 abc');
  expect(await rawHttp(port, upgrade('/nowhere'))).toContain(' 404 ');
  expect(await rawHttp(port, upgrade('/socket/%ZZ'))).toContain(' 400 ');
  expect(await rawHttp(port, upgrade('/broken'))).toContain(' 500 ');
  expect(await rawHttp(port, upgrade('/plain', 'h2c'), 300)).toContain(' 200 ');
});

test('measures name the route, never the path', async () => {
  await ask('/named/secret-token/part/b');
  await ask('/nowhere/secret-token');
  expect(measured.at(-2)).toMatchObject({ method: 'GET', route: '/named/:one/part/:two', status: 200 });
  expect(measured.at(-1)).toMatchObject({ route: 'unknown', status: 404 });
  expect(JSON.stringify(measured)).not.toContain('secret-token');
});

test('slow senders are cut off: of headers, of a body, of nothing', async () => {
  const hasty = create({
    headersMilliseconds: 300,
    requestMilliseconds: 600,
    keepAliveMilliseconds: 300,
    checkMilliseconds: 100,
  });
  const hastyPort = await hasty.listen(0, '127.0.0.1');
  const post = 'POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  const time = ownTime();
  const answers = await Promise.all([
    ...Array.from({ length: 100 }, () => rawHttp(hastyPort, 'GET /plain HTTP/1.1\r\nHost: x\r\nX-', 5000)),
    ...Array.from({ length: 100 }, () => rawHttp(hastyPort, `${post}Content-Length: 9\r\n\r\n{`, 5000)),
    rawHttp(hastyPort, 'GET /plain HTTP/1.1\r\nHost: x\r\n\r\n', 5000),
  ]);
  expect(time()).toBeLessThan(4000);
  expect(answers.slice(0, 200).every((answer) => answer.startsWith('HTTP/1.1 408'))).toBe(true);
  expect(answers.at(-1)).toContain(' 200 ');
  await hasty.close();
});

test('an address that is taken is told', async () => {
  await expect(create().listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
});

test('a close lets the request under way finish and takes no other', async () => {
  slow = Promise.withResolvers<void>();
  const other = create();
  const otherPort = await other.listen(0, '127.0.0.1');
  const pending = fetch(`http://127.0.0.1:${otherPort}/slow`);
  await fetch(`http://127.0.0.1:${otherPort}/plain`);
  const closed = other.close();
  await expect(fetch(`http://127.0.0.1:${otherPort}/plain`)).rejects.toThrow('fetch failed');
  slow.resolve();
  const response = await pending;
  expect(await response.text()).toBe('done');
  await closed;
});
