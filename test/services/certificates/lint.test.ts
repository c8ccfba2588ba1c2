import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  joinCertificate,
  readFacts,
  splitCertificate,
} from '../../../services/certificates/authority/certificateFacts.ts';
import type { CertificateOrder } from '../../../services/certificates/authority/certificateAuthority.ts';
import { pkiAddresses } from '../../../services/certificates/authority/extensions.ts';
import { openAuthorities } from '../../../services/certificates/authority/forgeAuthorityFiles.ts';
import type { Authorities, AuthorityFiles } from '../../../services/certificates/authority/forgeAuthorityFiles.ts';
import { ForgeCertificateAuthority } from '../../../services/certificates/authority/forgeCertificateAuthority.ts';
import { checkSigned } from '../../../services/certificates/authority/lint.ts';
import { checkProfiles } from '../../../services/certificates/authority/profile.ts';
import type { Signer } from '../../../services/certificates/authority/signer.ts';
import { newValidity } from '../../../services/certificates/authority/validity.ts';
import { identifyData, virtualId } from '../../../services/certificates/authority/vid.ts';
import { systemRandom as random } from '../../../services/shared/random.ts';
import { opensslFolder } from './openssl.ts';

const profiles = checkProfiles({ sandbox: true });
const addresses = pkiAddresses('http://localhost:3978/');
const begin = Temporal.Instant.from('2045-01-01T00:00:00Z');
const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' });
let directory: string;
let files: AuthorityFiles;
let authorities: Authorities;
let authority: ForgeCertificateAuthority;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'authority-'));
  const { organization, country } = profiles;
  files = { directory, passphrase: 'a passphrase of the tests', organization, country, addresses, random, now: begin };
  authorities = await openAuthorities(files);
  authority = new ForgeCertificateAuthority({ profiles, issuing: authorities.issuing, addresses, random });
});

afterAll(() => rm(directory, { recursive: true }));

function order(changes: Partial<CertificateOrder> = {}): CertificateOrder {
  const profile = profiles.of('personal');
  const name = changes.name ?? '홍길동';
  return {
    product: 'personal',
    policyOid: profile.policyOid,
    name,
    bankCode: '020',
    bankUnit: 'WOORI',
    account: '123456789012345678',
    publicKey,
    identifyData: identifyData(name, virtualId('9001011234568', random.bytes(20))),
    ...newValidity(profile, Temporal.Instant.from('2046-05-05T10:00:00+09:00')),
    ...changes,
  };
}

async function issue(changes: Partial<CertificateOrder> = {}): Promise<Buffer> {
  return authority.issue((await authority.prepare(order(changes))).token);
}

test.each([
  ['2049-06-01T10:00:00+09:00', 'Jun  1 14:59:59 2050 GMT'],
  ['2048-12-31T10:00:00+09:00', 'Dec 31 14:59:59 2049 GMT'],
  ['2048-02-29T10:00:00+09:00', 'Feb 28 14:59:59 2049 GMT'],
])('issued at %s it ends %s for openssl, on either side of 2050', async (at, expected) => {
  const openssl = await opensslFolder();
  const validity = newValidity(profiles.of('personal'), Temporal.Instant.from(at));
  const leaf = await openssl.writePem('leaf.pem', await issue(validity));
  expect(await openssl.run('x509', '-in', leaf, '-noout', '-enddate')).toContain(expected);
  const root = await openssl.writePem('root.pem', authorities.root.certificate);
  const issuing = await openssl.writePem('issuing.pem', authorities.issuing.certificate);
  const then = String(Math.floor(Temporal.Instant.from(at).epochMilliseconds / 1000));
  const chain = ['-CAfile', root, '-untrusted', issuing, '-attime', then];
  expect(await openssl.run('verify', '-x509_strict', ...chain, leaf)).toContain('OK');
  await openssl.remove();
});

test.each(['홍길동', '홍길동'.normalize('NFD'), 'TANAKA YUKI', '남궁민수', `${'A'.repeat(25)} ${'B'.repeat(24)}`])(
  'the name %s arrives whole',
  async (name) => {
    const facts = readFacts(splitCertificate(await issue({ name })).toBeSigned);
    expect(facts.name).toBe(name.normalize('NFC'));
    expect(new X509Certificate(await issue({ name })).subject).toContain(`CN=${facts.shownName}()0020`);
  },
);

test.each<[string, Partial<CertificateOrder>]>([
  ['policy: not one of ours', { policyOid: '1.2.410.200005.1.1.1.10' }],
  ['unit of another product', { product: 'businessTax' }],
  ['ends before it begins', { notBefore: Temporal.Instant.from('2048-01-01T00:00:00Z') }],
  ['not the end of a Seoul day', { notAfter: Temporal.Instant.from('2047-05-05T15:00:00Z') }],
  ['another name than in the VID', { identifyData: identifyData('김영희', random.bytes(32)) }],
])('nothing is prepared with %s', async (fault, changes) => {
  await expect(authority.prepare(order(changes))).rejects.toThrow(fault);
});

test('a certificate that would outlive its issuer is an outage of the authority', async () => {
  const validity = newValidity(profiles.of('personal'), Temporal.Instant.from('2054-06-01T10:00:00+09:00'));
  await expect(authority.prepare(order(validity))).rejects.toMatchObject({ system: 'ca' });
});

test('a token signs once, and only what was prepared', async () => {
  const { token } = await authority.prepare(order());
  expect(await authority.issue(token)).toBeInstanceOf(Buffer);
  await expect(authority.issue(token)).rejects.toThrow('not yet redeemed');
  await expect(authority.issue('a guess')).rejects.toThrow('not yet redeemed');
});

test('a signer that signs with another key, or answers nonsense, releases nothing', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  for (const answer of [(bytes: Buffer) => sign('sha256', bytes, other), () => Buffer.alloc(384)]) {
    const signer: Signer = { algorithm: 'rsaSha256', sign: async (bytes) => answer(bytes) };
    const issuing = { certificate: authorities.issuing.certificate, signer };
    const lying = new ForgeCertificateAuthority({ profiles, issuing, addresses, random });
    const { token } = await lying.prepare(order());
    await expect(lying.issue(token)).rejects.toThrow('signature does not verify');
  }
});

test('a certificate of other bytes than prepared is not released', async () => {
  const certificate = await issue();
  const prepared = await authority.prepare(order());
  const issuer = new X509Certificate(authorities.issuing.certificate);
  expect(() => checkSigned(certificate, prepared, issuer)).toThrow('other bytes than prepared');
});

test('every single changed byte of a certificate is found', async () => {
  const certificate = await issue();
  const { toBeSigned } = splitCertificate(certificate);
  const prepared = { toBeSigned, facts: readFacts(toBeSigned) };
  const issuer = new X509Certificate(authorities.issuing.certificate);
  for (let at = 0; at < certificate.length; at += 7) {
    const changed = Buffer.from(certificate);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    expect(() => checkSigned(changed, prepared, issuer)).toThrow();
  }
});

test('serials are positive, short, and never the same', async () => {
  const serials = new Set<string>();
  for (let i = 0; i < 200; i += 1) serials.add((await authority.prepare(order())).facts.serialHex);
  expect(serials.size).toBe(200);
  for (const serial of serials) expect(serial).toMatch(/^1a[0-9a-f]{30}$/);
});

test('the authorities are found again, and only with their passphrase', async () => {
  const again = await openAuthorities(files);
  expect(again.issuing.certificate.equals(authorities.issuing.certificate)).toBe(true);
  await expect(openAuthorities({ ...files, passphrase: 'another' })).rejects.toThrow('CA_KEY_PASSPHRASE');
});

test('keys lie encrypted and for their owner only; anything else stops the start', async () => {
  const key = join(directory, 'ca', 'issuing.key');
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  const pem = await readFile(key, 'utf8');
  expect(pem).toContain('BEGIN ENCRYPTED PRIVATE KEY');
  expect(() => createPrivateKey({ key: pem, passphrase: 'another' })).toThrow();
  await chmod(key, 0o640);
  await expect(openAuthorities(files)).rejects.toThrow('readable by its owner only');
  await chmod(key, 0o600);
});

test('a certificate of another authority in the folder stops the start', async () => {
  const file = join(directory, 'ca', 'issuing.cer');
  await writeFile(file, authorities.root.certificate);
  await expect(openAuthorities(files)).rejects.toThrow();
  await writeFile(file, authorities.issuing.certificate);
});

test('two instances that start at once end with the same authorities', async () => {
  const shared = await mkdtemp(join(tmpdir(), 'authority-'));
  const both = await Promise.all([1, 2].map(() => openAuthorities({ ...files, directory: shared })));
  expect(both[0]?.issuing.certificate.equals(both[1]?.issuing.certificate ?? Buffer.alloc(0))).toBe(true);
  await rm(shared, { recursive: true });
});

test('a signature over anything else does not make a certificate', async () => {
  const { toBeSigned, algorithm, signature } = splitCertificate(await issue());
  const other = await authority.prepare(order());
  const forged = joinCertificate(other.toBeSigned, algorithm, signature);
  const issuer = new X509Certificate(authorities.issuing.certificate);
  expect(() => checkSigned(forged, other, issuer)).toThrow('signature does not verify');
  expect(toBeSigned.length).toBeGreaterThan(0);
});
