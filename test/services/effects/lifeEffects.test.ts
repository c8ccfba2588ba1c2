import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { revocationReasonOf } from '../../../dialogs/steps/reason.ts';
import { ErasablePersonKeys } from '../../../services/audit/personKeys.ts';
import { newCase, personContext, type CaseRecord } from '../../../services/cases/caseRecord.ts';
import type { LifeEffect } from '../../../services/cases/effect.ts';
import { LifeEffects, type LifeEffectParts } from '../../../services/effects/lifeEffects.ts';
import { customerReasons } from '../../../services/certificates/revocationReason.ts';
import { CloudAccounts } from '../../../services/cloudAccount/cloudAccounts.ts';
import { RecordedCloudDevices } from '../../../services/cloudAccount/recordedCloudDevices.ts';
import type { CaseHappening } from '../../../services/cases/caseEvents.ts';
import { KnownCustomers } from '../../../services/customers/knownCustomers.ts';
import { ActGuard } from '../../../services/enrollment/plan/actGuard.ts';
import { proofEvidence } from '../../../services/enrollment/proofs.ts';
import type { Enrollment, Person, Proof, Reason, Task } from '../../../services/enrollment/enrollment.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { enroll, issueRequest } from '../certificates/certificateWorld.ts';
import { CallFaults } from '../certificates/faultyPorts.ts';
import { openNoticeWorld, personKeyKey, type Customer, type NoticeWorld } from '../notices/noticeWorld.ts';

let world: NoticeWorld;
let parts: LifeEffectParts;
let devices: RecordedCloudDevices;
let life: LifeEffects;
let faults: CallFaults;
let personKeys: ErasablePersonKeys;
let accounts: CloudAccounts;
let record: CaseRecord;
let enrollments = 0;
let effects = 0;

const begin = Temporal.Instant.from('2026-12-01T14:30:00+09:00');

beforeAll(async () => {
  world = await openNoticeWorld();
  const { clock, parts: certificateParts } = world.certificates;
  const { records } = world.state;
  accounts = new CloudAccounts({ records, random: systemRandom, key: personKeyKey });
  personKeys = new ErasablePersonKeys({ records, sealer: certificateParts.sealer, random: systemRandom });
  faults = new CallFaults();
  devices = new RecordedCloudDevices({ accounts, audit: certificateParts.audit, clock, random: systemRandom });
  parts = {
    certificates: faults.over('certificates', world.certificates.module),
    devices: faults.over('devices', devices),
    notices: faults.over('notices', world.notices),
    known: faults.over('known', new KnownCustomers({ records, key: personKeyKey })),
    eraseKeys: (personKey) => personKeys.erase(personKey),
    guard: new ActGuard({ audit: certificateParts.audit, clock }),
    sealer: certificateParts.sealer,
    clock,
  };
  life = new LifeEffects(parts);
});
beforeEach(() => {
  world.certificates.clock.at = begin;
  faults.failAt(0, false);
  record = newCase('case-of-the-tests', begin, 'ko');
});
afterAll(() => world.close());

type Wanted = LifeEffect extends infer One ? (One extends LifeEffect ? One : never) : never;

/** An effect, and a task under way that has just proved enough for it. */
function effect<One extends Wanted>(wanted: One): One & { readonly id: string } {
  effects += 1;
  if ('enrollmentId' in wanted) record.enrollment = proved(wanted);
  return { ...wanted, id: `case.${effects}.0.${wanted.kind}` };
}

const tasksOf: Readonly<Partial<Record<Wanted['kind'], Task>>> = {
  'certificates.look': 'expiry',
  'devices.look': 'devices',
  'devices.disconnect': 'devices',
  'privacy.look': 'privacy',
  'privacy.erase': 'privacy',
  'institution.change': 'institutions',
};

function proved(wanted: Extract<Wanted, { readonly enrollmentId: string }>): Enrollment {
  const task = wanted.kind === 'certificate.change' ? wanted.change : (tasksOf[wanted.kind] ?? 'expiry');
  const personKey = 'personKey' in wanted ? wanted.personKey : 'holder';
  const at = world.certificates.clock.at.toString();
  const proof: Proof = { at, by: 'bankLogin', personKey };
  const code = { kind: 'smsCode', answer: 'smsCode', at, personKey, channel: 'terminal', strength: 'normal' } as const;
  const evidence = [proofEvidence(proof, 'secureView'), code];
  return { id: wanted.enrollmentId, task, startedAt: at, proof, evidence };
}

function enrollment(): string {
  enrollments += 1;
  return `life-${enrollments}`;
}

async function stateOf(serialHex: string): Promise<unknown[]> {
  const details = await world.certificates.module.details(serialHex);
  return [details?.state, details?.reason];
}

async function textsOf({ phone }: Customer): Promise<string[]> {
  return (await world.messages(phone)).map(({ text }) => text);
}

/** Somebody with a certificate, known in a chat, with two devices and personal entries in the audit log. */
async function settled(): Promise<Customer> {
  const customer = await world.customer();
  const { personKey, phone } = customer;
  const at = { name: '홍길동', birthDate: '1990-01-01', phone } as const;
  await accounts.connect({ ...at, personKey, now: begin });
  const [account] = await accounts.ofPerson(personKey);
  for (const userAgent of ['Firefox/120.0', 'Chrome/131.0'])
    await devices.connect({ address: account?.address ?? '', userAgent });
  for (const channel of ['kakao', 'webchat']) await parts.known.remember({ channel, userId: phone }, knownAs(customer));
  return customer;
}

function knownAs({ personKey }: Customer) {
  return { personKey, bank: '020', maskedName: '홍*동', since: begin.toString() };
}

/** Runs it as the bot does after a crash: once more, from the start. */
async function twice(wanted: Wanted): Promise<[CaseHappening | undefined, CaseHappening | undefined]> {
  const one = effect(wanted);
  return [await life.run(record, one), await life.run(record, one)];
}

describe('a change of a certificate', () => {
  test.each([
    ['hold', 'active', 'held', 'certificate.held'],
    ['release', 'held', 'active', 'certificate.released'],
    ['revoke', 'active', 'revoked', 'certificate.revoked'],
  ] as const)('%s: the same effect again changes nothing more and answers the same', async (change, from, to, act) => {
    const { certificate } = await world.customer();
    const { serialHex } = certificate;
    const { module, audited } = world.certificates;
    if (from === 'held')
      await module.hold({ requestId: `before ${change}`, serialHex, actor: { kind: 'customer', name: 'customer' } });
    expect((await stateOf(serialHex))[0]).toBe(from);
    const enrollmentId = enrollment();
    const [first, second] = await twice({ kind: 'certificate.change', enrollmentId, change, serials: [serialHex] });
    expect(first).toEqual({ name: 'certificate.changed', enrollmentId, change, serials: [serialHex] });
    expect(second).toEqual(first);
    expect((await stateOf(serialHex))[0]).toBe(to);
    expect(audited.filter(({ subject, action }) => subject === serialHex && action === act)).toHaveLength(1);
  });

  test('what was released in between is not held again by the same effect', async () => {
    const { certificate } = await world.customer();
    const { serialHex } = certificate;
    const wanted = effect({
      kind: 'certificate.change',
      enrollmentId: enrollment(),
      change: 'hold',
      serials: [serialHex],
    });
    await life.run(record, wanted);
    await life.run(
      record,
      effect({ kind: 'certificate.change', enrollmentId: enrollment(), change: 'release', serials: [serialHex] }),
    );
    await life.run(record, wanted);
    expect((await stateOf(serialHex))[0]).toBe('active');
  });

  test('a hold stops all that is in use; one that has ended meanwhile holds up no other', async () => {
    const { personKey, certificate } = await world.customer();
    const { module } = world.certificates;
    const business = await enroll(module, { personKey, product: 'businessFinance' });
    const other = await module.issue(issueRequest(world.certificates, business));
    if (!other.ok) throw new Error(other.code);
    await module.delivered(business.enrollmentId);
    const actor = { kind: 'customer', name: 'customer' } as const;
    const serials = [certificate.serialHex, other.value.serialHex];
    const enrollmentId = enrollment();
    const wanted = effect({ kind: 'certificate.change', enrollmentId, change: 'hold', serials });
    expect(await life.run(record, wanted)).toEqual({
      name: 'certificate.changed',
      enrollmentId,
      change: 'hold',
      serials,
    });
    for (const serialHex of serials) expect((await stateOf(serialHex))[0]).toBe('held');

    for (const serialHex of serials) await module.release({ requestId: `again ${serialHex}`, serialHex, actor });
    await module.revoke({ requestId: 'elsewhere', serialHex: serials[0] ?? '', actor, reason: 'unspecified' });
    const later = enrollment();
    expect(
      await life.run(record, effect({ kind: 'certificate.change', enrollmentId: later, change: 'hold', serials })),
    ).toEqual({ name: 'certificate.changed', enrollmentId: later, change: 'hold', serials: serials.slice(1) });
    expect((await stateOf(serials[1] ?? ''))[0]).toBe('held');
  });

  test.each([
    ['hold', 'hold.notActive'],
    ['release', 'hold.notHeld'],
    ['revoke', 'revoke.alreadyEnded'],
  ] as const)('%s of one that was revoked meanwhile is refused: %s', async (change, refused) => {
    const { certificate } = await world.customer();
    const { serialHex } = certificate;
    const actor = { kind: 'customer', name: 'customer' } as const;
    await world.certificates.module.revoke({ requestId: `r ${change}`, serialHex, actor, reason: 'unspecified' });
    const enrollmentId = enrollment();
    const wanted = effect({ kind: 'certificate.change', enrollmentId, change, serials: [serialHex] });
    expect(await life.run(record, wanted)).toEqual({
      name: 'certificate.changed',
      enrollmentId,
      change,
      serials: [serialHex],
      refused,
    });
  });

  test.each<[Reason | undefined, string]>([
    ['lostDevice', 'keyCompromise'],
    ['suspicion', 'keyCompromise'],
    ['nameChanged', 'affiliationChanged'],
    ['notNeeded', 'cessationOfOperation'],
    ['forgotten', 'unspecified'],
    ['locked', 'unspecified'],
    ['numberChanged', 'unspecified'],
    ['broken', 'unspecified'],
    [undefined, 'unspecified'],
  ])('revoked because of %s, the register says %s', async (said, reason) => {
    expect(customerReasons).toContain(revocationReasonOf(said));
    const { certificate } = await world.customer();
    const { serialHex } = certificate;
    const wanted = { kind: 'certificate.change', enrollmentId: enrollment(), change: 'revoke' } as const;
    await life.run(record, effect({ ...wanted, serials: [serialHex], reason: revocationReasonOf(said) }));
    expect(await stateOf(serialHex)).toEqual(['revoked', reason]);
  });
});

describe('a look', () => {
  test('finds the certificates of the person and of nobody else, and what a renewal would be', async () => {
    const { personKey, certificate } = await world.customer();
    await world.customer();
    const enrollmentId = enrollment();
    const plain = await life.run(record, effect({ kind: 'certificates.look', enrollmentId, personKey }));
    expect(plain).toEqual({
      name: 'field.answered',
      field: 'holdings',
      by: 'service',
      enrollmentId,
      value: [expect.objectContaining({ serialHex: certificate.serialHex, untilDay: '2027-12-01' })],
    });
    const outlook = async (renewal: { bank?: string; product?: 'personal' | 'businessTax' }) => {
      const found = await life.run(record, effect({ kind: 'certificates.look', enrollmentId, personKey, renewal }));
      return found?.name === 'field.answered' && 'outlook' in found ? found.outlook : undefined;
    };
    expect(await outlook({})).toEqual({ ok: false, code: 'renew.tooEarly', details: { firstDay: '2027-09-02' } });
    world.certificates.clock.at = Temporal.Instant.from('2027-11-20T10:00:00+09:00');
    expect(await outlook({})).toEqual({ ok: true, serialHex: certificate.serialHex, untilDay: '2028-12-01' });
    expect(await outlook({ bank: '004' })).toMatchObject({ code: 'renew.otherBank', details: { bankCode: '020' } });
    expect(await outlook({ product: 'businessTax' })).toEqual({ ok: false, code: 'renew.none', details: {} });
    const nobody = await life.run(
      record,
      effect({ kind: 'certificates.look', enrollmentId, personKey: 'nobody', renewal: {} }),
    );
    expect(nobody).toMatchObject({ value: [], outlook: { code: 'renew.none' } });
  });

  test('tells what is kept of a person, masked', async () => {
    const { personKey, phone } = await settled();
    const look = async () =>
      life.run(record, effect({ kind: 'privacy.look', enrollmentId: 'look', personKey })) as Promise<object>;
    const kept = { certificates: 1, devices: 2, maskedPhone: `010-****-${phone.slice(-4)}`, reminders: true };
    expect(await look()).toEqual({ name: 'privacy.found', enrollmentId: 'look', kept });
    await twice({ kind: 'reminders.set', personKey, on: false });
    expect(await look()).toMatchObject({ kept: { ...kept, reminders: false } });
    await twice({ kind: 'reminders.set', personKey, on: true });
    expect(await look()).toMatchObject({ kept });
  });

  test('finds the devices; one goes, then all, and what is gone already is not counted', async () => {
    const { personKey } = await settled();
    const found = await life.run(record, effect({ kind: 'devices.look', enrollmentId: 'look', personKey }));
    if (found?.name !== 'devices.found') throw new Error('expected devices');
    expect(found.devices).toHaveLength(2);
    const out = (device: string) => ({ kind: 'devices.disconnect', enrollmentId: 'out', personKey, device }) as const;
    const counts = (answers: readonly (CaseHappening | undefined)[]): unknown[] =>
      answers.map((one) => (one?.name === 'devices.disconnected' ? one.count : undefined));
    expect(counts(await twice(out(found.devices[0]?.id ?? '')))).toEqual([1, 0]);
    expect(counts(await twice(out('no such device')))).toEqual([0, 0]);
    expect(counts(await twice(out('all')))).toEqual([1, 0]);
    expect(await parts.devices.devicesOf(personKey)).toEqual([]);
  });
});

test('registered at another institution and not any more, each once; an unknown one is refused', async () => {
  const { certificate } = await world.customer();
  const { serialHex } = certificate;
  const change = (institution: string, registered: boolean) => {
    const enrollmentId = enrollment();
    return twice({ kind: 'institution.change', enrollmentId, serialHex, institution, registered });
  };
  const institutions = async () => (await world.certificates.module.details(serialHex))?.institutions;
  expect((await change('088', true)).map((one) => one && 'refused' in one)).toEqual([false, false]);
  expect(await institutions()).toEqual(['088']);
  expect((await change('999', true)).map((one) => one && 'refused' in one && one.refused)).toEqual([
    'institution.unknown',
    'institution.unknown',
  ]);
  await change('088', false);
  expect(await institutions()).toEqual([]);
});

describe('how the holder is reached', () => {
  test('kept once, and told of each completion once', async () => {
    const customer = await world.customer();
    const { personKey, phone, certificate } = customer;
    const person: Person = { name: '남궁민수', birthDate: '1988-08-08', phone, email: 'nam@example.com' };
    const sealed = parts.sealer.seal(person, personContext(record.id));
    expect(await twice({ kind: 'contact.keep', personKey, sealed })).toEqual([undefined, undefined]);
    expect(await world.notices.contact(personKey)).toMatchObject({ name: '남궁민수', phone, channel: 'sms' });
    const { serialHex } = certificate;
    await twice({ kind: 'notice.completed', personKey, happening: 'held', serialHex });
    await twice({ kind: 'notice.completed', personKey, happening: 'released', serialHex });
    const texts = await textsOf(customer);
    expect(texts).toHaveLength(2);
    for (const text of texts) {
      expect(text).toContain('남**수');
      expect(text).toContain(serialHex.slice(-4).toUpperCase());
      expect(text).not.toMatch(/https?:|남궁민수/);
    }
  });

  test('a box that was sealed for another case opens nothing', async () => {
    const { personKey, phone } = await world.customer();
    const person: Person = { name: '홍길동', birthDate: '1990-01-01', phone, email: '' };
    const sealed = parts.sealer.seal(person, personContext('another case'));
    await expect(life.run(record, effect({ kind: 'contact.keep', personKey, sealed }))).rejects.toThrow();
  });

  test('a completion of a certificate that never was is a bug of ours, and no notice', async () => {
    const customer = await world.customer();
    const { personKey } = customer;
    await expect(
      life.run(record, effect({ kind: 'notice.completed', personKey, happening: 'held', serialHex: '0123' })),
    ).rejects.toThrow('expected the certificate of a completion notice, found none');
    expect(await textsOf(customer)).toEqual([]);
  });
});

describe('known customers', () => {
  test('remembered and forgotten, each as often as it is told', async () => {
    const customer = await world.customer();
    const user = { channel: 'kakao', userId: `user of ${customer.phone}` } as const;
    await twice({ kind: 'customer.remember', ...user, known: knownAs(customer) });
    expect(await parts.known.find(user, begin)).toEqual(knownAs(customer));
    await twice({ kind: 'customer.forget', ...user });
    expect(await parts.known.find(user, begin)).toBeUndefined();
  });
});

describe('what may be erased', () => {
  test('goes: contact, devices, places where they are known, and the key of what was sealed for them', async () => {
    const customer = await settled();
    const { personKey, phone, certificate } = customer;
    const other = await settled();
    const blob = await personKeys.seal(personKey, { name: '홍길동' });
    expect(await personKeys.open(personKey, blob)).toEqual({ name: '홍길동' });
    expect(await twice({ kind: 'privacy.erase', enrollmentId: 'erase', personKey })).toEqual([
      { name: 'privacy.erased', enrollmentId: 'erase' },
      { name: 'privacy.erased', enrollmentId: 'erase' },
    ]);
    expect(await world.notices.contact(personKey)).toBeUndefined();
    expect(await parts.devices.devicesOf(personKey)).toEqual([]);
    for (const channel of ['kakao', 'webchat'])
      expect(await parts.known.find({ channel, userId: phone }, begin)).toBeUndefined();
    expect(await personKeys.open(personKey, blob)).toBeUndefined();
    // the law keeps the certificate and what was done to it
    expect(await stateOf(certificate.serialHex)).toEqual(['active', undefined]);
    const after = await life.run(record, effect({ kind: 'privacy.look', enrollmentId: 'look', personKey }));
    expect(after).toEqual({
      name: 'privacy.found',
      enrollmentId: 'look',
      kept: { certificates: 1, devices: 0, reminders: false },
    });
    expect(await world.notices.contact(other.personKey)).toBeDefined();
    expect(await parts.devices.devicesOf(other.personKey)).toHaveLength(2);
  });

  test('nothing goes out any more to who was erased', async () => {
    const customer = await settled();
    const { personKey, certificate } = customer;
    await life.run(record, effect({ kind: 'privacy.erase', enrollmentId: 'erase', personKey }));
    const { serialHex } = certificate;
    await life.run(record, effect({ kind: 'notice.completed', personKey, happening: 'held', serialHex }));
    await world.at('2027-11-24T10:00:00');
    expect(await textsOf(customer)).toEqual([]);
  });
});

/** Effects with an outcome, the field that an outage brings the customer back to, and the calls each makes. */
const waitedFor: readonly (readonly [string, string, (customer: Customer, id: string) => Wanted])[] = [
  [
    'a look',
    'holdings',
    ({ personKey }, enrollmentId) => ({ kind: 'certificates.look', enrollmentId, personKey, renewal: {} }),
  ],
  ...(['hold', 'revoke'] as const).map((change): (typeof waitedFor)[number] => [
    change,
    'outcome',
    ({ certificate }, enrollmentId) => ({
      kind: 'certificate.change',
      enrollmentId,
      change,
      serials: [certificate.serialHex],
    }),
  ]),
  [
    'a registration',
    'outcome',
    ({ certificate: { serialHex } }, enrollmentId) => ({
      kind: 'institution.change',
      enrollmentId,
      serialHex,
      institution: '088',
      registered: true,
    }),
  ],
  ['the devices', 'outcome', ({ personKey }, enrollmentId) => ({ kind: 'devices.look', enrollmentId, personKey })],
  [
    'a disconnection',
    'outcome',
    ({ personKey }, enrollmentId) => ({ kind: 'devices.disconnect', enrollmentId, personKey, device: 'all' }),
  ],
  ['what is kept', 'outcome', ({ personKey }, enrollmentId) => ({ kind: 'privacy.look', enrollmentId, personKey })],
  ['an erasure', 'outcome', ({ personKey }, enrollmentId) => ({ kind: 'privacy.erase', enrollmentId, personKey })],
];

describe('an outage', () => {
  test.each(waitedFor)('of %s leads back to %s at each of its calls, and asking again completes it', async (...row) => {
    const [, field, wants] = row;
    let calls = 0;
    while (await failingAt(calls + 1, false, wants, field)) {
      calls += 1;
      await failingAt(calls, true, wants, field);
    }
    expect(calls).toBeGreaterThan(0);
  });

  /** False when the effect makes fewer calls than that. */
  async function failingAt(
    call: number,
    after: boolean,
    wants: (customer: Customer, id: string) => Wanted,
    field: string,
  ): Promise<boolean> {
    const customer = await settled();
    const enrollmentId = enrollment();
    faults.failAt(call, after);
    const first = await life.run(record, effect(wants(customer, enrollmentId)));
    const made = faults.calls.length;
    faults.failAt(0, false);
    if (made < call) return false;
    expect(first).toEqual({ name: 'act.uncertain', enrollmentId, field });
    // the customer presses once more: another effect, the same request
    const again = await life.run(record, effect(wants(customer, enrollmentId)));
    expect(again && 'refused' in again).toBe(false);
    expect(again?.name).not.toBe('act.uncertain');
    if (again?.name === 'certificate.changed')
      expect((await stateOf(customer.certificate.serialHex))[0]).toBe(again.change === 'hold' ? 'held' : 'revoked');
    if (again?.name === 'devices.disconnected' || again?.name === 'privacy.erased')
      expect(await parts.devices.devicesOf(customer.personKey)).toEqual([]);
    if (again?.name === 'privacy.erased') expect(await world.notices.contact(customer.personKey)).toBeUndefined();
    return true;
  }

  test.each<[string, (customer: Customer) => Wanted]>([
    ['reminders', ({ personKey }) => ({ kind: 'reminders.set', personKey, on: false })],
    ['the contact', ({ personKey }) => ({ kind: 'contact.keep', personKey, sealed: sealedContact(personKey) })],
    ['being known', (customer) => ({ kind: 'customer.remember', ...user, known: knownAs(customer) })],
    ['being forgotten', () => ({ kind: 'customer.forget', ...user })],
    [
      'a completion',
      ({ personKey, certificate: { serialHex } }) => ({
        kind: 'notice.completed',
        personKey,
        happening: 'held',
        serialHex,
      }),
    ],
  ])('of %s keeps it in the outbox: nobody waits for it', async (_name, wants) => {
    const customer = await world.customer();
    faults.failAt(1, false);
    const wanted = effect(wants(customer));
    await expect(life.run(record, wanted)).rejects.toThrow(Unavailable);
    expect(await life.run(record, wanted)).toBeUndefined();
  });

  const user = { channel: 'kakao', userId: 'an outage' } as const;
  const sealedContact = (personKey: string) =>
    parts.sealer.seal<Person>(
      { name: '홍길동', birthDate: '1990-01-01', phone: phoneOf(personKey), email: '' },
      personContext(record.id),
    );
});

function phoneOf(personKey: string): string {
  return `010${createHash('sha256').update(personKey).digest().readUInt32BE(0).toString().slice(0, 8).padEnd(8, '0')}`;
}

describe('an effect of a task whose proof is missing, too old, too weak, or of somebody else', () => {
  /** The proofs of the task as they should not be. */
  const spoilt: readonly (readonly [string, (proved: Enrollment) => Enrollment | undefined])[] = [
    ['no task is under way', () => undefined],
    ['another task is under way', (task) => ({ ...task, id: 'another' })],
    ['nothing was proved', (task) => ({ ...task, evidence: [] })],
    ['all was proved two hours ago', (task) => ({ ...task, evidence: task.evidence.map(aged) })],
    ['all is weak', (task) => ({ ...task, evidence: task.evidence.map((one) => ({ ...one, strength: 'weak' })) })],
    [
      'it is somebody else’s',
      (task) => ({ ...task, evidence: task.evidence.map((one) => ({ ...one, personKey: 'x' })) }),
    ],
  ];
  const aged = (one: Enrollment['evidence'][number]) => ({ ...one, at: begin.subtract({ hours: 2 }).toString() });
  type Protected = Extract<Wanted, { readonly enrollmentId: string }>;
  const wants: readonly ((customer: Customer) => Protected)[] = [
    ({ certificate: { serialHex } }) => ({
      kind: 'certificate.change',
      enrollmentId: 'e',
      change: 'revoke',
      serials: [serialHex],
    }),
    ({ certificate: { serialHex } }) => ({
      kind: 'certificate.change',
      enrollmentId: 'e',
      change: 'hold',
      serials: [serialHex],
    }),
    ({ certificate: { serialHex } }) => ({
      kind: 'certificate.change',
      enrollmentId: 'e',
      change: 'release',
      serials: [serialHex],
    }),
    ({ certificate: { serialHex } }) => ({
      kind: 'institution.change',
      enrollmentId: 'e',
      serialHex,
      institution: '088',
      registered: true,
    }),
    ({ personKey }) => ({ kind: 'certificates.look', enrollmentId: 'e', personKey }),
    ({ personKey }) => ({ kind: 'devices.look', enrollmentId: 'e', personKey }),
    ({ personKey }) => ({ kind: 'devices.disconnect', enrollmentId: 'e', personKey, device: 'all' }),
    ({ personKey }) => ({ kind: 'privacy.look', enrollmentId: 'e', personKey }),
    ({ personKey }) => ({ kind: 'privacy.erase', enrollmentId: 'e', personKey }),
  ];

  test.each(spoilt)('%s: nothing is done and nothing is told, whichever act it is', async (_name, spoil) => {
    const customer = await settled();
    const before = [
      await world.certificates.module.details(customer.certificate.serialHex),
      await devices.devicesOf(customer.personKey),
    ];
    for (const want of wants) {
      const wanted = effect(want(customer));
      record.enrollment = spoil(proved(wanted));
      const told = await life.run(record, wanted);
      expect(told).toEqual({ name: 'evidence.missing', enrollmentId: 'e', answer: expect.any(String) });
    }
    const after = [
      await world.certificates.module.details(customer.certificate.serialHex),
      await devices.devicesOf(customer.personKey),
    ];
    expect(after).toEqual(before);
    expect(await parts.known.find({ channel: 'kakao', userId: customer.phone }, begin)).toBeDefined();
  });

  test('a code that is weak releases no certificate from hold', async () => {
    const { certificate } = await world.customer();
    const { serialHex } = certificate;
    await life.run(
      record,
      effect({ kind: 'certificate.change', enrollmentId: 'e', change: 'hold', serials: [serialHex] }),
    );
    const release = effect({ kind: 'certificate.change', enrollmentId: 'e', change: 'release', serials: [serialHex] });
    const { evidence, ...task } = proved(release);
    const weak = evidence.map((one) => (one.kind === 'smsCode' ? { ...one, strength: 'weak' as const } : one));
    record.enrollment = { ...task, evidence: weak };
    expect(await life.run(record, release)).toEqual({ name: 'evidence.missing', enrollmentId: 'e', answer: 'smsCode' });
    expect(await stateOf(serialHex)).toEqual(['held', undefined]);
  });
});
