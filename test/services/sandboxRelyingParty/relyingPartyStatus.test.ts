import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as pkijs from 'pkijs';
import { askStatus, type Exchange } from '../../../services/sandboxRelyingParty/relyingPartyStatus.ts';
import { certifiedIdentity } from '../../../services/sandboxRelyingParty/relyingPartyVid.ts';
import { ellipticProducts, issued, openWorld, today, type CertificateWorld } from '../certificates/certificateWorld.ts';

const actor = { kind: 'customer', name: 'customer' } as const;
let world: CertificateWorld;
let elsewhere: CertificateWorld;

beforeAll(async () => {
  [world, elsewhere] = await Promise.all([
    openWorld({ products: ellipticProducts }),
    openWorld({ products: ellipticProducts }),
  ]);
});
afterAll(() => Promise.all([world.close(), elsewhere.close()]));

const honest: Exchange = (_url, _type, body) => world.module.ocsp(Buffer.from(body));

async function newCertificate(): Promise<{ readonly serialHex: string; readonly certificate: X509Certificate }> {
  const { certificate } = await issued(world);
  const { serialHex } = certificate;
  return {
    serialHex,
    certificate: new X509Certificate((await world.module.certificate(serialHex)) ?? Buffer.alloc(0)),
  };
}

function ask(certificate: X509Certificate, exchange = honest, now = today): ReturnType<typeof askStatus> {
  const issuer = new X509Certificate(world.module.issuingCertificate);
  return askStatus({ certificate, issuer, responder: 'http://localhost/pki/ocsp', now, exchange });
}

test('good, on hold, good again, revoked: as it is, at once', async () => {
  const { serialHex, certificate } = await newCertificate();
  expect(await ask(certificate)).toBe('good');
  await world.module.hold({ requestId: 'hold', serialHex, actor });
  expect(await ask(certificate)).toBe('held');
  await world.module.release({ requestId: 'release', serialHex, actor });
  expect(await ask(certificate)).toBe('good');
  await world.module.revoke({ requestId: 'revoke', serialHex, actor, reason: 'keyCompromise' });
  expect(await ask(certificate)).toBe('revoked');
  const second = await newCertificate();
  await world.module.revoke({
    requestId: 'revoke-2',
    serialHex: second.serialHex,
    actor,
    reason: 'unspecified',
  });
  expect(await ask(second.certificate)).toBe('revoked');
});

test('a certificate that the authority never issued is unknown to it', async () => {
  const { certificate } = await issued(elsewhere);
  const stranger = new X509Certificate((await elsewhere.module.certificate(certificate.serialHex)) ?? Buffer.alloc(0));
  expect(await ask(stranger)).toBe('unknown');
});

test('an answer of another authority’s responder counts for nothing', async () => {
  const { certificate } = await newCertificate();
  await expect(ask(certificate, (_url, _type, body) => elsewhere.module.ocsp(Buffer.from(body)))).rejects.toThrow(
    'certified',
  );
});

test('an answer that was altered counts for nothing', async () => {
  const { serialHex, certificate } = await newCertificate();
  await world.module.revoke({ requestId: 'altered', serialHex, actor, reason: 'unspecified' });
  const altered: Exchange = async (_url, _type, body) => {
    const answer = await world.module.ocsp(Buffer.from(body));
    // The moment of the answer, one digit on: signed bytes, still well-formed.
    const at = answer.indexOf('20261201');
    answer.write('20261202', at);
    return answer;
  };
  await expect(ask(certificate, altered)).rejects.toThrow('signed');
});

test('an answer to another question, or about another certificate, counts for nothing', async () => {
  const [first, second] = [await newCertificate(), await newCertificate()];
  let kept: Buffer = Buffer.alloc(0);
  await ask(first.certificate, async (_url, _type, body) => (kept = await world.module.ocsp(Buffer.from(body))));
  await expect(ask(first.certificate, () => Promise.resolve(kept))).rejects.toThrow('this question');
  const swapped: Exchange = async (_url, _type, body) => {
    const request = pkijs.OCSPRequest.fromBER(body);
    const other = new pkijs.OCSPRequest();
    const [leaf, issuer] = [second.certificate.raw, world.module.issuingCertificate].map((raw) =>
      pkijs.Certificate.fromBER(raw),
    );
    if (leaf && issuer) await other.createForCertificate(leaf, { hashAlgorithm: 'SHA-256', issuerCertificate: issuer });
    other.tbsRequest.requestExtensions = request.tbsRequest.requestExtensions;
    return world.module.ocsp(Buffer.from(other.toSchema(true).toBER()));
  };
  await expect(ask(first.certificate, swapped)).rejects.toThrow('about this certificate');
});

test.each([
  ['five minutes', 300, 'good'],
  ['a second more', 301, 'fresh'],
])('an answer is believed for %s', async (_name, seconds, outcome) => {
  const { certificate } = await newCertificate();
  const asked = ask(certificate, honest, today.add({ seconds }));
  if (outcome === 'good') expect(await asked).toBe('good');
  else await expect(asked).rejects.toThrow(outcome);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['no DER', Buffer.from('garbage')],
  ['a failure', Buffer.from('30030a0103', 'hex')],
  ['an empty success', Buffer.from('30030a0100', 'hex')],
])('%s is no answer', async (_name, answer) => {
  const { certificate } = await newCertificate();
  await expect(ask(certificate, () => Promise.resolve(answer))).rejects.toThrow();
});

test('a responder that does not answer is no answer', async () => {
  const { certificate } = await newCertificate();
  await expect(ask(certificate, () => Promise.reject(new Error('silence')))).rejects.toThrow('silence');
});

test('the identity in a certificate is read; an authority has none', async () => {
  const { certificate } = await newCertificate();
  expect(certifiedIdentity(certificate)).toMatchObject({ name: '홍길동', virtualId: expect.any(Buffer) });
  expect(certifiedIdentity(new X509Certificate(world.module.issuingCertificate))).toBeUndefined();
});
