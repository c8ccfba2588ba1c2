import { expect, test } from '@jest/globals';
import { personKeyOf } from '../../../services/shared/personKey.ts';

test('one CI makes one key of 43 characters that does not show it', () => {
  const key = personKeyOf('CI-of-hong', 'secret');
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(personKeyOf('CI-of-hong', 'secret')).toBe(key);
});

test('another CI or another secret makes another key', () => {
  const keys = [
    personKeyOf('CI-of-hong', 'secret'),
    personKeyOf('CI-of-kim', 'secret'),
    personKeyOf('CI-of-hong', 'other'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['', 'secret'],
  ['CI', ''],
])('an empty CI or secret is a bug (%p, %p)', (ci, secret) => {
  expect(() => personKeyOf(ci, secret)).toThrow('expected');
});
