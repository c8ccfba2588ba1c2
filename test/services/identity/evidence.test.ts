import { expect, test } from '@jest/globals';
import { missingEvidence, smsCodeStrength, type Evidence } from '../../../services/identity/evidence.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');

function proof(kind: Evidence['kind'], ageSeconds = 0, more: Partial<Evidence> = {}): Evidence {
  const at = now.subtract({ seconds: ageSeconds }).toString();
  return { kind, at, channel: 'webchat', strength: 'normal', ...more };
}

const lacks = (...parameters: Parameters<typeof missingEvidence>) =>
  missingEvidence(...parameters).map((need) => need.kinds.join('|'));

test('nothing proved: an issue lacks everything, in the order of asking', () => {
  expect(lacks('issue', [], now)).toEqual(['bankLogin', 'identity', 'smsCode|account']);
});

test('an issue may go on with log-in, identity and phone', () => {
  expect(lacks('issue', [proof('smsCode'), proof('identity'), proof('bankLogin')], now)).toEqual([]);
});

test.each([
  ['bankLogin', 86_400, 86_401],
  ['identity', 7 * 86_400, 7 * 86_400 + 1],
  ['smsCode', 86_400, 86_401],
] as const)('%s is fresh at %i s and stale at %i s', (kind, fresh, stale) => {
  const others = (['bankLogin', 'identity', 'smsCode'] as const).filter((other) => other !== kind).map((k) => proof(k));
  expect(lacks('issue', [...others, proof(kind, fresh)], now)).toEqual([]);
  expect(lacks('issue', [...others, proof(kind, stale)], now)).toHaveLength(1);
});

test('a proof that has ended counts no more, however fresh it is', () => {
  const ended = proof('bankLogin', 60, { expiresAt: now.toString() });
  const ending = proof('bankLogin', 60, { expiresAt: now.add({ seconds: 1 }).toString() });
  expect(lacks('revoke', [ended], now)).toHaveLength(1);
  expect(lacks('revoke', [ending], now)).toEqual([]);
});

test('a code sent to a number changed yesterday does not issue, the account check beside it does', () => {
  const strength = smsCodeStrength(now.subtract({ hours: 24 }), now);
  const weak = [proof('bankLogin'), proof('identity'), proof('smsCode', 0, { strength })];
  expect(strength).toBe('weak');
  expect(lacks('issue', weak, now)).toEqual(['smsCode|account']);
  expect(lacks('issue', [...weak, proof('account')], now)).toEqual([]);
  expect(lacks('issue', [...weak, proof('agentCall')], now)).toEqual(['smsCode|account']);
});

test('seven days after a change of number the code is worth as much as before', () => {
  expect(smsCodeStrength(now.subtract({ hours: 7 * 24 - 1 }), now)).toBe('weak');
  expect(smsCodeStrength(now.subtract({ hours: 7 * 24 }), now)).toBe('normal');
  expect(smsCodeStrength(undefined, now)).toBe('normal');
});

test('a proof of another kind does not help', () => {
  expect(lacks('renew', [proof('bankLogin'), proof('smsCode'), proof('identity')], now)).toEqual(['credential']);
});
