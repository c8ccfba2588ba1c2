import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ReminderWatch } from '../../../services/notices/reminderWatch.ts';
import { ReminderWorker } from '../../../services/notices/reminderWorker.ts';
import { wrapCalls } from '../../reliability/calls.ts';
import { pin } from '../certificates/certificateWorld.ts';
import { openNoticeWorld, type Customer, type NoticeWorld } from './noticeWorld.ts';

/** All of it is about certificates issued on 2026-12-01 that end on 2027-12-01. */
describe.each(['SQLite', 'Redis'])('reminders on %s', (store) => {
  let world: NoticeWorld;
  beforeAll(async () => {
    world = await openNoticeWorld(store);
  });
  afterAll(() => world.close());

  /** The worlds's clock goes on from test to test: each begins with customers who were issued in the beginning. */
  const issueDay = '2026-12-01T14:30:00';
  async function customer(contact = {}): Promise<Customer> {
    world.certificates.clock.at = Temporal.Instant.from(`${issueDay}+09:00`);
    await world.watch.list(world.certificates.clock.now());
    return world.customer(contact);
  }
  const texts = async ({ phone }: Customer): Promise<string[]> =>
    (await world.messages(phone)).map(({ text }) => /D-Day|D-\d+|만료됐어요|11개월/.exec(text)?.[0] ?? text);
  const times = async ({ phone }: Customer): Promise<string[]> =>
    (await world.messages(phone)).map(({ at }) =>
      Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Seoul').toPlainDateTime().toString({ smallestUnit: 'minute' }),
    );
  const used = async ({ certificate }: Customer, requestId: string): Promise<void> => {
    const { serialHex } = certificate;
    const done = await world.certificates.module.checkCredential({ requestId, serialHex, credential: pin });
    expect(done.ok).toBe(true);
  };

  test('every stage once, at nine, and nothing after the last', async () => {
    const one = await customer();
    world.certificates.clock.at = Temporal.Instant.from('2027-03-01T10:00:00+09:00');
    await used(one, 'spring');
    for (const day of [
      '2027-09-01',
      '2027-09-02',
      '2027-11-01',
      '2027-11-24',
      '2027-11-30',
      '2027-12-01',
      '2027-12-02',
    ]) {
      await world.at(`${day}T00:00:30`);
      await world.at(`${day}T08:59:00`);
      await world.at(`${day}T09:00:00`);
      await world.at(`${day}T13:00:00`);
    }
    expect(await texts(one)).toEqual(['D-90', 'D-30', 'D-7', 'D-1', 'D-Day', '만료됐어요']);
    expect((await times(one)).every((time) => time.endsWith('T09:00'))).toBe(true);
    await world.at('2028-03-01T10:00:00');
    expect(await texts(one)).toHaveLength(6);
    const recorded = await world.reminders.of(one.certificate.serialHex);
    expect(recorded.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'sent'));
  });

  test('a renewed one is silent from then on, the new one is not; the revoked one is silent', async () => {
    const [renews, revokes] = [await customer(), await customer()];
    await world.at('2027-09-02T09:00:00');
    const { module, clock } = world.certificates;
    const { personKey, product, bankCode, caseId } = renews.subject;
    const asking = { personKey, product, bankCode, now: clock.now() };
    const offer = await module.renewal(asking);
    const confirmedHash = offer.ok ? offer.value.summary.hash : '';
    const ids = { requestId: 'renew', enrollmentId: `renewal-${personKey}` };
    const renewed = await module.renew({ ...asking, caseId, ...ids, credential: pin, confirmedHash });
    expect(renewed.ok).toBe(true);
    const { serialHex } = revokes.certificate;
    const actor = { kind: 'customer', name: 'customer' } as const;
    await module.revoke({ requestId: 'revoke', serialHex, actor, reason: 'cessationOfOperation' });
    for (const day of ['2027-11-01', '2027-11-24', '2027-12-01', '2027-12-02']) await world.at(`${day}T10:00:00`);
    expect(await texts(renews)).toEqual(['D-90']);
    expect(await texts(revokes)).toEqual(['D-90']);
    await world.at('2028-09-02T10:00:00');
    expect((await texts(renews)).slice(1)).toEqual(expect.arrayContaining(['D-90']));
    const last = (await world.messages(renews.phone)).at(-1);
    expect(last?.text).toContain('12/1');
  });

  test('between due and nine o’clock a revocation still counts', async () => {
    const one = await customer();
    await world.at('2027-09-02T00:10:00');
    const actor = { kind: 'customer', name: 'customer' } as const;
    const { serialHex } = one.certificate;
    await world.certificates.module.revoke({ requestId: 'night', serialHex, actor, reason: 'keyCompromise' });
    await world.at('2027-09-02T09:00:00');
    expect(await texts(one)).toEqual([]);
  });

  test('after a long silence the latest goes out, and the others are recorded as overtaken', async () => {
    const one = await customer();
    await world.at('2027-11-26T11:00:00');
    expect(await texts(one)).toEqual(expect.arrayContaining(['D-5', '11개월']));
    expect(await texts(one)).toHaveLength(2);
    const recorded = await world.reminders.of(one.certificate.serialHex);
    expect(recorded.filter(({ outcome }) => outcome === 'skipped')).toEqual([
      expect.objectContaining({ key: 'd30', why: 'overtaken', begun: false }),
      expect.objectContaining({ key: 'd90', why: 'overtaken', begun: false }),
    ]);
  });

  test('who said stop hears nothing, who begins again hears the next', async () => {
    const one = await customer();
    await world.notices.setReminders(one.personKey, false);
    await world.at('2027-09-02T10:00:00');
    expect(await texts(one)).toEqual([]);
    await world.notices.setReminders(one.personKey, true);
    await world.at('2027-09-03T10:00:00');
    expect(await texts(one)).toEqual([]);
    await world.at('2027-11-01T10:00:00');
    expect(await texts(one)).toEqual(expect.arrayContaining(['D-30']));
    const recorded = await world.reminders.of(one.certificate.serialHex);
    expect(recorded).toContainEqual(expect.objectContaining({ key: 'd90', outcome: 'skipped', why: 'off' }));
  });

  test('nobody is asked for whom no contact is known', async () => {
    const one = await customer();
    await world.notices.forget(one.personKey);
    await world.at('2027-09-02T10:00:00');
    expect(await texts(one)).toEqual([]);
    const recorded = await world.reminders.of(one.certificate.serialHex);
    expect(recorded).toEqual([expect.objectContaining({ key: 'd90', why: 'noContact' })]);
  });

  test('eleven months without a use: once, and again only after a use and eleven more', async () => {
    const one = await customer();
    await world.at('2027-10-31T12:00:00');
    expect(await texts(one)).toEqual(['D-31']);
    await world.at('2027-11-01T09:00:00');
    expect((await texts(one)).toSorted()).toEqual(['11개월', 'D-30', 'D-31'].toSorted());
    await world.at('2027-11-02T09:00:00');
    expect(await texts(one)).toHaveLength(3);
    const unused = (await world.messages(one.phone)).find(({ text }) => text.includes('11개월'))?.text ?? '';
    expect(unused).toContain('D-30, 12/1');
  });

  test('one that was used in the tenth month is not unused', async () => {
    const one = await customer();
    world.certificates.clock.at = Temporal.Instant.from('2027-10-05T10:00:00+09:00');
    await used(one, 'autumn');
    await world.at('2027-11-01T09:00:00');
    expect(await texts(one)).toEqual(['D-30']);
  });

  test('a held one is told of its end; what it can do is asked', async () => {
    const one = await customer();
    world.certificates.clock.at = Temporal.Instant.from('2027-09-01T10:00:00+09:00');
    const actor = { kind: 'customer', name: 'customer' } as const;
    await world.certificates.module.hold({ requestId: 'hold', serialHex: one.certificate.serialHex, actor });
    await world.at('2027-09-02T10:00:00');
    await world.at('2027-11-01T10:00:00');
    expect(await texts(one)).toEqual(['D-90', 'D-30']);
    expect((await world.messages(one.phone))[0]?.text).toContain('문의');
  });

  test('while the carrier is away it is tried again, and the one message arrives once', async () => {
    const one = await customer();
    await world.sandbox.faults.set({ service: 'sms', mode: 'garbage', ms: 0, times: 0 });
    await world.at('2027-09-02T10:00:00');
    await world.at('2027-09-02T10:01:00');
    expect(world.log.join()).toContain('left for later');
    await world.sandbox.faults.set({ service: 'sms', mode: 'ok', ms: 0, times: 0 });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await world.at('2027-09-02T10:02:00');
    await world.at('2027-09-02T10:03:00');
    // What the carrier could not be heard to take had arrived; the same id again changes nothing.
    expect(await texts(one)).toEqual(['D-90']);
    const recorded = await world.reminders.of(one.certificate.serialHex);
    expect(recorded).toEqual([expect.objectContaining({ key: 'd90', outcome: 'sent' })]);
  });

  test('begun and never answered, then overtaken: not sent late, and recorded as perhaps sent', async () => {
    const one = await customer();
    await world.sandbox.faults.set({ service: 'sms', mode: 'error', ms: 0, times: 0 });
    await world.at('2027-09-02T10:00:00');
    await world.sandbox.faults.set({ service: 'sms', mode: 'ok', ms: 0, times: 0 });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await world.at('2027-11-01T10:00:00');
    expect(await texts(one)).toEqual(expect.arrayContaining(['D-30']));
    expect(await texts(one)).not.toContain('D-60');
    const recorded = await world.reminders.of(one.certificate.serialHex);
    expect(recorded).toContainEqual(expect.objectContaining({ key: 'd90', why: 'overtaken', begun: true }));
  });

  test('twenty at once are one', async () => {
    const one = await customer();
    world.certificates.clock.at = Temporal.Instant.from('2027-09-02T09:00:00+09:00');
    await Promise.all(Array.from({ length: 20 }, () => world.watch.list(world.certificates.clock.now())));
    await Promise.all(Array.from({ length: 20 }, () => world.worker.run()));
    expect(await texts(one)).toEqual(['D-90']);
  });

  test('setting the clock back sends nothing twice, and misses nobody who comes then', async () => {
    const first = await customer();
    await world.at('2028-08-01T10:00:00');
    expect(await texts(first)).toEqual(['만료됐어요']);
    const second = await customer();
    await world.at('2027-09-02T10:00:00');
    expect(await texts(first)).toEqual(['만료됐어요']);
    expect(await texts(second)).toEqual(['D-90']);
  });

  test('a pass with nothing due reads one record and claims once, however many are listed', async () => {
    await customer();
    await world.at('2027-09-02T10:00:00');
    const calls: string[] = [];
    const wrap = wrapCalls((point) => Promise.resolve(void calls.push(point)));
    const counted = wrap.stores?.({ state: world.state, register: world.register });
    if (!counted) throw new Error('expected counted stores, found none');
    const { clock, module: certificates } = world.certificates;
    const { records, schedule } = counted.state;
    await new ReminderWatch({ records, schedule, certificates }).list(clock.now());
    await new ReminderWorker({ ...world.workerParts, schedule }).run();
    expect(calls).toEqual(['records.get before', 'schedule.claim before', 'schedule.claim after']);
  });

  test('a crash while certificates are listed leaves none out', async () => {
    const several = [await customer(), await customer(), await customer()];
    const { clock, module: certificates } = world.certificates;
    clock.at = Temporal.Instant.from('2027-09-02T08:00:00+09:00');
    let puts = 0;
    const { records, schedule } = world.state;
    const dies = {
      put: (...words: Parameters<typeof schedule.put>) => {
        puts += 1;
        return puts === 2 ? Promise.reject(new Error('the process ended')) : schedule.put(...words);
      },
      remove: (...words: Parameters<typeof schedule.remove>) => schedule.remove(...words),
      claim: (...words: Parameters<typeof schedule.claim>) => schedule.claim(...words),
    };
    await expect(new ReminderWatch({ records, schedule: dies, certificates }).list(clock.now())).rejects.toThrow(
      'ended',
    );
    await world.at('2027-09-02T09:00:00');
    expect(await Promise.all(several.map(texts))).toEqual([['D-90'], ['D-90'], ['D-90']]);
  });
});
