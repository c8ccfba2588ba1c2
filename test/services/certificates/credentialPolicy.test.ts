import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkCredential, passwordLength } from '../../../services/certificates/keys/credentialPolicy.ts';
import type { CredentialPolicy } from '../../../services/certificates/credential.ts';

const person = { birthDate: '1990-01-01', phone: '01012345678', businessNumber: '1234567891' };

function judge(policy: CredentialPolicy, secret: string, confirmation = secret): string {
  const result = checkCredential(policy, secret, confirmation, person);
  return result.ok ? 'ok' : result.code;
}

test.each([
  ['739284', 'ok'],
  ['７３９２８４', 'ok'],
  ['73928', 'credential.form'],
  ['7392840', 'credential.form'],
  ['73928a', 'credential.form'],
  ['', 'credential.form'],
  ['777777', 'credential.sameDigits'],
  ['123456', 'credential.run'],
  ['654321', 'credential.run'],
  ['890123', 'credential.run'],
  ['210987', 'credential.run'],
  ['123457', 'credential.personal'],
  ['636363', 'credential.repeats'],
  ['739739', 'credential.repeats'],
  ['338866', 'credential.repeats'],
  ['888333', 'credential.repeats'],
  ['888334', 'ok'],
  ['147258', 'credential.keypadLine'],
  ['741963', 'credential.keypadLine'],
  ['159753', 'credential.keypadLine'],
  ['125809', 'credential.keypadLine'],
  ['147285', 'ok'],
  ['900101', 'credential.personal'],
  ['010190', 'credential.personal'],
  ['199077', 'credential.personal'],
  ['567890', 'credential.run'],
  ['567883', 'credential.personal'],
  ['875678', 'credential.personal'],
  ['967891', 'credential.personal'],
  ['142536', 'credential.common'],
])('a PIN %s is judged %s', (pin, expected) => {
  expect(judge('pin6', pin)).toBe(expected);
});

test.each([
  ['Tb4!xkqw', 'ok'],
  ['Tb4!xkq', 'credential.form'],
  [`Tb4!${'xk'.repeat(30)}`, 'ok'],
  [`Tb4!${'xk'.repeat(30)}z`, 'credential.form'],
  ['tb4!xkqw', 'credential.form'],
  ['TB4!XKQW', 'credential.form'],
  ['Tbx!xkqw', 'credential.form'],
  ['Tb4xxkqw', 'credential.form'],
  ['Tb4 xkqw', 'credential.form'],
  ['Tb4!xkq\u200b', 'credential.form'],
  ['Tb4!가나다라', 'ok'],
  ['Qlalfqjsgh1!', 'credential.common'],
  ['qlalfqjsgH123!@', 'credential.common'],
  ['P@ssw0rd!', 'credential.common'],
  ['Password123!', 'credential.common'],
  ['!!Welcome1', 'credential.common'],
  ['Abcd1234!', 'credential.common'],
  ['Qwer1234!@', 'credential.common'],
  ['1q2w3e4R!', 'credential.common'],
  ['Tk900101!', 'credential.personal'],
  ['Tk12345678!', 'credential.personal'],
])('a password %s is judged %s', (password, expected) => {
  expect(judge('password', password)).toBe(expected);
});

test('length counts code points after NFC, not UTF-16 units', () => {
  const decomposed = `Tb4!${'가'.normalize('NFD').repeat(passwordLength.max - 4)}`;
  expect(judge('password', decomposed)).toBe('ok');
  expect(judge('password', `Tb4!${'\u{1F600}'.repeat(3)}`)).toBe('credential.form');
  expect(judge('password', `Tb4!${'\u{1F600}'.repeat(4)}`)).toBe('ok');
});

test('the two entries are compared last, in one form', () => {
  expect(judge('pin6', '739284', '739285')).toBe('credential.mismatch');
  expect(judge('pin6', '777777', '739285')).toBe('credential.sameDigits');
  expect(judge('password', 'Tb4!가나다라', 'Tb4!가나다라'.normalize('NFD'))).toBe('ok');
});

test('the credential that is replaced is refused', () => {
  const again = checkCredential('pin6', '739284', '739284', { previous: '739284' });
  expect(again).toEqual({ ok: false, code: 'credential.previous' });
  expect(checkCredential('pin6', '739285', '739285', { previous: '739284' }).ok).toBe(true);
});

test('nothing known of the person refuses nothing for being personal', () => {
  expect(checkCredential('pin6', '900101', '900101', {}).ok).toBe(true);
});

test('any text at all is judged without an error', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom<CredentialPolicy>('pin6', 'password'),
      (text, policy) => {
        const result = checkCredential(policy, text, text, person);
        return result.ok || result.code.startsWith('credential.');
      },
    ),
  );
});
