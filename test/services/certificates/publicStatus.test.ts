import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { issued, openWorld } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';
import { opensslFolder } from './openssl.ts';
import type { OpensslFolder } from './openssl.ts';

const customer = { kind: 'customer', name: 'customer' } as const;
let world: CertificateWorld;
let openssl: OpensslFolder;
let server: Server;
let url: string;
let requests = 0;
let lastAnswer: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  world = await openWorld({}, Temporal.Now.instant());
  openssl = await opensslFolder();
  await openssl.writePem('root.pem', world.module.rootCertificate);
  await openssl.writePem('issuing.pem', world.module.issuingCertificate);
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      void world.module.ocsp(Buffer.concat(chunks)).then((answer) => {
        lastAnswer = answer;
        outgoing.setHeader('content-type', 'application/ocsp-response').end(answer);
      });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is one
  url = `http://127.0.0.1:${port}/pki/ocsp`;
});

// openssl compares with the machine's clock
beforeEach(() => {
  world.clock.at = Temporal.Now.instant();
});

afterAll(async () => {
  server.close();
  await world.close();
  await openssl.remove();
});

function request(serialHex: string): { requestId: string; serialHex: string; actor: typeof customer } {
  requests += 1;
  return { requestId: `request-${requests}`, serialHex, actor: customer };
}

async function crlText(): Promise<string> {
  const file = await openssl.write('issuing.crl', await world.module.crlDer());
  const verified = await openssl.run(
    'crl',
    '-inform',
    'DER',
    '-in',
    file,
    '-noout',
    '-CAfile',
    openssl.path('issuing.pem'),
  );
  expect(verified).toContain('verify OK');
  return openssl.run('crl', '-inform', 'DER', '-in', file, '-noout', '-text');
}

/** What openssl makes of our answer: signature, responder, nonce, dates and status. */
async function ask(serialHex: string, ...more: readonly string[]): Promise<string> {
  const path = (name: string): string => openssl.path(name);
  const chain = ['-CAfile', path('root.pem'), '-verify_other', path('issuing.pem')];
  const digest = more.includes('-sha256') ? ['-sha256'] : [];
  const which = ['-issuer', path('issuing.pem'), '-serial', `0x${serialHex}`];
  return openssl.run('ocsp', ...digest, '-url', url, ...which, ...chain, ...more.filter((one) => one !== '-sha256'));
}

test('openssl verifies the chain strictly, and reads what stands in it', async () => {
  const { certificate } = await issued(world);
  const der = (await world.module.certificate(certificate.serialHex)) ?? Buffer.alloc(0);
  const leaf = await openssl.writePem('leaf.pem', der);
  const chain = ['-CAfile', openssl.path('root.pem'), '-untrusted', openssl.path('issuing.pem')];
  expect(await openssl.run('verify', '-x509_strict', ...chain, leaf)).toContain('OK');
  const text = await openssl.run('x509', '-in', leaf, '-noout', '-text', '-nameopt', 'utf8');
  expect(text).toContain('CN=홍길동()');
  expect(text).toContain('Digital Signature, Non Repudiation');
  expect(text).toContain('URI:http://localhost:3978/pki/crl');
  expect(text).toContain('OCSP - URI:http://localhost:3978/pki/ocsp');
  expect(text).not.toContain('Basic Constraints');
  await openssl.write('empty.crl', await world.module.crlDer());
  const crl = ['-crl_check', '-CRLfile', openssl.path('empty.crl')];
  expect(await openssl.run('verify', ...crl, ...chain, leaf)).toContain('OK');
});

test('a list names each revocation with its reason, and forgets a hold that ended', async () => {
  const [compromised, held, plain] = await Promise.all([issued(world), issued(world), issued(world)]);
  await world.module.revoke({ ...request(compromised.certificate.serialHex), reason: 'keyCompromise' });
  await world.module.revoke({ ...request(plain.certificate.serialHex), reason: 'unspecified' });
  await world.module.hold(request(held.certificate.serialHex));
  const first = await crlText();
  expect(first).toContain('Version 2');
  const block = (text: string, serial: string): string =>
    text.split('Serial Number: ').find((one) => one.startsWith(serial.toUpperCase())) ?? '';
  expect(block(first, compromised.certificate.serialHex)).toContain('Key Compromise');
  expect(block(first, held.certificate.serialHex)).toContain('Certificate Hold');
  expect(block(first, plain.certificate.serialHex)).not.toContain('Reason Code');
  await world.module.release(request(held.certificate.serialHex));
  const second = await crlText();
  expect(block(second, held.certificate.serialHex)).toBe('');
  expect(number(second)).toBe(number(first) + 1);
});

function number(text: string): number {
  return Number(/X509v3 CRL Number: \s*(\S+)/.exec(text)?.[1] ?? Number.NaN);
}

test('a list that nothing changed stays the same until half of its day is over', async () => {
  const first = number(await crlText());
  world.clock.at = world.clock.at.add({ hours: 11 });
  const module = await world.reopen();
  expect((await module.crlDer()).equals(await world.module.crlDer())).toBe(true);
  world.clock.at = world.clock.at.add({ hours: 1 });
  const again = await world.reopen();
  await openssl.write('later.crl', await again.crlDer());
  const later = await openssl.run('crl', '-inform', 'DER', '-in', openssl.path('later.crl'), '-noout', '-text');
  expect(number(later)).toBe(first + 1);
});

test('many revocations at once over two instances give numbers that only grow', async () => {
  const other = await world.reopen();
  const certificates = await Promise.all(Array.from({ length: 6 }, () => issued(world)));
  const lists: Buffer[] = [];
  await Promise.all(
    certificates.map(async ({ certificate }, i) => {
      const module = i % 2 ? other : world.module;
      await module.revoke({ ...request(certificate.serialHex), reason: 'cessationOfOperation' });
      lists.push(await module.crlDer());
    }),
  );
  const text = await crlText();
  for (const { certificate } of certificates) expect(text).toContain(certificate.serialHex.toUpperCase());
  const numbers = new Map<number, string>();
  for (const list of lists) {
    await openssl.write('one.crl', list);
    const found = number(await openssl.run('crl', '-inform', 'DER', '-in', openssl.path('one.crl'), '-noout', '-text'));
    expect(numbers.get(found) ?? list.toString('hex')).toBe(list.toString('hex'));
    numbers.set(found, list.toString('hex'));
  }
});

test('the root has a list of its own that openssl verifies', async () => {
  await openssl.write('root.crl', await world.module.rootCrlDer());
  const args = [
    '-inform',
    'DER',
    '-in',
    openssl.path('root.crl'),
    '-noout',
    '-text',
    '-CAfile',
    openssl.path('root.pem'),
  ];
  const text = await openssl.run('crl', ...args);
  expect(text).toContain('verify OK');
  expect(text).toContain('No Revoked Certificates');
});

test('OCSP answers good, held, revoked with time and reason, and unknown', async () => {
  const { certificate } = await issued(world);
  const { serialHex } = certificate;
  const good = await ask(serialHex);
  expect(good).toContain('Response verify OK');
  expect(good).toContain(': good');
  await world.module.hold(request(serialHex));
  expect(await ask(serialHex)).toContain('Reason: certificateHold');
  await world.module.release(request(serialHex));
  expect(await ask(serialHex, '-no_nonce')).toContain(': good');
  await world.module.revoke({ ...request(serialHex), reason: 'affiliationChanged' });
  const revoked = await ask(serialHex);
  expect(revoked).toContain('Reason: affiliationChanged');
  expect(revoked).toContain('Revocation Time:');
  expect(await ask('1a00112233445566778899aabbccddee')).toContain(': unknown');
});

test('a certificate of another authority is unknown, and SHA-256 identifiers are understood', async () => {
  const { certificate } = await issued(world);
  const path = (name: string): string => openssl.path(name);
  const serial = `0x${certificate.serialHex}`;
  const foreign = await openssl.run('ocsp', '-url', url, '-issuer', path('root.pem'), '-serial', serial, '-noverify');
  expect(foreign).toContain(': unknown');
  const modern = await ask(certificate.serialHex, '-sha256');
  expect(modern).toContain('Response verify OK');
  expect(modern).toContain(': good');
});

test('the responder is delegated, has no status of its own, and is followed before it ends', async () => {
  const { certificate } = await issued(world);
  await ask(certificate.serialHex);
  const first = await responder();
  expect(first.text).toContain('OCSP Signing');
  expect(first.text).toContain('OCSP No Check');
  world.clock.at = world.clock.at.add({ hours: 24 * 21 });
  await ask(certificate.serialHex, '-noverify');
  expect((await responder()).serial).not.toBe(first.serial);
});

test('a responder that is made by the very question is believed by a clock 59 minutes behind ours', async () => {
  const { certificate } = await issued(world);
  world.clock.at = world.clock.at.add({ hours: 24 * 60 });
  const behind = Math.floor(world.clock.at.subtract({ minutes: 59 }).epochMilliseconds / 1000);
  const said = await ask(certificate.serialHex, '-attime', String(behind), '-validity_period', '1000000000');
  expect(said).toContain('Response verify OK');
});

async function responder(): Promise<{ text: string; serial: string }> {
  const file = await openssl.write('response.der', lastAnswer);
  const said = await openssl.run('ocsp', '-respin', file, '-noverify', '-resp_text');
  const found = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(said)?.[0] ?? '';
  const own = await openssl.write('responder.pem', found);
  const text = await openssl.run('x509', '-in', own, '-noout', '-text');
  return { text, serial: new X509Certificate(found).serialNumber };
}

test('two hundred malformed requests are refused one by one', async () => {
  const path = (name: string): string => openssl.path(name);
  await openssl.run('ocsp', '-issuer', path('issuing.pem'), '-serial', '0x1a', '-reqout', path('request.der'));
  const sound = await readFile(path('request.der'));
  const malformed = '30030a0101';
  const mutation = fc.oneof(
    fc.record({ at: fc.nat(sound.length - 1), to: fc.nat(255) }).map(({ at, to }) => {
      const changed = Buffer.from(sound);
      changed[at] = to;
      return changed;
    }),
    fc.nat(sound.length - 1).map((length) => sound.subarray(0, length)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.concat([sound, bytes])),
  );
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(mutation, async (bytes) => {
      const answer = (await world.module.ocsp(bytes)).toString('hex');
      // A changed byte may leave a sound request, e.g. for another serial.
      refused += answer === malformed ? 1 : 0;
      return answer === malformed || answer.startsWith('3082');
    }),
    { numRuns: 200, seed: 7 },
  );
  expect(refused).toBeGreaterThan(100);
  for (const none of [Buffer.alloc(0), Buffer.from('3000', 'hex'), Buffer.from('300430023000', 'hex')])
    expect((await world.module.ocsp(none)).toString('hex')).toBe(malformed);
});

test('while the store is silent the responder says: try later', async () => {
  const path = (name: string): string => openssl.path(name);
  await openssl.run('ocsp', '-issuer', path('issuing.pem'), '-serial', '0x1a', '-reqout', path('request.der'));
  const broken = await openWorld({ directory: world.directory });
  await broken.state.close();
  expect((await broken.module.ocsp(await readFile(path('request.der')))).toString('hex')).toBe('30030a0103');
  await expect(broken.module.crlDer()).rejects.toMatchObject({ system: 'store' });
});
