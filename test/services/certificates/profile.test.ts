import { expect, test } from '@jest/globals';
import productFile from '../../../services/certificates/authority/products.json' with { type: 'json' };
import { checkProfiles } from '../../../services/certificates/authority/profile.ts';

test('the data file is sound, and the sandbox marks everything TEST', () => {
  const profiles = checkProfiles({ sandbox: true });
  expect(profiles.organization).toMatch(/^TEST /);
  expect(checkProfiles({ sandbox: false }).organization).not.toMatch(/TEST/);
  expect(profiles.of('personal')).toMatchObject({ years: 1, feeWonPerYear: 0, renewalWindowDays: 90 });
  expect(profiles.of('businessFinance')).toMatchObject({ years: 1, feeWonPerYear: 4400, numberDigits: 10 });
});

test.each([
  [{ personal: 3 }, 'ok'],
  [{ businessFinance: 2 }, 'ok'],
  [{ personal: 2 }, 'years.personal: 2 is not one of 1, 3'],
  [{ businessTax: 3 }, 'years.businessTax: 3 is not one of 1'],
  [{ personal: 0 }, 'years.personal: 0 is not one of 1, 3'],
])('a setting of %j is %s', (years, expected) => {
  const check = (): string => {
    checkProfiles({ sandbox: true, years });
    return 'ok';
  };
  if (expected === 'ok') expect(check()).toBe('ok');
  else expect(check).toThrow(expected);
});

test('the policy says product and term, and is never one in real use', () => {
  const usual = checkProfiles({ sandbox: true });
  const long = checkProfiles({ sandbox: true, years: { personal: 3 } });
  expect(long.of('personal').policyOid).not.toBe(usual.of('personal').policyOid);
  expect(usual.byPolicy(long.of('personal').policyOid)).toMatchObject({ years: 3 });
  for (const one of usual.products) expect(one.policyOid).toMatch(/^2\.25\./);
  expect(usual.byPolicy('1.2.410.200005.1.1.1.10')).toBeUndefined();
});

test('every fault is named in one error', () => {
  const [first, ...others] = productFile.products;
  const products = {
    ...productFile,
    policyArc: '1.2.410.200005.1.1',
    products: [
      { ...first, validityYears: { default: 2, offered: [1, 3] } },
      { ...others[0], arc: 1 },
      ...others.slice(1),
    ],
  };
  const check = (): unknown => checkProfiles({ sandbox: true, products, years: { personal: 7 } });
  expect(check).toThrow('policyArc: must be a private arc');
  expect(check).toThrow('personal.validityYears: the default 2 is not offered');
  expect(check).toThrow('two have the same arc');
  expect(check).toThrow('years.personal: 7');
});

test.each([
  ['serialPrefix', 0x00],
  ['serialPrefix', 0x80],
  ['country', 'KOR'],
  ['organization', ''],
  ['policyArc', 'private'],
  ['products', []],
  ['surprise', 1],
])('%s of %j stops the start', (field, value) => {
  expect(() => checkProfiles({ sandbox: true, products: { ...productFile, [field]: value } })).toThrow(field);
});

test.each([
  ['renewalWindowDays', 0],
  ['renewalWindowDays', 365],
  ['feeWonPerYear', -1],
  ['credentialPolicies', []],
  ['keyType', 'rsa1024'],
  ['numberDigits', 12],
])('a product with %s of %j stops the start', (field, value) => {
  const products = { ...productFile, products: productFile.products.map((one) => ({ ...one, [field]: value })) };
  expect(() => checkProfiles({ sandbox: true, products })).toThrow(field);
});
