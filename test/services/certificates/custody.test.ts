import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { possessionBytes } from '../../../services/certificates/keys/keyCustody.ts';
import { NativeKeyCustody } from '../../../services/certificates/keys/nativeKeyCustody.ts';
import { NativeKeyPool } from '../../../services/certificates/keys/nativeKeyPool.ts';
import { Semaphore } from '../../../services/certificates/keys/semaphore.ts';
import { readIdentifyData, virtualId } from '../../../services/certificates/authority/vid.ts';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { hong, pin, today } from './certificateWorld.ts';

let state: State;
let custody: NativeKeyCustody;
const clock = { now: () => today };
let ids = 0;

function custodyUnder(...peppers: readonly string[]): NativeKeyCustody {
  return new NativeKeyCustody({
    records: state.records,
    sealer: new GcmSealer({ peppers, random: systemRandom }),
    random: systemRandom,
    clock,
  });
}

beforeAll(async () => {
  state = await openSqliteState(':memory:');
  custody = custodyUnder('first pepper');
});

afterAll(() => state.close());

function nextId(): string {
  ids += 1;
  return `id-${ids}`;
}

async function created(credential: { policy: 'pin6' | 'password'; secret: string } = pin): Promise<string> {
  const enrollmentId = nextId();
  const { vid } = await custody.bind({ enrollmentId, ...hong });
  const keyId = nextId();
  const made = await custody.create({ keyId, enrollmentId, vid, keyType: 'p256', credential });
  expect(made.ok).toBe(true);
  return keyId;
}

test('the number is nowhere: not in the place, not as digits of any encoding', async () => {
  const enrollmentId = nextId();
  const { vid } = await custody.bind({ enrollmentId, ...hong });
  const place = JSON.stringify(await state.records.get(`place:${enrollmentId}`));
  for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const)
    expect(place + vid).not.toContain(Buffer.from(hong.number).toString(encoding).slice(0, 12));
  expect(readIdentifyData(Buffer.from(vid, 'base64url')).name).toBe('홍길동');
});

test('bound again, the place is new: another R, another VID', async () => {
  const enrollmentId = nextId();
  const first = await custody.bind({ enrollmentId, ...hong });
  const second = await custody.bind({ enrollmentId, ...hong });
  expect(second.vid).not.toBe(first.vid);
  const request = { keyId: nextId(), enrollmentId, keyType: 'p256', credential: pin } as const;
  expect(await custody.create({ ...request, vid: first.vid })).toMatchObject({ code: 'issue.identityGone' });
  expect((await custody.create({ ...request, vid: second.vid })).ok).toBe(true);
});

test('asked again for the same key it answers the same, whatever came first', async () => {
  const enrollmentId = nextId();
  const { vid } = await custody.bind({ enrollmentId, ...hong });
  const request = { keyId: nextId(), enrollmentId, vid, keyType: 'p256', credential: pin } as const;
  const answers = await Promise.all([custody.create(request), custody.create(request)]);
  answers.push(await custody.create(request));
  expect(new Set(answers.map((one) => one.ok && one.value.publicKey)).size).toBe(1);
});

test('what survives in the store opens neither with the pepper nor with the credential alone', async () => {
  const keyId = await created();
  const stored = JSON.stringify(await state.records.get(`key:${keyId}`));
  expect(stored).not.toContain(pin.secret);
  const other = custodyUnder('another pepper');
  await expect(other.check({ requestId: nextId(), keyId, credential: pin })).rejects.toThrow();
  const wrong = { policy: 'pin6', secret: '739285' } as const;
  expect(await custody.check({ requestId: nextId(), keyId, credential: wrong })).toMatchObject({
    code: 'credential.wrong',
  });
});

test('a PIN is no password: the same text under the other policy does not open', async () => {
  const keyId = await created();
  const credential = { policy: 'password', secret: pin.secret } as const;
  expect(await custody.check({ requestId: nextId(), keyId, credential })).toMatchObject({ code: 'credential.wrong' });
});

test('a password opens in NFC and NFD', async () => {
  const keyId = await created({ policy: 'password', secret: 'Tb4!가나다라' });
  const credential = { policy: 'password', secret: 'Tb4!가나다라'.normalize('NFD') } as const;
  expect((await custody.check({ requestId: nextId(), keyId, credential })).ok).toBe(true);
});

test('a wrong entry sent again after silence counts once', async () => {
  const keyId = await created();
  const request = { requestId: nextId(), keyId, credential: { policy: 'pin6', secret: '739285' } as const };
  for (let i = 0; i < 10; i += 1)
    expect(await custody.check(request)).toMatchObject({ code: 'credential.wrong', details: { triesLeft: 4 } });
  expect((await custody.standing(keyId))?.triesLeft).toBe(4);
});

test('the fourth wrong entry leaves one, the fifth locks, and the right one then helps no more', async () => {
  const keyId = await created();
  const guess = (secret: string) =>
    custody.check({ requestId: nextId(), keyId, credential: { policy: 'pin6', secret } });
  for (const triesLeft of [4, 3, 2, 1]) expect(await guess('739285')).toMatchObject({ details: { triesLeft } });
  expect(await guess('739285')).toMatchObject({ code: 'credential.locked' });
  expect(await guess(pin.secret)).toMatchObject({ code: 'credential.locked' });
  expect(await custody.standing(keyId)).toMatchObject({ locked: true, triesLeft: 0 });
});

test('a following key carries R on, and the old key signed for it', async () => {
  const oldKeyId = await created();
  const keyId = nextId();
  const request = {
    requestId: nextId(),
    enrollmentId: nextId(),
    keyId,
    oldKeyId,
    keyType: 'rsa2048',
    credential: pin,
    challenge: 'of this renewal',
  } as const;
  const [made, again] = [await custody.succeed(request), await custody.succeed(request)];
  if (!made.ok) throw new Error(made.code);
  expect(again).toEqual(made);
  const old = await state.records.get<{ publicKey: string }>(`key:${oldKeyId}`);
  const key = createPublicKey({
    key: Buffer.from(old?.value.publicKey ?? '', 'base64url'),
    format: 'der',
    type: 'spki',
  });
  const proof = Buffer.from(made.value.proof, 'base64url');
  expect(verify('sha256', possessionBytes('of this renewal', made.value.publicKey), key, proof)).toBe(true);
  expect(verify('sha256', possessionBytes('of another', made.value.publicKey), key, proof)).toBe(false);
});

test('a rotated pepper re-wraps the outer layer only; the old one may go then', async () => {
  const keyId = await created();
  const rotating = custodyUnder('second pepper', 'first pepper');
  while ((await rotating.rewrap(3)) > 0);
  const after = custodyUnder('second pepper');
  expect((await after.check({ requestId: nextId(), keyId, credential: pin })).ok).toBe(true);
  await expect(custody.check({ requestId: nextId(), keyId, credential: pin })).rejects.toThrow();
  while ((await custodyUnder('first pepper', 'second pepper').rewrap(100)) > 0);
});

test('a destroyed key is gone', async () => {
  const keyId = await created();
  await custody.destroy(keyId);
  await custody.destroy(keyId);
  expect(await custody.standing(keyId)).toBeUndefined();
  expect(await custody.check({ requestId: nextId(), keyId, credential: pin })).toMatchObject({
    code: 'credential.keyGone',
  });
});

test('places that came to nothing are forgotten', async () => {
  const enrollmentId = nextId();
  await custody.bind({ enrollmentId, ...hong });
  await custody.unbindOlderThan(today.toString());
  expect(await state.records.get(`place:${enrollmentId}`)).toBeDefined();
  await custody.unbindOlderThan(today.add({ seconds: 1 }).toString());
  expect(await state.records.get(`place:${enrollmentId}`)).toBeUndefined();
});

test('a key begun ahead is the one that is taken, once', async () => {
  const pool = new NativeKeyPool();
  pool.makeAhead('somebody', 'p256');
  pool.makeAhead('somebody', 'p256');
  const [first, second] = await Promise.all([pool.take('somebody', 'p256'), pool.take('somebody', 'p256')]);
  expect(first.equals(second)).toBe(false);
});

test('a full queue is an outage at once, and a place that is freed goes to who waits longest', async () => {
  const order: string[] = [];
  const semaphore = new Semaphore({ width: 1, waiting: 2, full: () => new Error('full') });
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      order.push(name);
      setImmediate(resolve);
    });
  const running = ['a', 'b', 'c'].map((name) => semaphore.run(work(name)));
  await expect(semaphore.run(work('d'))).rejects.toThrow('full');
  await Promise.all(running);
  expect(order).toEqual(['a', 'b', 'c']);
  await semaphore.run(work('e'));
  expect(order.at(-1)).toBe('e');
});

test('the same number and R always give the same VID, another number another', () => {
  const randomNumber = systemRandom.bytes(20);
  expect(virtualId(hong.number, randomNumber).equals(virtualId(hong.number, randomNumber))).toBe(true);
  expect(virtualId('9001011234569', randomNumber).equals(virtualId(hong.number, randomNumber))).toBe(false);
});
