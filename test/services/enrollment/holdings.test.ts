import { expect, test } from '@jest/globals';
import { namedKind, ownOf } from '../../../services/enrollment/holdings.ts';
import { type NamedKind, type OwnCertificate } from '../../../services/enrollment/enrollment.ts';

type Held = Pick<OwnCertificate, 'state' | 'product' | 'notBefore' | 'serialHex'>;

const personal: Held = { serialHex: '01', product: 'personal', state: 'active', notBefore: '2026-01-01' };
const finance: Held = { serialHex: '02', product: 'businessFinance', state: 'active', notBefore: '2026-03-01' };
const tax: Held = { serialHex: '03', product: 'businessTax', state: 'active', notBefore: '2026-05-01' };
const oldTax: Held = { serialHex: '04', product: 'businessTax', state: 'expired', notBefore: '2026-09-01' };

test.each<[string, NamedKind | undefined, readonly Held[], string | undefined]>([
  ['the personal one where nothing was named', undefined, [tax, personal, finance], '01'],
  ['the only kind there is where nothing was named', undefined, [finance], '02'],
  ['the kind that was named', 'businessTax', [personal, finance, tax], '03'],
  ['the live one before one that has ended', 'businessTax', [oldTax, tax], '03'],
  ['one that has ended where there is no other', 'businessTax', [personal, oldTax], '04'],
  ['the latest of either business kind', 'business', [personal, finance, tax], '03'],
  ['never a personal one in place of a business one', 'business', [personal], undefined],
  ['never another kind than the one that was named', 'businessTax', [personal, finance], undefined],
])('a task is about %s', (_what, kind, held, serialHex) => {
  expect(ownOf(held, kind)?.serialHex).toBe(serialHex);
});

test('the kind that was named counts before 사업자용', () => {
  expect(namedKind({})).toBeUndefined();
  expect(namedKind({ business: true })).toBe('business');
  expect(namedKind({ business: true, kind: 'personal' })).toBe('personal');
});
