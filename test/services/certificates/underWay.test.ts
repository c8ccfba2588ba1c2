import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { pkiAddresses } from '../../../services/certificates/authority/extensions.ts';
import { openAuthorities } from '../../../services/certificates/authority/forgeAuthorityFiles.ts';
import { ForgeCertificateAuthority } from '../../../services/certificates/authority/forgeCertificateAuthority.ts';
import type { CertificateModule } from '../../../services/certificates/module/forgeCertificateModule.ts';
import type { CertificateAuthority } from '../../../services/certificates/authority/certificateAuthority.ts';
import type { KeyCustody } from '../../../services/certificates/keys/keyCustody.ts';
import { NativeKeyCustody } from '../../../services/certificates/keys/nativeKeyCustody.ts';
import type { Register } from '../../../services/register/register.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import type { Records } from '../../../services/state/records.ts';
import { ellipticProducts, enroll, issued, issueRequest, openWorld, pin, today } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';
import { opensslFolder } from './openssl.ts';

let world: CertificateWorld;

beforeAll(async () => {
  world = await openWorld({ products: ellipticProducts });
});

beforeEach(() => {
  world.clock.at = today;
});

afterAll(() => world.close());

/** Records that fail on writes of some keys. */
function recordsFailing(key: (key: string, value: unknown) => boolean): Records {
  const { records } = world.parts.state;
  return {
    get: (name) => records.get(name),
    keys: (prefix) => records.keys(prefix),
    putIfVersion: (name, value, version) =>
      key(name, value) ? Promise.reject(new Unavailable('store')) : records.putIfVersion(name, value, version),
  };
}

function withRecords(records: Records): Promise<CertificateModule> {
  return world.reopen({ state: { records, schedule: world.parts.state.schedule } });
}

async function keys(prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const key of world.state.records.keys(prefix)) found.push(key);
  return found;
}

async function listed(module: CertificateModule): Promise<string> {
  const openssl = await opensslFolder();
  const file = await openssl.write('list.crl', await module.crlDer());
  const text = await openssl.run('crl', '-inform', 'DER', '-in', file, '-noout', '-text');
  await openssl.remove();
  return text;
}

/** A request for one serial under our issuing authority, by openssl. */
async function statusOf(module: CertificateModule, serialHex: string): Promise<string> {
  const openssl = await opensslFolder();
  const issuer = await openssl.writePem('issuing.pem', module.issuingCertificate);
  const which = ['-issuer', issuer, '-serial', `0x${serialHex}`, '-no_nonce'];
  await openssl.run('ocsp', ...which, '-reqout', openssl.path('request.der'));
  const { readFile } = await import('node:fs/promises');
  const answer = await module.ocsp(await readFile(openssl.path('request.der')));
  const file = await openssl.write('response.der', answer);
  const said = await openssl.run('ocsp', '-respin', file, '-noverify', '-resp_text');
  await openssl.remove();
  return /Cert Status: (\w+)/.exec(said)?.[1] ?? said;
}

async function storedSerial(enrollmentId: string): Promise<string> {
  const query = { kind: 'certificate', index: 'enrollment', equals: enrollmentId, limit: 1 };
  return (await world.parts.register.find(query))[0]?.id ?? 'none';
}

test('stored and not switched yet, a certificate is unknown to the world and to its person', async () => {
  const isSwitch = (key: string, value: unknown): boolean =>
    key.startsWith('holder:') && typeof value === 'object' && value !== null && 'active' in value;
  const module = await withRecords(recordsFailing(isSwitch));
  const subject = await enroll(world.module);
  await expect(module.issue(issueRequest(world, subject))).rejects.toMatchObject({ system: 'store' });
  const serialHex = await storedSerial(subject.enrollmentId);
  expect(await statusOf(world.module, serialHex)).toBe('unknown');
  expect(await world.module.details(serialHex)).toBeUndefined();
  expect(await world.module.ofPerson(subject.personKey)).toEqual([]);
  expect(await world.module.active(subject.personKey, 'personal')).toBeUndefined();
  const result = await world.module.issue(issueRequest(world, subject));
  expect(result).toMatchObject({ value: { serialHex, state: 'active' } });
  expect(await statusOf(world.module, serialHex)).toBe('good');
});

test("between the switch and the old one's entry the world sees it superseded; the next issue writes the entry", async () => {
  const { subject, certificate } = await issued(world);
  const { register } = world.parts;
  const deaf: Register = {
    insert: (entries) =>
      entries.some(({ kind }) => kind === 'certificateStatus')
        ? Promise.reject(new Unavailable('store'))
        : register.insert(entries),
    get: (kind, id) => register.get(kind, id),
    find: (query) => register.find(query),
    purge: (kind, ids) => register.purge(kind, ids),
    close: () => register.close(),
  };
  const module = await world.reopen({ register: deaf });
  const second = await enroll(world.module, { personKey: subject.personKey });
  const replace = { replaceConsent: true };
  await expect(module.issue(issueRequest(world, second, replace))).rejects.toMatchObject({ system: 'store' });
  expect(await statusOf(world.module, certificate.serialHex)).toBe('revoked');
  expect(await world.module.details(certificate.serialHex)).toMatchObject({ state: 'superseded' });
  const third = await enroll(world.module, { personKey: subject.personKey });
  const result = await world.module.issue(issueRequest(world, third, replace));
  expect(result.ok).toBe(true);
  const secondSerial = await storedSerial(second.enrollmentId);
  for (const serial of [certificate.serialHex, secondSerial]) {
    expect(await world.module.details(serial)).toMatchObject({ state: 'superseded' });
    expect(await listed(world.module)).toContain(serial.toUpperCase());
  }
  expect(await keys(`key:${subject.enrollmentId}`)).toEqual([]);
  expect(await keys(`key:${second.enrollmentId}`)).toEqual([]);
});

test('once issued, R is in no place any more', async () => {
  const { subject } = await issued(world);
  expect(await keys(`place:${subject.enrollmentId}`)).toEqual([]);
});

test.each([
  [599, 'finished and told'],
  [601, 'voided'],
])('a reservation left for %d seconds is %s by recovery', async (seconds, expected) => {
  const beforeSigning = (): Promise<void> => Promise.reject(new Error('connection refused'));
  const module = await world.reopen({ beforeSigning });
  const subject = await enroll(world.module);
  await expect(module.issue(issueRequest(world, subject))).rejects.toMatchObject({ system: 'ca' });
  world.clock.at = today.add({ seconds });
  const told: string[] = [];
  const next = await world.reopen();
  await next.recover(async ({ enrollmentId }) => void told.push(enrollmentId));
  const isFinished = expected !== 'voided';
  expect(told.includes(subject.enrollmentId)).toBe(isFinished);
  expect((await keys(`key:${subject.enrollmentId}`)).length).toBe(isFinished ? 1 : 0);
  expect(await keys(`issuance:${subject.enrollmentId}`)).toEqual([]);
  const again = await next.issue(issueRequest(world, subject));
  expect(again).toMatchObject({ ok: true, value: { state: 'active' } });
});

test('an orphan serial can be revoked, and is in the list', async () => {
  const beforeSigning = (): Promise<void> => Promise.reject(new Error('connection refused'));
  const module = await world.reopen({ beforeSigning });
  const subject = await enroll(world.module);
  await module.issue(issueRequest(world, subject)).catch(() => undefined);
  const query = { kind: 'journal', index: 'enrollment', equals: subject.enrollmentId, limit: 1 };
  const serialHex = (await world.parts.register.find(query))[0]?.indexes['serial'] ?? 'none';
  const request = {
    requestId: 'orphan',
    serialHex,
    actor: { kind: 'staff', name: 'agent:lead1' },
    reason: 'unspecified',
  } as const;
  expect((await world.module.revoke(request)).ok).toBe(true);
  expect((await world.module.revoke(request)).ok).toBe(true);
  expect(await world.module.revoke({ ...request, requestId: 'again' })).toMatchObject({ code: 'revoke.alreadyEnded' });
  expect(await statusOf(world.module, serialHex)).toBe('revoked');
  expect(await listed(world.module)).toContain(serialHex.toUpperCase());
});

test('askers at once after a revocation all get a list that has it', async () => {
  const { certificate } = await issued(world);
  await world.module.crlDer();
  const actor = { kind: 'customer', name: 'customer' } as const;
  await world.module.revoke({ requestId: 'at once', serialHex: certificate.serialHex, actor, reason: 'unspecified' });
  const lists = await Promise.all([world.module.crlDer(), world.module.crlDer(), world.module.crlDer()]);
  const serial = Buffer.from(certificate.serialHex, 'hex');
  for (const list of lists) expect(list.includes(serial)).toBe(true);
});

/** The authority on this machine, with one step put differently. */
async function authorityWith(
  change: (own: CertificateAuthority) => Partial<CertificateAuthority>,
): Promise<CertificateAuthority> {
  const { directory, passphrase, random, publicUrl } = world.parts;
  const { profiles } = world.module;
  const addresses = pkiAddresses(publicUrl);
  const { organization, country } = profiles;
  const { issuing } = await openAuthorities({
    directory,
    passphrase,
    organization,
    country,
    addresses,
    random,
    now: today,
  });
  const own = new ForgeCertificateAuthority({ profiles, issuing, addresses, random });
  const usual: CertificateAuthority = {
    prepare: (order) => own.prepare(order),
    resume: (bytes) => own.resume(bytes),
    issue: (token) => own.issue(token),
  };
  return { ...usual, ...change(own) };
}

test('an authority that would sign another last day than was confirmed is found out before it signs', async () => {
  const authority = await authorityWith((own) => ({
    prepare: (order) => own.prepare({ ...order, notAfter: order.notAfter.add({ hours: 24 }) }),
  }));
  const module = await world.reopen({ authority });
  const subject = await enroll(module);
  const result = await module.issue(issueRequest({ ...world, module }, subject));
  expect(result).toMatchObject({ code: 'issue.confirmationChanged' });
  expect(await keys(`key:${subject.enrollmentId}`)).toEqual([]);
  expect(world.audited.some((event) => event.personKey === subject.personKey)).toBe(false);
});

test('a custody that can not prove the old key renews nothing', async () => {
  const { records } = world.parts.state;
  const { sealer, random, clock } = world.parts;
  const own = new NativeKeyCustody({ records, sealer, random, clock });
  const lying: KeyCustody = Object.assign(Object.create(own) as NativeKeyCustody, {
    // Private fields are reached on the real one only.
    succeed: async (request: Parameters<KeyCustody['succeed']>[0]) => {
      const made = await own.succeed(request);
      return made.ok ? { ...made, value: { ...made.value, proof: Buffer.alloc(70).toString('base64url') } } : made;
    },
    standing: (keyId: string) => own.standing(keyId),
    destroy: (keyId: string) => own.destroy(keyId),
  });
  const { subject, certificate } = await issued(world);
  world.clock.at = Temporal.Instant.from('2027-11-20T10:00:00+09:00');
  const module = await world.reopen({ custody: lying });
  const { personKey, product, bankCode, caseId } = subject;
  const asking = { personKey, product, bankCode, now: world.clock.at };
  const offer = await module.renewal(asking);
  const confirmedHash = offer.ok ? offer.value.summary.hash : '';
  const request = { ...asking, caseId, requestId: 'lie', enrollmentId: 'lie', credential: pin, confirmedHash };
  await expect(module.renew(request)).rejects.toThrow('proof of possession');
  expect((await world.module.active(personKey, product))?.serialHex).toBe(certificate.serialHex);
  expect(await keys('key:lie')).toEqual([]);
});
