import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Completion } from '../../../services/notices/completionNotices.ts';
import { noticeKey } from '../../../services/knowledge/phishing.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { eventually } from '../../support/eventually.ts';
import { openNoticeWorld, personKeyKey, words, type Customer, type NoticeWorld } from './noticeWorld.ts';

describe.each(['SQLite', 'Redis'])('completion notices on %s', (store) => {
  let world: NoticeWorld;
  let one: Customer;
  beforeAll(async () => {
    world = await openNoticeWorld(store);
    one = await world.customer();
  });
  afterAll(() => world.close());

  const texts = async (): Promise<string[]> => (await world.messages(one.phone)).map(({ text }) => text);
  let requests = 0;
  function completion(changes: Partial<Completion> = {}): Completion {
    const { personKey, certificate } = one;
    requests += 1;
    return { id: `request-${requests}`, personKey, happening: 'held', certificate, ...changes };
  }
  const fault = (mode: 'ok' | 'error' | 'garbage'): Promise<void> =>
    world.sandbox.faults.set({ service: 'sms', mode, ms: 0, times: 0 });
  /** Time in which what was not sent at once becomes due. */
  const later = (): void => {
    world.certificates.clock.at = world.certificates.clock.at.add({ seconds: 31 });
  };

  test('the registered phone hears of it at once, at any hour, once, and may ask whether it was us', async () => {
    world.certificates.clock.at = Temporal.Instant.from('2026-12-01T23:40:00+09:00');
    const told = completion({ happening: 'issued' });
    await world.notices.completed(told);
    await world.notices.completed(told);
    await Promise.all(Array.from({ length: 10 }, () => world.notices.completed(told)));
    const serial = one.certificate.serialHex.slice(-4).toUpperCase();
    const named = { locale: 'ko', maskedName: '홍*동', bankCode: '020', product: 'personal', serial } as const;
    const expected = words.completion({ ...named, happening: 'issued' });
    expect(await texts()).toEqual([expected]);
    expect(await world.sent.has(noticeKey(personKeyKey, expected))).toBe(true);
    later();
    expect(await world.completions.run()).toBe(0);
  });

  test('the same act on another day is another notice', async () => {
    const before = (await texts()).length;
    await world.notices.completed(completion());
    await world.notices.completed(completion());
    expect(await texts()).toHaveLength(before + 2);
  });

  test('without the carrier the caller goes on, and it arrives later, once', async () => {
    const before = (await texts()).length;
    const told = completion({ happening: 'revoked' });
    await fault('error');
    await world.notices.completed(told);
    expect(await texts()).toHaveLength(before);
    await fault('ok');
    expect(await world.completions.run()).toBe(0);
    later();
    expect(await world.completions.run()).toBe(1);
    later();
    expect(await world.completions.run()).toBe(0);
    expect((await texts()).slice(before)).toEqual([expect.stringContaining('폐기됐어요')]);
  });

  test('a carrier that takes it and cannot be heard sends it once', async () => {
    const before = (await texts()).length;
    await fault('garbage');
    await world.notices.completed(completion({ happening: 'renewed' }));
    await fault('ok');
    later();
    await world.completions.run();
    expect(await texts()).toHaveLength(before + 1);
  });

  test('an outage in the middle of a run leaves the rest for the next one', async () => {
    const before = (await texts()).length;
    await fault('error');
    for (let count = 0; count < 3; count += 1) await world.notices.completed(completion());
    later();
    await expect(world.completions.run()).rejects.toThrow(Unavailable);
    await fault('ok');
    later();
    // Real time: what the failed run had claimed comes back with the end of its lease.
    const { schedule } = world.state;
    const left = await schedule.claim('completions', world.certificates.clock.now(), 9, 0.01);
    expect(left).toEqual([]);
    for (const id of [requests, requests - 1, requests - 2].map((number) => `request-${number}`)) {
      const at = world.certificates.clock.now();
      const { personKey, certificate } = one;
      await schedule.put('completions', {
        id,
        at,
        payload: JSON.stringify({ personKey, happening: 'held', certificate }),
      });
    }
    expect(await world.completions.run()).toBe(3);
    await eventually(async () => (await texts()).length === before + 3);
  });

  test('who cannot be reached is noted, and not asked for again', async () => {
    const stranger = completion({ personKey: 'nobody' });
    await world.notices.completed(stranger);
    await world.notices.keepContact(
      'nobody',
      { name: '김영희', phone: one.phone, locale: 'ko', channel: 'sms' },
      world.certificates.clock.now(),
    );
    const before = (await texts()).length;
    await world.notices.completed(stranger);
    later();
    await world.completions.run();
    expect(await texts()).toHaveLength(before);
    expect(await world.ledger.has('completion', stranger.id)).toBe(true);
  });

  test('who ended reminders still hears of what is done to the certificate; who was forgotten does not', async () => {
    const before = (await texts()).length;
    await world.notices.setReminders(one.personKey, false);
    await world.notices.completed(completion({ happening: 'credentialChanged' }));
    expect(await texts()).toHaveLength(before + 1);
    await world.notices.forget(one.personKey);
    await world.notices.completed(completion({ happening: 'revoked' }));
    expect(await texts()).toHaveLength(before + 1);
  });
});
