import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemRandom } from '../../../services/shared/random.ts';
import { createHttpServer, type HttpServer } from '../../../web/http.ts';
import { pkiRoutes } from '../../../web/pki/pkiRoutes.ts';
import { ellipticProducts, issued, openWorld } from '../../services/certificates/certificateWorld.ts';
import type { CertificateWorld } from '../../services/certificates/certificateWorld.ts';
import { opensslFolder } from '../../services/certificates/openssl.ts';
import type { OpensslFolder } from '../../services/certificates/openssl.ts';

let world: CertificateWorld;
let server: HttpServer;
let openssl: OpensslFolder;
let base: string;

beforeAll(async () => {
  world = await openWorld({ products: ellipticProducts }, Temporal.Now.instant());
  openssl = await opensslFolder();
  const log = { debug: () => {}, warn: () => {}, error: () => {} };
  const routes = pkiRoutes(world.module);
  const plain = { mounts: [], upgrades: [], trustedProxies: [], https: false };
  server = createHttpServer({ routes, ...plain, log, random: systemRandom });
  const port = await server.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${port}/pki`;
  await openssl.writePem('root.pem', world.module.rootCertificate);
  await openssl.writePem('issuing.pem', world.module.issuingCertificate);
});

afterAll(async () => {
  await server.close();
  await world.close();
  await openssl.remove();
});

async function fetched(
  path: string,
): Promise<{ status: number; type: string | null; cache: string | null; body: Buffer }> {
  const answer = await fetch(`${base}${path}`);
  const { status, headers } = answer;
  const body = Buffer.from(await answer.arrayBuffer());
  return { status, type: headers.get('content-type'), cache: headers.get('cache-control'), body };
}

test.each([
  ['/root.cer', 'application/pkix-cert'],
  ['/issuing.cer', 'application/pkix-cert'],
  ['/crl', 'application/pkix-crl'],
  ['/root.crl', 'application/pkix-crl'],
  ['/cps', 'text/plain; charset=utf-8'],
])('%s is there as %s', async (path, type) => {
  const answer = await fetched(path);
  expect(answer).toMatchObject({ status: 200, type });
  if (path.endsWith('.cer')) expect(answer.body[0]).toBe(0x30);
});

test('openssl asks by POST, a browser-like client by GET, and both get a good answer', async () => {
  const { certificate } = await issued(world);
  const which = ['-issuer', openssl.path('issuing.pem'), '-serial', `0x${certificate.serialHex}`];
  const chain = ['-CAfile', openssl.path('root.pem'), '-verify_other', openssl.path('issuing.pem')];
  const { stdout } = await promisify(execFile)('openssl', ['ocsp', '-url', `${base}/ocsp`, ...which, ...chain]);
  expect(stdout).toContain(': good');
  await openssl.run('ocsp', ...which, '-no_nonce', '-reqout', openssl.path('request.der'));
  const request = (await readFile(openssl.path('request.der'))).toString('base64');
  for (const path of [`/ocsp/${encodeURIComponent(request)}`, `/ocsp/${request.replaceAll('=', '%3D')}`]) {
    const answer = await fetched(path);
    expect(answer).toMatchObject({ status: 200, type: 'application/ocsp-response', cache: 'no-store' });
    await openssl.write('response.der', answer.body);
    const said = await openssl.run('ocsp', ...which, '-no_nonce', '-respin', openssl.path('response.der'), ...chain);
    expect(said).toContain(': good');
  }
});

test.each(['/ocsp/', '/ocsp/MAA%3D', '/ocsp/%EA%B0%80', '/ocsp/a/b/c'])(
  'GET %s is a malformed request',
  async (path) => {
    const answer = await fetched(path);
    expect(answer.status).toBe(200);
    expect(answer.body.toString('hex')).toBe('30030a0101');
  },
);

test('a body of another media type is no OCSP request', async () => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${base}/ocsp`, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(415);
});
