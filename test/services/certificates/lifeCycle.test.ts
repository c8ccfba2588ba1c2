import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { IssueSubject } from '../../../services/certificates/certificateIssuing.ts';
import type { CertificateSummary } from '../../../services/certificates/certificate.ts';
import type { RevocationReason } from '../../../services/certificates/revocationReason.ts';
import { readFacts, splitCertificate } from '../../../services/certificates/authority/certificateFacts.ts';
import { enroll, issued, issueRequest, openWorld, pin, today } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';
import { opensslFolder } from './openssl.ts';

const customer = { kind: 'customer', name: 'customer' } as const;
const agent = { kind: 'staff', name: 'agent:agent1' } as const;
const wrongPin = { policy: 'pin6', secret: '384950' } as const;
let world: CertificateWorld;
let requests = 0;

beforeAll(async () => {
  world = await openWorld();
});

beforeEach(() => {
  world.clock.at = today;
});

afterAll(() => world.close());

function nextRequest(): string {
  requests += 1;
  return `request-${requests}`;
}

function asked(serialHex: string): { requestId: string; serialHex: string; actor: typeof customer } {
  return { requestId: nextRequest(), serialHex, actor: customer };
}

function use(serialHex: string, credential: typeof pin | typeof wrongPin = pin) {
  return { requestId: nextRequest(), serialHex, credential };
}

function seoulTime(text: string): Temporal.Instant {
  return Temporal.Instant.from(`${text}+09:00`);
}

type RenewRequest = Parameters<CertificateWorld['module']['renew']>[0];

async function renewRequest(subject: IssueSubject, changes: Partial<RenewRequest> = {}): Promise<RenewRequest> {
  const { personKey, product, bankCode, caseId } = subject;
  const asking = { personKey, product, bankCode, now: world.clock.at };
  const offer = await world.module.renewal(asking);
  const confirmedHash = offer.ok ? offer.value.summary.hash : 'none';
  const requestId = nextRequest();
  return {
    ...asking,
    caseId,
    requestId,
    enrollmentId: `renewal-${requestId}`,
    credential: pin,
    confirmedHash,
    ...changes,
  };
}

async function factsOf({ serialHex }: CertificateSummary): Promise<ReturnType<typeof readFacts>> {
  return readFacts(splitCertificate((await world.module.certificate(serialHex)) ?? Buffer.alloc(0)).toBeSigned);
}

test('a renewal keeps name, VID and lineage, takes a new key, and adds a term to the old end', async () => {
  const { subject, certificate } = await issued(world);
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  const renewed = await world.module.renew(await renewRequest(subject));
  if (!renewed.ok) throw new Error(renewed.code);
  expect(renewed.value).toMatchObject({ notAfter: '2028-12-01T14:59:59Z', lineageId: certificate.lineageId });
  const [before, after] = await Promise.all([factsOf(certificate), factsOf(renewed.value)]);
  expect(after.identifyData.equals(before.identifyData)).toBe(true);
  expect(after.subject.equals(before.subject)).toBe(true);
  expect(after.publicKey.equals(before.publicKey)).toBe(false);
  expect(await world.module.active(subject.personKey, 'personal')).toEqual(renewed.value);
  expect(await world.module.details(certificate.serialHex)).toMatchObject({
    state: 'superseded',
    reason: 'superseded',
  });
  const signed = await world.module.sign({ ...use(renewed.value.serialHex), bytes: Buffer.from('x'), form: 'pkcs1' });
  expect(signed.ok).toBe(true);
});

test('renewed again and again it keeps its VID, and R with it', async () => {
  const { subject, certificate } = await issued(world);
  for (const at of ['2027-11-20T10:00:00', '2028-11-20T10:00:00']) {
    world.clock.at = seoulTime(at);
    expect((await world.module.renew(await renewRequest(subject))).ok).toBe(true);
  }
  const third = await world.module.active(subject.personKey, 'personal');
  expect(third?.notAfter).toBe('2029-12-01T14:59:59Z');
  expect((await world.module.ofPerson(subject.personKey)).map(({ state }) => state)).toEqual([
    'superseded',
    'superseded',
    'active',
  ]);
  expect(third && (await factsOf(third)).identifyData.equals((await factsOf(certificate)).identifyData)).toBe(true);
});

test.each([
  ['2027-09-01T23:59:59', 'renew.tooEarly', { firstDay: '2027-09-02' }],
  ['2027-09-02T00:00:00', 'ok', undefined],
  ['2027-12-01T23:59:59', 'ok', undefined],
  ['2027-12-02T00:00:00', 'renew.expired', { endedDay: '2027-12-01' }],
])('asked at %s about a certificate until 2027-12-01: %s', async (at, code, details) => {
  const { subject } = await issued(world);
  world.clock.at = seoulTime(at);
  const offer = await world.module.renewal({ ...subject, now: world.clock.at });
  expect(offer.ok ? 'ok' : offer.code).toBe(code);
  expect(offer.ok ? undefined : offer.details).toEqual(details);
});

test('only the issuing bank renews, and only what there is', async () => {
  const { subject, certificate } = await issued(world);
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  const elsewhere = await world.module.renewal({ ...subject, bankCode: '004', now: world.clock.at });
  expect(elsewhere).toEqual({ ok: false, code: 'renew.otherBank', details: { bankCode: '020' } });
  const nobody = await world.module.renewal({ ...subject, personKey: 'nobody', now: world.clock.at });
  expect(nobody).toMatchObject({ code: 'renew.none' });
  await world.module.hold(asked(certificate.serialHex));
  expect(await world.module.renewal({ ...subject, now: world.clock.at })).toMatchObject({ code: 'renew.held' });
  await world.module.revoke({ ...asked(certificate.serialHex), reason: 'unspecified' });
  expect(await world.module.renewal({ ...subject, now: world.clock.at })).toMatchObject({ code: 'renew.none' });
});

test('a renewal with a wrong credential changes nothing and counts', async () => {
  const { subject, certificate } = await issued(world);
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  const request = await renewRequest(subject, { credential: wrongPin });
  expect(await world.module.renew(request)).toEqual({ ok: false, code: 'credential.wrong', details: { triesLeft: 4 } });
  expect(await world.module.renew(request)).toEqual({ ok: false, code: 'credential.wrong', details: { triesLeft: 4 } });
  expect((await world.module.active(subject.personKey, 'personal'))?.serialHex).toBe(certificate.serialHex);
  expect((await world.module.renew(await renewRequest(subject))).ok).toBe(true);
});

test('what was confirmed for another day is not renewed, and no entry is counted', async () => {
  const { subject, certificate } = await issued(world);
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  const request = await renewRequest(subject, { confirmedHash: 'of another day', credential: wrongPin });
  expect(await world.module.renew(request)).toMatchObject({ code: 'issue.confirmationChanged' });
  expect((await world.module.details(certificate.serialHex))?.triesLeft).toBe(5);
});

test('fifty parallel renewals are one, and at no moment is there no certificate', async () => {
  const { subject } = await issued(world);
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  const other = await world.reopen();
  const request = await renewRequest(subject);
  let gaps = 0;
  const renewing = new AbortController();
  const watcher = (async () => {
    while (!renewing.signal.aborted) {
      const active = await other.active(subject.personKey, 'personal');
      if (active?.state !== 'active') gaps += 1;
    }
  })();
  const modules = Array.from({ length: 50 }, (_, i) => (i % 2 ? other : world.module));
  const results = await Promise.all(modules.map((module) => module.renew(request)));
  renewing.abort();
  await watcher;
  expect(new Set(results.map((one) => (one.ok ? one.value.serialHex : one.code))).size).toBe(1);
  expect(gaps).toBe(0);
});

test('a revocation that comes while a renewal is under way comes over the new one too', async () => {
  const { subject, certificate } = await issued(world);
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  const beforeSigning = async (): Promise<void> => {
    await world.module.revoke({ ...asked(certificate.serialHex), reason: 'keyCompromise' });
  };
  const module = await world.reopen({ beforeSigning });
  expect(await module.renew(await renewRequest(subject))).toMatchObject({ code: 'renew.none' });
  expect(await world.module.active(subject.personKey, 'personal')).toBeUndefined();
  const all = await world.module.ofPerson(subject.personKey);
  expect(all.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    'revoked keyCompromise',
    'revoked keyCompromise',
  ]);
});

test.each(['superseded', 'keyCompromise'] as const)('a reissue ends the old certificate as %s', async (reason) => {
  const { subject, certificate } = await issued(world);
  const again = await enroll(world.module, { personKey: subject.personKey });
  const { replaceConsent, ...request } = issueRequest(world, again);
  const result = await world.module.reissue({ ...request, reason });
  expect(result.ok && result.value.serialHex).not.toBe(certificate.serialHex);
  const old = await world.module.details(certificate.serialHex);
  expect(old).toMatchObject({ state: reason === 'superseded' ? 'superseded' : 'revoked', reason });
  expect(replaceConsent).toBe(false);
});

test('there must be something to reissue', async () => {
  const subject = await enroll(world.module);
  const { replaceConsent: _, ...request } = issueRequest(world, subject);
  expect(await world.module.reissue({ ...request, reason: 'superseded' })).toMatchObject({ code: 'reissue.none' });
});

test('five wrong entries over all uses lock for good; a reissue helps', async () => {
  const { subject, certificate } = await issued(world);
  const { serialHex } = certificate;
  for (const triesLeft of [4, 3])
    expect(await world.module.checkCredential(use(serialHex, wrongPin))).toEqual({
      ok: false,
      code: 'credential.wrong',
      details: { triesLeft },
    });
  expect(await world.module.checkCredential(use(serialHex))).toMatchObject({ ok: true });
  for (const triesLeft of [4, 3, 2, 1])
    expect(
      await world.module.sign({ ...use(serialHex, wrongPin), bytes: Buffer.from('x'), form: 'pkcs1' }),
    ).toMatchObject({ details: { triesLeft } });
  expect(await world.module.checkCredential(use(serialHex, wrongPin))).toMatchObject({ code: 'credential.locked' });
  expect(await world.module.checkCredential(use(serialHex))).toMatchObject({ code: 'credential.locked' });
  expect(await world.module.active(subject.personKey, 'personal')).toMatchObject({ state: 'locked' });
  await world.module.hold(asked(serialHex));
  const released = await world.module.release(asked(serialHex));
  expect(released.ok && released.value.state).toBe('locked');
  world.clock.at = seoulTime('2027-11-20T10:00:00');
  expect(await world.module.renewal({ ...subject, now: world.clock.at })).toMatchObject({ code: 'credential.locked' });
  const again = await enroll(world.module, { personKey: subject.personKey });
  const { replaceConsent: _, ...request } = issueRequest(world, again);
  expect((await world.module.reissue({ ...request, reason: 'superseded' })).ok).toBe(true);
});

test('a hundred parallel guesses are five', async () => {
  const { certificate } = await issued(world);
  const guesses = Array.from({ length: 100 }, (_, i) => ({ policy: 'pin6', secret: String(384950 + i) }) as const);
  const results = await Promise.all(
    guesses.map((credential) =>
      world.module.checkCredential({ requestId: nextRequest(), serialHex: certificate.serialHex, credential }),
    ),
  );
  const codes = results.map((one) => (one.ok ? 'right' : one.code));
  expect(codes.filter((code) => code === 'credential.wrong').length).toBeLessThanOrEqual(4);
  expect(codes.filter((code) => code === 'right')).toHaveLength(0);
  expect((await world.module.details(certificate.serialHex))?.triesLeft).toBe(0);
});

test.each<[RevocationReason, 'customer' | 'staff', string]>([
  ['unspecified', 'customer', 'ok'],
  ['keyCompromise', 'customer', 'ok'],
  ['affiliationChanged', 'customer', 'ok'],
  ['cessationOfOperation', 'customer', 'ok'],
  ['privilegeWithdrawn', 'customer', 'revoke.reasonNotAllowed'],
  ['superseded', 'customer', 'revoke.reasonNotAllowed'],
  ['privilegeWithdrawn', 'staff', 'ok'],
  ['superseded', 'staff', 'revoke.reasonNotAllowed'],
])('%s by %s: %s', async (reason, kind, expected) => {
  const { certificate } = await issued(world);
  const actor = kind === 'staff' ? agent : customer;
  const result = await world.module.revoke({ ...asked(certificate.serialHex), actor, reason });
  expect(result.ok ? 'ok' : result.code).toBe(expected);
});

test('a revocation happens once a request, is final, and destroys the key', async () => {
  const { subject, certificate } = await issued(world);
  const request = { ...asked(certificate.serialHex), reason: 'keyCompromise' } as const;
  const all = await Promise.all([world.module.revoke(request), world.module.revoke(request)]);
  expect([...all, await world.module.revoke(request)].every((one) => one.ok)).toBe(true);
  const second = await world.module.revoke({ ...request, requestId: nextRequest() });
  expect(second).toMatchObject({ code: 'revoke.alreadyEnded' });
  expect(await world.module.hold(asked(certificate.serialHex))).toMatchObject({ code: 'hold.notActive' });
  expect(await world.module.checkCredential(use(certificate.serialHex))).toMatchObject({
    code: 'certificate.notActive',
  });
  expect(await world.module.active(subject.personKey, 'personal')).toBeUndefined();
  const keys: string[] = [];
  for await (const key of world.state.records.keys('key:')) keys.push(key);
  expect(keys.some((key) => key.includes(subject.enrollmentId))).toBe(false);
});

test('what never existed can be neither revoked nor held nor released', async () => {
  expect(await world.module.revoke({ ...asked('1a00'), reason: 'unspecified' })).toMatchObject({
    code: 'revoke.notFound',
  });
  expect(await world.module.hold(asked('1a00'))).toMatchObject({ code: 'hold.notActive' });
  expect(await world.module.release(asked('1a00'))).toMatchObject({ code: 'hold.notHeld' });
  expect(await world.module.details('1a00')).toBeUndefined();
});

test('a hold stops every use until it is released', async () => {
  const { certificate } = await issued(world);
  const { serialHex } = certificate;
  expect(await world.module.release(asked(serialHex))).toMatchObject({ code: 'hold.notHeld' });
  expect((await world.module.hold({ ...asked(serialHex), actor: agent })).ok).toBe(true);
  expect(await world.module.sign({ ...use(serialHex), bytes: Buffer.from('x'), form: 'pkcs1' })).toMatchObject({
    code: 'certificate.notActive',
  });
  expect((await world.module.release(asked(serialHex))).ok).toBe(true);
  expect((await world.module.checkCredential(use(serialHex))).ok).toBe(true);
});

test('a changed credential opens, the old one does not, and a request sent again changes nothing', async () => {
  const { certificate } = await issued(world);
  const { serialHex } = certificate;
  const next = { policy: 'password', secret: 'Tb4!xkqw', confirmation: 'Tb4!xkqw' } as const;
  const change = { ...use(serialHex), next, person: {} };
  expect((await world.module.changeCredential(change)).ok).toBe(true);
  expect((await world.module.changeCredential(change)).ok).toBe(true);
  expect(await world.module.checkCredential(use(serialHex))).toMatchObject({ code: 'credential.wrong' });
  const opened = await world.module.checkCredential({ requestId: nextRequest(), serialHex, credential: next });
  expect(opened.ok).toBe(true);
  expect(await world.module.details(serialHex)).toMatchObject({ credentialPolicy: 'password', triesLeft: 5 });
});

test.each([
  ['739284', '739284', 'credential.previous'],
  ['739285', '739286', 'credential.mismatch'],
  ['777777', '777777', 'credential.sameDigits'],
  ['900101', '900101', 'credential.personal'],
])('a change to %s, %s is refused as %s before the key is touched', async (secret, confirmation, code) => {
  const { certificate } = await issued(world);
  const next = { policy: 'pin6', secret, confirmation } as const;
  const person = { birthDate: '1990-01-01' };
  const result = await world.module.changeCredential({ ...use(certificate.serialHex), next, person });
  expect(result).toMatchObject({ code });
});

test('a signature is judged by Node, a CMS by openssl', async () => {
  const { certificate } = await issued(world);
  const { serialHex } = certificate;
  const bytes = Buffer.from('나는 금융인증서로 서명해요\n');
  const raw = await world.module.sign({ ...use(serialHex), bytes, form: 'pkcs1' });
  const der = (await world.module.certificate(serialHex)) ?? Buffer.alloc(0);
  const key = createPublicKey(new X509Certificate(der).publicKey.export({ type: 'spki', format: 'pem' }));
  expect(raw.ok && verify('sha256', bytes, key, raw.value)).toBe(true);
  const openssl = await opensslFolder();
  const chain = ['-CAfile', await openssl.writePem('root.pem', world.module.rootCertificate)];
  const atThen = ['-attime', String(Math.floor(today.epochMilliseconds / 1000)), '-purpose', 'any'];
  const content = await openssl.write('content', bytes);
  for (const form of ['cmsDetached', 'cmsAttached'] as const) {
    const signed = await world.module.sign({ ...use(serialHex), bytes, form });
    const file = await openssl.write(form, signed.ok ? signed.value : Buffer.alloc(0));
    const detached = form === 'cmsDetached' ? ['-content', content] : [];
    const said = await openssl.run(
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      file,
      ...detached,
      ...chain,
      ...atThen,
    );
    expect(said).toContain('Verification successful');
    expect(said).toContain(bytes.toString());
  }
  const other = await openssl.write('other', '다른 내용');
  const tampered = ['-in', openssl.path('cmsDetached'), '-content', other];
  expect(await openssl.fail('cms', '-verify', '-binary', '-inform', 'DER', ...tampered, ...chain, ...atThen)).toMatch(
    /fail/i,
  );
  await openssl.remove();
});

test('institutions are joined and left on the certificate, without a new one', async () => {
  const { subject, certificate } = await issued(world);
  const { serialHex } = certificate;
  const join = { ...asked(serialHex), institution: '004', registered: true };
  expect(await world.module.registerInstitution(join)).toEqual({ ok: true, value: ['004'] });
  await world.module.registerInstitution(join);
  const both = await world.module.registerInstitution({ ...asked(serialHex), institution: '090', registered: true });
  expect(both).toEqual({ ok: true, value: ['004', '090'] });
  await world.module.registerInstitution({ ...asked(serialHex), institution: '004', registered: false });
  expect((await world.module.details(serialHex))?.institutions).toEqual(['090']);
  const strange = { ...asked(serialHex), institution: '999', registered: true };
  expect(await world.module.registerInstitution(strange)).toMatchObject({ code: 'institution.unknown' });
  expect((await world.module.ofPerson(subject.personKey)).length).toBe(1);
});

test('what expired is expired: not active, not usable, listed as ending on its day', async () => {
  const { subject, certificate } = await issued(world);
  world.clock.at = seoulTime('2027-12-02T00:00:00');
  expect(await world.module.active(subject.personKey, 'personal')).toBeUndefined();
  expect(await world.module.checkCredential(use(certificate.serialHex))).toMatchObject({
    code: 'certificate.notActive',
  });
  const day = [seoulTime('2027-12-01T00:00:00'), seoulTime('2027-12-02T00:00:00')] as const;
  const ending = await world.module.expiring(...day);
  expect(ending.map(({ serialHex }) => serialHex)).toContain(certificate.serialHex);
});

test.each([
  ['businessFinance', 'corporation4EC', '2027-12-01T14:59:59Z'],
  ['businessTax', 'xUse4Esero', '2027-12-01T14:59:59Z'],
] as const)('%s has its own unit, policy and number', async (product, unit, notAfter) => {
  const { certificate } = await issued(world, { product, number: '1234567891', name: '영희상사' });
  const facts = await factsOf(certificate);
  expect(facts).toMatchObject({ name: '영희상사', units: [unit, 'WOORI'] });
  expect(facts.policyOid).toBe(world.module.profiles.of(product).policyOid);
  expect(certificate.notAfter).toBe(notAfter);
});

test('one person may hold one certificate of each product', async () => {
  const { subject } = await issued(world);
  await issued(world, { personKey: subject.personKey, product: 'businessTax', number: '1234567891' });
  expect(await world.module.active(subject.personKey, 'personal')).toBeDefined();
  expect(await world.module.active(subject.personKey, 'businessTax')).toBeDefined();
});
