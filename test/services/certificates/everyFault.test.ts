import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { IssueSubject } from '../../../services/certificates/certificateIssuing.ts';
import type { CertificateSummary } from '../../../services/certificates/certificate.ts';
import type { CertificateModule } from '../../../services/certificates/module/forgeCertificateModule.ts';
import { ellipticProducts, enroll, issued, issueRequest, openWorld, pin, today } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';
import { CallFaults } from './faultyPorts.ts';

let world: CertificateWorld;

beforeAll(async () => {
  world = await openWorld({ products: ellipticProducts });
});

beforeEach(() => {
  world.clock.at = today;
});

afterAll(() => world.close());

/** The module over ports that can fail, as one process of its own. */
async function faultyModule(faults: CallFaults): Promise<CertificateModule> {
  const { state, register, audit } = world.parts;
  return world.reopen({
    state: { records: faults.over('records', state.records), schedule: faults.over('schedule', state.schedule) },
    register: faults.over('register', register),
    audit: faults.over('audit', audit),
    beforeSigning: faults.over('signer', { sign: () => Promise.resolve() }).sign,
  });
}

/** After the crash: another process starts, recovers, and half a minute later sweeps. */
async function restarted(): Promise<{ module: CertificateModule; told: string[] }> {
  const module = await world.reopen();
  const told: string[] = [];
  const deliver = async ({ enrollmentId }: { enrollmentId: string }, one: CertificateSummary): Promise<void> => {
    told.push(`${enrollmentId} ${one.serialHex}`);
  };
  await module.recover(deliver);
  return { module, told };
}

async function sweep(module: CertificateModule): Promise<void> {
  // Claims of the first recovery are leased for a second of real time.
  await new Promise((resolve) => {
    setTimeout(resolve, 1050);
  });
  world.clock.at = world.clock.at.add({ seconds: 31 });
  await module.recover(() => Promise.resolve());
}

async function keysOf(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of world.state.records.keys(prefix)) keys.push(key);
  return keys;
}

/** Whatever happened: exactly one certificate good to the world, and nothing left over of the others. */
async function expectClean(
  module: CertificateModule,
  subject: IssueSubject,
  serialHex: string,
  call: number,
): Promise<void> {
  const all = await module.ofPerson(subject.personKey);
  expect(all.filter(({ state }) => state === 'active').map((one) => one.serialHex)).toEqual([serialHex]);
  // A derivation each time would take most of this test's time.
  if (call % 4 === 0)
    expect((await module.checkCredential({ requestId: `clean-${serialHex}`, serialHex, credential: pin })).ok).toBe(
      true,
    );
}

async function expectNothingLeft(): Promise<void> {
  expect(await keysOf('issuance:')).toEqual([]);
  expect(await keysOf('place:')).toEqual([]);
  const active = [...(await keysOf('holder:'))].length;
  expect((await keysOf('key:')).length).toBe(active);
}

async function callsOf(act: (module: CertificateModule) => Promise<unknown>): Promise<number> {
  const faults = new CallFaults();
  const module = await faultyModule(faults);
  faults.failAt(0, false);
  await act(module);
  return faults.calls.length;
}

/** The call fails and the process goes on, or it ends there, before or after the call's effect. */
const ways = [
  { after: false, dies: false },
  { after: false, dies: true },
  { after: true, dies: true },
] as const;

test('issue: whichever call fails, before or after its effect, there is one certificate in the end', async () => {
  const calls = await callsOf(async (module) => {
    const subject = await enroll(world.module);
    await module.issue(issueRequest({ ...world, module }, subject));
    await module.delivered(subject.enrollmentId);
  });
  expect(calls).toBeGreaterThan(20);
  for (const { after, dies } of ways) {
    for (let call = 1; call <= calls; call += 1) {
      const faults = new CallFaults();
      const module = await faultyModule(faults);
      const subject = await enroll(world.module);
      const request = issueRequest({ ...world, module }, subject);
      faults.failAt(call, after, dies);
      await module.issue(request).catch(() => undefined);
      const { module: next } = await restarted();
      const result = await next.issue(request);
      await next.delivered(subject.enrollmentId);
      await expectClean(next, subject, result.ok ? result.value.serialHex : result.code, call);
    }
  }
  await sweep(await world.reopen());
  const { module } = await restarted();
  await sweep(module);
  await expectNothingLeft();
}, 240_000);

test('renew: whichever call fails, the person always has one certificate, old or new', async () => {
  const renewal = async (
    module: CertificateModule,
    subject: IssueSubject,
    enrollmentId: string,
  ): Promise<Awaited<ReturnType<CertificateModule['renew']>>> => {
    const { personKey, product, bankCode, caseId } = subject;
    const asking = { personKey, product, bankCode, now: world.clock.at };
    const offer = await world.module.renewal(asking);
    const confirmedHash = offer.ok ? offer.value.summary.hash : '';
    return module.renew({ ...asking, caseId, requestId: enrollmentId, enrollmentId, credential: pin, confirmedHash });
  };
  const inWindow = Temporal.Instant.from('2027-11-20T10:00:00+09:00');
  const probe = (await issued(world)).subject;
  world.clock.at = inWindow;
  const calls = await callsOf(async (module) => renewal(module, probe, 'renewal-probe'));
  for (const after of [false, true]) {
    for (let call = 1; call <= calls; call += 1) {
      world.clock.at = today;
      const { subject } = await issued(world);
      world.clock.at = inWindow;
      const faults = new CallFaults();
      const module = await faultyModule(faults);
      // One of the two goes on after the fault, the other is dead from there.
      faults.failAt(call, after, after);
      const enrollmentId = `renewal-${call}-${after}`;
      await renewal(module, subject, enrollmentId).catch(() => undefined);
      expect(await world.module.active(subject.personKey, 'personal')).toMatchObject({ state: 'active' });
      const { module: next } = await restarted();
      const active = await next.active(subject.personKey, 'personal');
      const again = await renewal(next, subject, enrollmentId);
      // After a recovery that finished it the renewal is no longer open, and the retry finds the same certificate.
      const serialHex = again.ok ? again.value.serialHex : (active?.serialHex ?? 'none');
      expect(again.ok).toBe(true);
      await expectClean(next, subject, serialHex, call);
      expect(await next.ofPerson(subject.personKey)).toHaveLength(2);
    }
  }
}, 240_000);

test('revoke: whichever call fails, the same request again revokes', async () => {
  const revocation = (serialHex: string) =>
    ({
      requestId: `revoke-${serialHex}`,
      serialHex,
      actor: { kind: 'customer', name: 'customer' },
      reason: 'keyCompromise',
    }) as const;
  const probe = (await issued(world)).certificate;
  const calls = await callsOf((module) => module.revoke(revocation(probe.serialHex)));
  for (const after of [false, true]) {
    for (let call = 1; call <= calls; call += 1) {
      const { subject, certificate } = await issued(world);
      const faults = new CallFaults();
      const module = await faultyModule(faults);
      faults.failAt(call, after);
      await module.revoke(revocation(certificate.serialHex)).catch(() => undefined);
      const { module: next } = await restarted();
      expect(await next.revoke(revocation(certificate.serialHex))).toMatchObject({ ok: true });
      expect(await next.active(subject.personKey, 'personal')).toBeUndefined();
      const details = await next.details(certificate.serialHex);
      expect(details).toMatchObject({ state: 'revoked', reason: 'keyCompromise' });
      expect((await keysOf(`key:${subject.enrollmentId}`)).length).toBe(0);
    }
  }
}, 240_000);
