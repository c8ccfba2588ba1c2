import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNoticeWorld, type Customer, type NoticeWorld } from './noticeWorld.ts';

describe.each(['SQLite', 'Redis'])('what is kept on %s', (store) => {
  let world: NoticeWorld;
  beforeAll(async () => {
    world = await openNoticeWorld(store);
  });
  afterAll(() => world.close());
  const actor = { kind: 'customer', name: 'customer' } as const;
  const revoke = ({ certificate }: Customer): Promise<unknown> =>
    world.certificates.module.revoke({
      requestId: `revoke-${certificate.serialHex}`,
      serialHex: certificate.serialHex,
      actor,
      reason: 'cessationOfOperation',
    });

  test('a contact is forgotten 90 days after the last certificate; who has another one is kept', async () => {
    const [ends, goesOn, revokes] = [await world.customer(), await world.customer(), await world.customer()];
    await revoke(revokes);
    await world.at('2027-12-02T10:00:00');
    const { module, clock } = world.certificates;
    const name = '홍길동';
    const enrollmentId = `again-${goesOn.personKey}`;
    const { vid } = await module.bindIdentity({ enrollmentId, name, number: '9001011234568' });
    const subject = { ...goesOn.subject, enrollmentId, name, vid };
    const confirmedHash = module.summary(subject, clock.now()).hash;
    const credential = { policy: 'pin6', secret: '739284' } as const;
    const again = { subject, credential, confirmedHash, replaceConsent: true, now: clock.now() };
    expect((await module.issue(again)).ok).toBe(true);
    expect(await world.retention.run()).toBe(0);
    await world.at('2028-03-01T09:00:00');
    await world.retention.run();
    expect(await world.notices.contact(ends.personKey)).toBeDefined();
    await world.at('2028-03-01T10:30:00');
    await world.retention.run();
    expect(await world.notices.contact(ends.personKey)).toBeUndefined();
    expect(await world.notices.contact(revokes.personKey)).toBeUndefined();
    expect(await world.notices.contact(goesOn.personKey)).toBeDefined();
  });

  test('what was sent goes when it is old, and not before', async () => {
    const [early, late] = ['2021-01-01T00:00:00Z', '2026-01-01T00:00:00Z'].map((at) => Temporal.Instant.from(at));
    if (!early || !late) throw new Error('expected two instants, found fewer');
    await world.ledger.write({ kind: 'completion', id: 'early', at: early, value: {} });
    await world.ledger.write({ kind: 'kakaoNoticeBegun', id: 'early', at: early, value: {} });
    await world.ledger.write({ kind: 'completion', id: 'late', at: late, value: {} });
    expect(await world.ledger.write({ kind: 'completion', id: 'late', at: late, value: {} })).toBe(false);
    expect(await world.ledger.purge(late)).toBe(2);
    expect(await world.ledger.has('completion', 'early')).toBe(false);
    expect(await world.ledger.has('completion', 'late')).toBe(true);
  });

  test('whether an old message was ours is forgotten, of a newer one it can be asked', async () => {
    const [early, late] = ['2021-01-01T00:00:00Z', '2026-01-01T00:00:00Z'].map((at) => Temporal.Instant.from(at));
    if (!early || !late) throw new Error('expected two instants, found fewer');
    await world.sent.add('early', early);
    await world.sent.add('late', late);
    expect(await world.sent.purge(late)).toBe(1);
    expect([await world.sent.has('early'), await world.sent.has('late')]).toEqual([false, true]);
  });
});
