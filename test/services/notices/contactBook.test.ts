import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ErasablePersonKeys } from '../../../services/audit/personKeys.ts';
import { ContactBook, type Contact } from '../../../services/notices/contactBook.ts';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { findSecrets, secret } from '../../support/canary.ts';
import { textPlace } from '../../support/canaryPlaces.ts';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';

const hong: Contact = {
  name: '홍길동',
  phone: '01012345678',
  email: 'hong@example.com',
  locale: 'ko',
  channel: 'kakaoTalk',
  caseId: 'a-case',
  kakao: { botId: 'bot', userId: 'user' },
};
const [early, late] = ['2026-12-01T05:30:00Z', '2026-12-02T05:30:00Z'].map((at) => Temporal.Instant.from(at)) as [
  Temporal.Instant,
  Temporal.Instant,
];

describe.each(['SQLite', 'Redis'])('contacts on %s', (store) => {
  let redis: RedisServer | undefined;
  let state: State;
  let keys: ErasablePersonKeys;
  let book: ContactBook;
  beforeEach(async () => {
    redis = store === 'Redis' ? await startRedisServer() : undefined;
    state = redis ? await openRedisState(redis.url) : await openSqliteState(':memory:');
    const { records } = state;
    const sealer = new GcmSealer({ peppers: ['pepper'], random: systemRandom });
    keys = new ErasablePersonKeys({ records, sealer, random: systemRandom });
    book = new ContactBook({ records, personKeys: keys });
  });
  afterEach(async () => {
    await state.close();
    await redis?.stop();
  });

  test('what was kept is found again, and nothing of it can be read in the store', async () => {
    await book.keep('hong', hong, early);
    expect(await book.find('hong')).toEqual(hong);
    expect(await book.find('kim')).toBeUndefined();
    const kept: string[] = [];
    for await (const key of state.records.keys('')) kept.push(key, JSON.stringify(await state.records.get(key)));
    const found = findSecrets(
      [secret('name', hong.name), secret('phone', hong.phone), secret('mail', hong.email ?? '')],
      [textPlace('store', 'records', kept.join('\n'))],
    );
    expect(found).toEqual([]);
  });

  test('the same again writes nothing, the contact given last counts, however late it comes', async () => {
    await book.keep('hong', hong, early);
    const version = (await state.records.get('contact:hong'))?.version;
    await book.keep('hong', { ...hong }, early);
    await book.keep('hong', { ...hong }, late);
    expect((await state.records.get('contact:hong'))?.version).toBe(version);
    await book.keep('hong', { ...hong, phone: '01099998888' }, late);
    await book.keep('hong', hong, early);
    expect((await book.find('hong'))?.phone).toBe('01099998888');
  });

  test('reminders are on until ended, also for somebody unknown, and a new contact does not begin them again', async () => {
    expect(await book.wantsReminders('hong')).toBe(true);
    await book.setReminders('hong', false);
    await book.setReminders('hong', false);
    expect(await book.wantsReminders('hong')).toBe(false);
    expect(await book.find('hong')).toBeUndefined();
    await book.keep('hong', hong, early);
    expect(await book.wantsReminders('hong')).toBe(false);
    expect(await book.find('hong')).toEqual(hong);
    await book.setReminders('hong', true);
    expect(await book.wantsReminders('hong')).toBe(true);
    await book.setReminders('kim', true);
    expect(await state.records.get('contact:kim')).toBeUndefined();
  });

  test('who changes it at the same time loses nothing', async () => {
    await Promise.all([
      ...Array.from({ length: 10 }, () => book.keep('hong', hong, early)),
      ...Array.from({ length: 10 }, () => book.setReminders('hong', false)),
    ]);
    expect(await book.find('hong')).toEqual(hong);
    expect(await book.wantsReminders('hong')).toBe(false);
  });

  test('forgotten is forgotten, in a copy of the store too; the audit log stays readable', async () => {
    const audited = await keys.seal('hong', 'an audited detail');
    await book.keep('hong', hong, early);
    const copy = (await state.records.get('contact:hong'))?.value;
    await book.forget('hong');
    await book.forget('hong');
    expect(await book.find('hong')).toBeUndefined();
    await state.records.putIfVersion('contact:hong', copy, 0);
    expect(await book.find('hong')).toBeUndefined();
    expect(await keys.open('hong', audited)).toBe('an audited detail');
    await book.keep('hong', hong, late);
    expect(await book.find('hong')).toEqual(hong);
  });
});
