import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JWK } from 'jose';
import { readFacts, splitCertificate } from '../../../services/certificates/authority/certificateFacts.ts';
import { readIdentifyData, virtualId } from '../../../services/certificates/authority/vid.ts';
import { hong, issued, openWorld, pin } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';

const wrongPin = { policy: 'pin6', secret: '384950' } as const;
let world: CertificateWorld;
let office: { readonly publicKey: JWK; readonly privateKey: JWK };
let requests = 0;

async function keyPair(curve: 'P-256' | 'P-384' = 'P-256'): Promise<typeof office> {
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: curve, extractable: true });
  return { publicKey: await exportJWK(pair.publicKey), privateKey: await exportJWK(pair.privateKey) };
}

beforeAll(async () => {
  [world, office] = await Promise.all([openWorld(), keyPair()]);
});

afterAll(() => world.close());

function asked(serialHex: string, changes: object = {}) {
  requests += 1;
  const reader = { name: 'office', publicKey: office.publicKey, nonce: 'a question' };
  return { requestId: `proof-${requests}`, serialHex, credential: pin, reader, ...changes };
}

async function opened(envelope: string, key: JWK): Promise<{ randomNumber: string; nonce: string }> {
  const { plaintext, protectedHeader } = await compactDecrypt(envelope, await importJWK(key, 'ECDH-ES+A256KW'));
  expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' });
  return JSON.parse(new TextDecoder().decode(plaintext)) as { randomNumber: string; nonce: string };
}

test('its reader, and nobody else, finds the R that the certificate’s VID was made of', async () => {
  const { certificate } = await issued(world);
  const proof = await world.module.proveIdentity(asked(certificate.serialHex));
  if (!proof.ok) throw new Error(proof.code);
  const { randomNumber, nonce } = await opened(proof.value, office.privateKey);
  expect(nonce).toBe('a question');
  const body = (await world.module.certificate(certificate.serialHex)) ?? Buffer.alloc(0);
  const { virtualId: vid } = readIdentifyData(readFacts(splitCertificate(body).toBeSigned).identifyData);
  expect(virtualId(hong.number, Buffer.from(randomNumber, 'base64url')).equals(vid)).toBe(true);
  expect(virtualId('9001011234569', Buffer.from(randomNumber, 'base64url')).equals(vid)).toBe(false);
  await expect(opened(proof.value, (await keyPair()).privateKey)).rejects.toThrow();
});

test('it is audited with its reader, without R', async () => {
  const { subject, certificate } = await issued(world);
  const before = world.audited.length;
  const proof = await world.module.proveIdentity(asked(certificate.serialHex));
  const { randomNumber } = await opened(proof.ok ? proof.value : '', office.privateKey);
  const entries = world.audited.slice(before);
  expect(entries).toEqual([
    {
      action: 'certificate.identityProof',
      actor: 'customer',
      personKey: subject.personKey,
      subject: certificate.serialHex,
      details: { reader: 'office' },
    },
  ]);
  const kept = JSON.stringify(entries);
  for (const encoding of ['base64url', 'base64', 'hex'] as const)
    expect(kept).not.toContain(Buffer.from(randomNumber, 'base64url').toString(encoding));
});

test('a wrong credential gives no proof and counts like every other wrong one, up to the lock', async () => {
  const { certificate } = await issued(world);
  const { serialHex } = certificate;
  const again = asked(serialHex, { credential: wrongPin });
  for (let sent = 0; sent < 3; sent += 1)
    expect(await world.module.proveIdentity(again)).toEqual({
      ok: false,
      code: 'credential.wrong',
      details: { triesLeft: 4 },
    });
  const use = {
    requestId: 'a signature',
    serialHex,
    credential: wrongPin,
    bytes: Buffer.from('x'),
    form: 'pkcs1',
  } as const;
  expect(await world.module.sign(use)).toMatchObject({ details: { triesLeft: 3 } });
  for (const triesLeft of [2, 1])
    expect(await world.module.proveIdentity(asked(serialHex, { credential: wrongPin }))).toMatchObject({
      details: { triesLeft },
    });
  expect(await world.module.proveIdentity(asked(serialHex, { credential: wrongPin }))).toMatchObject({
    code: 'credential.locked',
  });
  expect(await world.module.proveIdentity(asked(serialHex))).toMatchObject({ code: 'credential.locked' });
  expect((await world.module.details(serialHex))?.state).toBe('locked');
});

test('what is held or revoked proves nothing', async () => {
  const { certificate } = await issued(world);
  const actor = { kind: 'customer', name: 'customer' } as const;
  const change = { serialHex: certificate.serialHex, actor };
  await world.module.hold({ ...change, requestId: 'hold' });
  expect(await world.module.proveIdentity(asked(certificate.serialHex))).toMatchObject({
    code: 'certificate.notActive',
  });
  await world.module.release({ ...change, requestId: 'release' });
  expect((await world.module.proveIdentity(asked(certificate.serialHex))).ok).toBe(true);
  await world.module.revoke({ ...change, requestId: 'revoke', reason: 'unspecified' });
  expect(await world.module.proveIdentity(asked(certificate.serialHex))).toMatchObject({
    code: 'certificate.notActive',
  });
});

test.each([
  ['a key of another curve', async () => (await keyPair('P-384')).publicKey],
  ['a private key', async () => (await keyPair()).privateKey],
  ['a symmetric key', () => Promise.resolve({ kty: 'oct', k: 'c2VjcmV0' })],
])('%s is no reader, and no entry is counted', async (_what, make) => {
  const { certificate } = await issued(world);
  const reader = { name: 'office', publicKey: await make(), nonce: 'a question' };
  await expect(world.module.proveIdentity(asked(certificate.serialHex, { reader }))).rejects.toThrow('of a reader');
  expect((await world.module.details(certificate.serialHex))?.triesLeft).toBe(5);
});
