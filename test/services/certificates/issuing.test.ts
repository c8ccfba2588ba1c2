import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { confirmationOf } from '../../../services/certificates/issue/confirmation.ts';
import { enroll, issueRequest, issued, openWorld, today } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';

let world: CertificateWorld;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

test('a customer who confirmed gets a certificate that Node reads and verifies', async () => {
  const { subject, certificate } = await issued(world);
  const der = await world.module.certificate(certificate.serialHex);
  const parsed = new X509Certificate(der ?? Buffer.alloc(0));
  expect(parsed.serialNumber.toLowerCase()).toBe(certificate.serialHex);
  expect(parsed.subject).toMatch(/CN=홍길동\(\)0020[0-9]{18}$/);
  expect(parsed.verify(new X509Certificate(world.module.issuingCertificate).publicKey)).toBe(true);
  expect(certificate).toMatchObject({ state: 'active', product: 'personal', bankCode: '020' });
  expect(certificate.notAfter).toBe('2027-12-01T14:59:59Z');
  expect(await world.module.active(subject.personKey, 'personal')).toEqual(certificate);
});

test('fifty taps make one certificate and one answer', async () => {
  const subject = await enroll(world.module);
  const request = issueRequest(world, subject);
  const results = await Promise.all(Array.from({ length: 50 }, () => world.module.issue(request)));
  const again = await world.module.issue(request);
  const serials = new Set([...results, again].map((result) => (result.ok ? result.value.serialHex : result.code)));
  expect(serials.size).toBe(1);
  expect(world.audited.filter((event) => event.subject === [...serials][0])).toHaveLength(2);
});

test('fifty taps over two instances make one certificate', async () => {
  const other = await world.reopen();
  const subject = await enroll(world.module);
  const request = issueRequest(world, subject);
  const modules = Array.from({ length: 50 }, (_, i) => (i % 2 ? other : world.module));
  const results = await Promise.all(modules.map((module) => module.issue(request)));
  expect(new Set(results.map((result) => (result.ok ? result.value.serialHex : result.code))).size).toBe(1);
});

test('two enrollments of one person at once make one certificate; the other needs consent', async () => {
  const one = await enroll(world.module, { personKey: 'person-twice' });
  const two = await enroll(world.module, { personKey: 'person-twice' });
  const results = await Promise.all([one, two].map((subject) => world.module.issue(issueRequest(world, subject))));
  expect(results.map((result) => (result.ok ? 'issued' : result.code)).toSorted()).toEqual([
    'issue.replaceConsentNeeded',
    'issued',
  ]);
});

test('issuing again needs consent, and takes the place of the old one', async () => {
  const { subject, certificate } = await issued(world);
  const again = await enroll(world.module, { personKey: subject.personKey });
  expect(await world.module.issue(issueRequest(world, again))).toMatchObject({ code: 'issue.replaceConsentNeeded' });
  const second = await world.module.issue(issueRequest(world, again, { replaceConsent: true }));
  expect(second.ok && second.value.serialHex).not.toBe(certificate.serialHex);
  expect((await world.module.active(subject.personKey, 'personal'))?.serialHex).toBe(
    second.ok ? second.value.serialHex : '',
  );
});

test('midnight between confirmation and credential asks anew', async () => {
  const subject = await enroll(world.module);
  const lastSecond = Temporal.Instant.from('2026-12-01T23:59:59+09:00');
  const midnight = Temporal.Instant.from('2026-12-02T00:00:00+09:00');
  const { hash } = world.module.summary(subject, lastSecond);
  const late = { confirmedHash: hash, now: midnight };
  expect(await world.module.issue(issueRequest(world, subject, late))).toMatchObject({
    code: 'issue.confirmationChanged',
  });
  const inTime = await world.module.issue(issueRequest(world, subject, { confirmedHash: hash, now: lastSecond }));
  expect(inTime.ok && inTime.value.notAfter).toBe('2027-12-01T14:59:59Z');
});

test.each([
  ['another name', { name: '홍길순' }],
  ['another bank', { bankCode: '088' }],
  ['another product', { product: 'businessTax' }],
] as const)('a confirmation of %s is not this one', async (_, change) => {
  const subject = await enroll(world.module);
  const { hash } = world.module.summary({ ...subject, ...change }, today);
  const result = await world.module.issue(issueRequest(world, subject, { confirmedHash: hash }));
  expect(result).toMatchObject({ code: 'issue.confirmationChanged' });
});

test('a name other than the one the VID was made for is found in the bytes', async () => {
  const subject = await enroll(world.module);
  const other = { ...subject, name: '홍길순' };
  await expect(world.module.issue(issueRequest(world, other))).rejects.toThrow('another name than in the VID');
  expect(await world.module.active(subject.personKey, 'personal')).toBeUndefined();
});

test.each([
  ['027', 'a bank that is no issuer'],
  ['999', 'no bank at all'],
])('bank %s: %s', async (bankCode) => {
  const subject = await enroll(world.module, { bankCode });
  expect(await world.module.issue(issueRequest(world, subject))).toMatchObject({ code: 'issue.productNotSold' });
});

test('while issuing is stopped nothing is issued, and it goes on afterwards', async () => {
  const stopped = await world.reopen({ isPaused: async (bankCode) => bankCode === '020' });
  const subject = await enroll(world.module);
  expect(await stopped.issue(issueRequest(world, subject))).toMatchObject({ code: 'issue.paused' });
  expect((await world.module.issue(issueRequest(world, subject))).ok).toBe(true);
});

test('without the identity step, or with the VID of another, nothing is issued', async () => {
  const subject = await enroll(world.module);
  const other = await enroll(world.module);
  const strange = { ...subject, enrollmentId: 'enrollment-nobody' };
  expect(await world.module.issue(issueRequest(world, strange))).toMatchObject({ code: 'issue.identityGone' });
  const swapped = { ...subject, vid: other.vid };
  expect(await world.module.issue(issueRequest(world, swapped))).toMatchObject({ code: 'issue.identityGone' });
});

test('no audit record, no signature', async () => {
  const signatures: string[] = [];
  const audit = { write: () => Promise.reject(new Error('the log is full')) };
  const deaf = await world.reopen({ audit, beforeSigning: async () => void signatures.push('signed') });
  const subject = await enroll(world.module);
  await expect(deaf.issue(issueRequest(world, subject))).rejects.toThrow('the log is full');
  expect(signatures).toEqual([]);
  expect((await world.module.issue(issueRequest(world, subject))).ok).toBe(true);
});

test('a signer that does not answer is an outage; the next try makes the same certificate', async () => {
  let broken = true;
  const beforeSigning = async (): Promise<void> => {
    if (broken) throw new Error('connection refused');
  };
  const module = await world.reopen({ beforeSigning });
  const subject = await enroll(module);
  const request = issueRequest({ ...world, module }, subject);
  await expect(module.issue(request)).rejects.toMatchObject({ name: 'Unavailable', system: 'ca' });
  expect(await module.active(subject.personKey, 'personal')).toBeUndefined();
  broken = false;
  const result = await module.issue(request);
  expect(result.ok && result.value.state).toBe('active');
});

test('after an outage the customer may choose another credential', async () => {
  let broken = true;
  const beforeSigning = async (): Promise<void> => {
    if (broken) throw new Error('connection refused');
  };
  const module = await world.reopen({ beforeSigning });
  const subject = await enroll(module);
  const request = issueRequest({ ...world, module }, subject);
  await expect(module.issue(request)).rejects.toMatchObject({ system: 'ca' });
  broken = false;
  const result = await module.issue({ ...request, credential: { policy: 'password', secret: 'Tb4!xkqw' } });
  expect(result.ok && result.value.state).toBe('active');
});

test('the hash of a confirmation covers every field', () => {
  const profile = world.module.profiles.of('personal');
  const content = { name: '홍길동', bankCode: '004', product: 'personal', notAfter: today } as const;
  const hashes = [
    content,
    { ...content, name: '홍길순' },
    { ...content, bankCode: '020' },
    { ...content, product: 'businessTax' } as const,
    { ...content, notAfter: today.add({ hours: 24 }) },
  ].map((one) => confirmationOf(profile, one).hash);
  hashes.push(confirmationOf({ ...profile, feeWonPerYear: 1 }, content).hash);
  hashes.push(confirmationOf({ ...profile, credentialPolicies: ['pin6'] }, content).hash);
  expect(new Set(hashes).size).toBe(hashes.length);
});
