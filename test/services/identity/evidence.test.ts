import { expect, test } from '@jest/globals';
import {
  missingEvidence,
  needsOf,
  phoneWeakUntil,
  type Evidence,
  type ProtectedAct,
} from '../../../services/identity/evidence.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');

function proof(kind: Evidence['kind'], ageSeconds = 0, more: Partial<Evidence> = {}): Evidence {
  const at = now.subtract({ seconds: ageSeconds }).toString();
  return { kind, answer: kind, at, personKey: 'hong', channel: 'webchat', strength: 'normal', ...more };
}

const lacks = (act: ProtectedAct, evidence: readonly Evidence[], at: Temporal.Instant) =>
  missingEvidence(needsOf(act), evidence, at).map((need) => need.kinds.join('|'));

test('nothing proved: an issue lacks everything, in the order of asking', () => {
  expect(lacks('issue', [], now)).toEqual(['bankLogin', 'identity', 'smsCode|account']);
});

test('an issue may go on with log-in, identity and phone', () => {
  expect(lacks('issue', [proof('smsCode'), proof('identity'), proof('bankLogin')], now)).toEqual([]);
});

test.each([
  ['identity', 7 * 86_400, 7 * 86_400 + 1],
  ['smsCode', 86_400, 86_401],
] as const)('%s is fresh at %i s and stale at %i s', (kind, fresh, stale) => {
  const others = (['bankLogin', 'identity', 'smsCode'] as const).filter((other) => other !== kind).map((k) => proof(k));
  expect(lacks('issue', [...others, proof(kind, fresh)], now)).toEqual([]);
  expect(lacks('issue', [...others, proof(kind, stale)], now)).toHaveLength(1);
});

test('a log-in ages with the identity check of the same person, and with nobody else’s', () => {
  const old = proof('bankLogin', 3 * 86_400);
  expect(lacks('issue', [old, proof('identity', 2 * 86_400), proof('smsCode')], now)).toEqual([]);
  expect(lacks('issue', [old, proof('identity', 8 * 86_400), proof('smsCode')], now)).toEqual([
    'bankLogin',
    'identity',
  ]);
  const kims = proof('identity', 0, { personKey: 'kim' });
  expect(lacks('issue', [old, kims, proof('smsCode')], now)).not.toEqual([]);
  // alone it ages as ever
  expect(lacks('release', [proof('bankLogin', 601), proof('smsCode')], now)).toEqual(['bankLogin']);
});

test('what is proved of two persons is proved of neither', () => {
  const kims = proof('smsCode', 0, { personKey: 'kim' });
  expect(lacks('issue', [proof('bankLogin'), proof('identity'), kims], now)).toEqual(['smsCode|account']);
  expect(lacks('release', [proof('bankLogin'), kims], now)).toHaveLength(1);
});

test('a bank’s own check is a need besides those of the table', () => {
  const all = [proof('bankLogin'), proof('identity'), proof('smsCode')];
  const needs = needsOf('issue', ['bankLogin', 'identity', 'smsCode', 'idPhoto']);
  expect(missingEvidence(needs, all, now).map(({ kinds }) => kinds)).toEqual([['idPhoto']]);
  expect(missingEvidence(needs, [...all, proof('idPhoto')], now)).toEqual([]);
  // the phone's row is the table's: a check by code adds nothing to it
  expect(needsOf('issue', ['smsCode'])).toEqual(needsOf('issue'));
  expect(needsOf('issue', ['account'])).toHaveLength(4);
});

test('a proof that has ended counts no more, however fresh it is', () => {
  const ended = proof('bankLogin', 60, { expiresAt: now.toString() });
  const ending = proof('bankLogin', 60, { expiresAt: now.add({ seconds: 1 }).toString() });
  expect(lacks('revoke', [ended], now)).toHaveLength(1);
  expect(lacks('revoke', [ending], now)).toEqual([]);
});

test('a code sent to a number changed yesterday does not issue, the account check beside it does', () => {
  const weak = [proof('bankLogin'), proof('identity'), proof('smsCode', 0, { strength: 'weak' })];
  expect(lacks('issue', weak, now)).toEqual(['smsCode|account']);
  expect(lacks('issue', [...weak, proof('account')], now)).toEqual([]);
  expect(lacks('issue', [...weak, proof('agentCall')], now)).toEqual(['smsCode|account']);
});

test('72 hours after a change of number, or as long as is set, a code to it is worth as much as before', () => {
  const until = (hours: number, set?: number) => phoneWeakUntil(now.subtract({ hours }), now, set)?.toString();
  expect(until(71)).toBe(now.add({ hours: 1 }).toString());
  expect(until(72)).toBeUndefined();
  expect(until(23, 24)).toBe(now.add({ hours: 1 }).toString());
  expect(until(24, 24)).toBeUndefined();
  expect(phoneWeakUntil(undefined, now)).toBeUndefined();
});

test('a release from hold is not done by a weak code either', () => {
  const login = proof('bankLogin');
  expect(lacks('release', [login, proof('smsCode')], now)).toEqual([]);
  expect(lacks('release', [login, proof('smsCode', 0, { strength: 'weak' })], now)).toEqual(['smsCode|account']);
});

test('a proof of another kind does not help', () => {
  expect(lacks('renew', [proof('bankLogin'), proof('smsCode'), proof('identity')], now)).toEqual(['credential']);
});
