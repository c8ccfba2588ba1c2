import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SmsLimits, phoneKey, sendsAnHourInAll } from '../../../services/sms/smsLimits.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';

const start = Temporal.Instant.from('2026-11-22T14:13:00+09:00');
const key = 'person key';
let state: State;
let next = 0;

beforeAll(async () => {
  state = await openSqliteState(':memory:');
});
afterAll(() => state.close());

/** A phone of its own for each test, so that tests don't share a count. */
function newPhone(): string {
  next += 1;
  return phoneKey(key, `0109${String(next).padStart(7, '0')}`);
}

function at(seconds: number): Temporal.Instant {
  return start.add({ seconds });
}

async function send(
  limits: SmsLimits,
  phone: string,
  seconds: number,
  id = `send-${phone}-${seconds}`,
): Promise<string> {
  const result = await limits.admitSend({ phoneKey: phone, id, now: at(seconds) });
  return result.ok ? 'sent' : [result.code, ...Object.values(result.details ?? {})].join(' ');
}

test('a second code goes out after 30 seconds, and until then the wait is told', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  expect(await send(limits, phone, 0)).toBe('sent');
  expect(await send(limits, phone, 1)).toBe('sms.tooSoon 29');
  expect(await send(limits, phone, 18)).toBe('sms.tooSoon 12');
  expect(await send(limits, phone, 29)).toBe('sms.tooSoon 1');
  expect(await send(limits, phone, 30)).toBe('sent');
});

test('five codes an hour, the sixth when the first is an hour old; a refused asking counts nowhere', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  for (const n of [0, 1, 2, 3, 4]) expect(await send(limits, phone, n * 60)).toBe('sent');
  for (const n of [5, 6, 7]) expect(await send(limits, phone, n * 60)).toBe('sms.tooManySends');
  expect(await send(limits, phone, 3599)).toBe('sms.tooManySends');
  expect(await send(limits, phone, 3600)).toBe('sent');
});

test('ten codes a day', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  for (const n of Array(10).keys()) expect(await send(limits, phone, n * 1800)).toBe('sent');
  expect(await send(limits, phone, 10 * 1800)).toBe('sms.tooManySends');
  expect(await send(limits, phone, 86_399)).toBe('sms.tooManySends');
  expect(await send(limits, phone, 86_400)).toBe('sent');
});

test('the same effect twice is one send', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  for (const seconds of [0, 1, 2]) expect(await send(limits, phone, seconds, 'effect-1')).toBe('sent');
  expect(await send(limits, phone, 40, 'effect-2')).toBe('sent');
  expect(await state.counters.read({ key: `sms.sends:${phone}`, windowSeconds: 3600, now: at(60) })).toBe(2);
});

test('50 askings at once are one SMS', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => send(limits, phone, 0, `tap-${phone}-${n}`)));
  expect(answers.filter((answer) => answer === 'sent')).toHaveLength(1);
});

test('one phone does not count for another, and no counter holds a phone', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  expect(await send(limits, newPhone(), 0)).toBe('sent');
  expect(await send(limits, newPhone(), 0)).toBe('sent');
  expect(phoneKey(key, '01012345678')).not.toContain('1234');
  expect(phoneKey('another key', '01012345678')).not.toBe(phoneKey(key, '01012345678'));
});

test('the thousand-and-first code of an hour stops all sending and raises the alarm', async () => {
  const alarms: string[] = [];
  const own = await openSqliteState(':memory:');
  const limits = new SmsLimits({ counters: own.counters, alarm: (name) => alarms.push(name) });
  const increments = Array.from({ length: sendsAnHourInAll - 1 }, (_, n) =>
    own.counters.increment({ key: 'sms.sends', windowSeconds: 3600, now: start, id: `other-${n}` }),
  );
  await Promise.all(increments);
  expect(await send(limits, newPhone(), 1)).toBe('sent');
  const stopped = newPhone();
  expect(await send(limits, stopped, 1)).toBe('sms.paused');
  expect(alarms).toEqual(['sms.breaker']);
  expect(await send(limits, stopped, 3601)).toBe('sent');
  await own.close();
});

test('fifteen guesses a day are compared, the sixteenth closes the phone for 24 hours', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  const guess = (n: number, seconds: number) =>
    limits.countGuess({ phoneKey: phone, id: `guess-${n}`, now: at(seconds) });
  for (let n = 1; n <= 15; n += 1) expect(await guess(n, n)).toBe(n);
  expect(await limits.isLocked({ phoneKey: phone, now: at(20) })).toBe(true);
  expect(await send(limits, phone, 20)).toBe('sms.locked');
  expect(await guess(16, 1000)).toBe(16);
  expect(await guess(17, 86_500)).toBe(16);
  expect(await send(limits, phone, 1000 + 86_399)).toBe('sms.locked');
  expect(await send(limits, phone, 1000 + 86_400)).toBe('sent');
});

test('a right code, and the same guess delivered twice, are no further guess', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  const act = { phoneKey: phone, id: 'guess-right', now: at(0) };
  expect(await limits.countGuess(act)).toBe(1);
  expect(await limits.countGuess(act)).toBe(1);
  await limits.forgiveGuess(act);
  expect(await limits.countGuess({ ...act, id: 'guess-next' })).toBe(1);
});

test('100 parallel guesses: fifteen are compared', async () => {
  const limits = new SmsLimits({ counters: state.counters });
  const phone = newPhone();
  const guesses = Array.from({ length: 100 }, (_, n) =>
    limits.countGuess({ phoneKey: phone, id: `at-once-${n}`, now: at(0) }),
  );
  const compared = (await Promise.all(guesses)).filter((count) => count <= 15);
  expect(compared).toHaveLength(15);
});

test('a decoy meets the limits that a real send would meet, the breaker too, and uses up nobody’s', async () => {
  const counted = await openSqliteState(':memory:');
  const alarms: string[] = [];
  const limits = new SmsLimits({ counters: counted.counters, alarm: (name) => void alarms.push(name) });
  const decoy = async (phone: string, seconds: number): Promise<string> => {
    const act = { phoneKey: phone, id: `decoy-${phone}-${seconds}`, now: at(seconds), decoy: true };
    const result = await limits.admitSend(act);
    return result.ok ? 'sent' : result.code;
  };
  const nobody = newPhone();
  for (const n of [0, 1, 2, 3, 4]) expect(await decoy(nobody, n * 60)).toBe('sent');
  expect(await decoy(nobody, 250)).toBe('sms.tooSoon');
  expect(await decoy(nobody, 300)).toBe('sms.tooManySends');
  expect(await counted.counters.read({ key: 'sms.sends', windowSeconds: 3600, now: at(300) })).toBe(0);
  for (let n = 0; n < sendsAnHourInAll; n += 1) {
    const count = { key: 'sms.sends', windowSeconds: 3600, now: at(300), id: `real-${n}` };
    if (n === sendsAnHourInAll - 1) expect(await decoy(newPhone(), 300)).toBe('sent');
    await counted.counters.increment(count);
  }
  expect(await decoy(newPhone(), 300)).toBe('sms.paused');
  expect(await send(limits, newPhone(), 300)).toBe('sms.paused');
  expect(alarms).toEqual(['sms.breaker']);
  await counted.close();
});
