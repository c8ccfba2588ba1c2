import { describe, expect, test } from '@jest/globals';
import { parseConfig, settingNames } from '../../config.ts';
import { textOf } from './support/tree.ts';

/** What .env.example shows of each setting. */
const shown = [...textOf('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => ({
  name,
  value,
}));

/** Shown by an example, since there is no default, or another one in each mode. */
const examples = new Set(['NODE_ENV', 'REDIS_URL', 'PRODUCT_YEARS', 'SMS_PROVIDER']);

/** What is shown empty has no default; a key that is shown is refused. */
const defaults = shown.filter(({ name, value }) => !['', 'change-me'].includes(value) && !examples.has(name));

describe('.env.example', () => {
  test.each(defaults)('shows the default of $name', ({ name, value }) => {
    expect(parseConfig({ [name]: value })).toEqual(parseConfig({}));
  });

  test.each([...examples])('shows a value that %s may have', (name) => {
    const value = shown.find((one) => one.name === name)?.value ?? '';
    const sandbox = name === 'NODE_ENV' ? 'refused with NODE_ENV=production' : undefined;
    if (sandbox === undefined) expect(() => parseConfig({ [name]: value })).not.toThrow();
    else expect(() => parseConfig({ [name]: value, SANDBOX: 'true' })).toThrow(sandbox);
  });

  test.each(shown.filter(({ value }) => value === 'change-me'))(
    'shows a value of $name that is refused',
    ({ name }) => {
      expect(() => parseConfig({ [name]: 'change-me' })).toThrow(`${name} still has the value of .env.example`);
    },
  );

  test('shows every setting', () => {
    const names = new Set(shown.map(({ name }) => name));
    expect(settingNames.filter((name) => !names.has(name))).toEqual([]);
  });
});
