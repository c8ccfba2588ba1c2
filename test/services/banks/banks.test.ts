import { describe, expect, test } from '@jest/globals';
import bankFile from '../../../services/banks/banks.json' with { type: 'json' };
import {
  answersFrom,
  answersPhone,
  banksServed,
  isOpen,
  loadBanks,
  namedIn,
  opensAt,
} from '../../../services/banks/banks.ts';
import { readBank } from '../../../services/language/slots/bank.ts';

const banks = loadBanks();
const seoul = (time: string) => Temporal.Instant.from(`${time}+09:00`);

test('every bank of the trade is there, issuers and others apart', () => {
  const issuers = banks.all.filter((bank) => bank.issuer).map((bank) => bank.code);
  expect(issuers.join(' ')).toBe('002 003 004 007 011 020 023 031 032 034 035 037 039 045 062 064 071 081 088 089');
  const others = banks.all.filter((bank) => !bank.issuer).map((bank) => bank.code);
  expect(others.join(' ')).toBe('027 048 050 090 092');
  expect(others.every((code) => banks.byCode(code)?.unconfirmed.includes('issuer'))).toBe(true);
});

test('the usual six come first, the rest of the issuers after them, nobody twice', () => {
  expect(banks.usual.map((bank) => bank.code)).toEqual(['004', '020', '088', '081', '011', '003']);
  expect(banks.others).toHaveLength(14);
  expect(new Set([...banks.usual, ...banks.others]).size).toBe(20);
});

test('a bank is found by code and by the id of the language service', () => {
  expect(banks.byId('kb')).toBe(banks.byCode('004'));
  expect(banks.byCode('088')?.ou).toBe('SHB');
  expect(banks.byCode('999')).toBeUndefined();
  expect(banks.byId('')).toBeUndefined();
  expect(banks.byId('constructor')).toBeUndefined();
});

test('no two banks share a name by which people call them', () => {
  const names = banks.all.flatMap((bank) => [...new Set([bank.name, bank.shortName, ...bank.names, ...bank.words])]);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test.each([
  ['2026-11-22T23:29:59', true],
  ['2026-11-22T23:30:00', false],
  ['2026-11-23T00:00:00', false],
  ['2026-11-23T00:29:59', false],
  ['2026-11-23T00:30:00', true],
  ['2026-11-22T12:00:00', true],
])('at %s the bank is open: %s', (time, open) => {
  expect(isOpen({ maintenance: { from: '23:30', until: '00:30' } }, seoul(time))).toBe(open);
});

test('a window within one day closes only inside it', () => {
  const bank = { maintenance: { from: '02:00', until: '04:00' } };
  expect([seoul('2026-11-22T01:59'), seoul('2026-11-22T04:00')].map((at) => isOpen(bank, at))).toEqual([true, true]);
  expect(isOpen(bank, seoul('2026-11-22T02:00'))).toBe(false);
});

test.each([
  ['2026-11-22T23:40:00', '2026-11-22T15:30:00Z'],
  ['2026-11-23T00:10:00', '2026-11-22T15:30:00Z'],
  ['2026-11-22T12:00:00', '2026-11-22T03:00:00Z'],
])('asked at %s it opens at %s', (time, opens) => {
  expect(opensAt({ maintenance: { from: '23:30', until: '00:30' } }, seoul(time)).toString()).toBe(opens);
});

test.each([
  ['2026-11-23T09:00:00', true],
  ['2026-11-23T08:59:59', false],
  ['2026-11-23T17:59:59', true],
  ['2026-11-23T18:00:00', false],
  ['2026-11-22T12:00:00', false],
  ['2026-12-25T12:00:00', false],
])('at %s a person answers: %s', (time, answers) => {
  const hours = { days: [1, 2, 3, 4, 5], from: '09:00', until: '18:00' };
  expect(answersPhone({ hours }, seoul(time))).toBe(answers);
});

test('who answers on Sundays answers on a holiday', () => {
  const hours = { days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', until: '18:00' };
  expect(answersPhone({ hours }, seoul('2026-12-25T12:00:00'))).toBe(true);
});

describe('when a person answers next', () => {
  const hours = { days: [1, 2, 3, 4, 5], from: '09:00', until: '18:00' };
  const nights = { from: '23:30', until: '00:30' };

  test.each([
    ['2026-11-23T09:00:00', '2026-11-23T09:00:00'],
    ['2026-11-23T17:59:59', '2026-11-23T17:59:59'],
    ['2026-11-23T18:00:00', '2026-11-24T09:00:00'],
    ['2026-11-24T08:59:59', '2026-11-24T09:00:00'],
    ['2026-11-23T23:40:00', '2026-11-24T09:00:00'],
    ['2026-11-27T18:00:00', '2026-11-30T09:00:00'],
    ['2026-11-28T12:00:00', '2026-11-30T09:00:00'],
    ['2026-11-29T23:59:59', '2026-11-30T09:00:00'],
    ['2026-12-31T20:00:00', '2027-01-04T09:00:00'],
    ['2026-12-24T18:00:00', '2026-12-28T09:00:00'],
    ['2026-12-25T12:00:00', '2026-12-28T09:00:00'],
    ['2027-02-05T18:00:00', '2027-02-10T09:00:00'],
    ['2027-09-13T18:00:00', '2027-09-17T09:00:00'],
  ])('asked at %s it is %s', (time, answers) => {
    expect(answersFrom({ hours, maintenance: nights }, seoul(time))).toEqual(seoul(answers));
  });

  test.each([
    ['2026-11-23T08:00:00', '2026-11-23T10:00:00'],
    ['2026-11-23T09:30:00', '2026-11-23T10:00:00'],
    ['2026-11-23T10:00:00', '2026-11-23T10:00:00'],
  ])('asked at %s, with maintenance until ten, it is %s', (time, answers) => {
    const maintenance = { from: '08:30', until: '10:00' };
    expect(answersFrom({ hours, maintenance }, seoul(time))).toEqual(seoul(answers));
  });

  test('a bank that answers on one day a week only is asked for within the week', () => {
    const sundays = { ...hours, days: [7] };
    expect(answersFrom({ hours: sundays, maintenance: nights }, seoul('2026-11-22T18:00:00'))).toEqual(
      seoul('2026-11-29T09:00:00'),
    );
  });

  test('hours that lie in the maintenance are a fault of the data', () => {
    const all = { from: '08:00', until: '20:00' };
    expect(() => answersFrom({ hours, maintenance: all }, seoul('2026-11-23T12:00:00'))).toThrow('expected hours');
  });
});

function withBank(change: object): unknown {
  const [first, ...rest] = bankFile.banks;
  return { ...bankFile, banks: [{ ...first, ...change }, ...rest] };
}

test.each([
  ['an unknown field', { fax: '1' }],
  ['a code of four digits', { code: '0002' }],
  ['a code that is taken', { code: '003' }],
  ['an id that is taken', { id: 'ibk' }],
  ['an impossible time', { maintenance: { from: '24:00', until: '00:30' } }],
  ['hours that lie in the maintenance', { maintenance: { from: '08:00', until: '20:00' } }],
  ['an unknown product', { productsSold: ['loan'] }],
  ['an address without https', { certificateCenter: { path: 'x', address: 'http://example.com' } }],
])('a data file with %s is refused', (_fault, change) => {
  expect(() => loadBanks(withBank(change))).toThrow();
});

test('a usual bank that issues nothing is refused', () => {
  expect(() => loadBanks({ ...bankFile, usual: ['090', '020', '088', '081', '011', '003'] })).toThrow('usual bank 090');
});

test('every bank is understood by its English names', () => {
  const { all } = banks;
  const understood = all.flatMap(({ id, english }) =>
    [english.name, english.shortName].map((name) => [id, readBank(name)]),
  );
  expect(understood.filter(([id, read]) => id !== read)).toEqual([]);
});

test('where every issuer is served nothing changes', () => {
  const served = banksServed(banks, (code) => banks.byCode(code)?.issuer === true);
  expect(served.all).toEqual(banks.all);
  expect([served.usual, served.others]).toEqual([banks.usual, banks.others]);
});

test('banks that are not served issue nothing and are known by name; those that are come first', () => {
  const served = banksServed(banks, (code) => ['020', '039', '090'].includes(code));
  expect(served.usual.map(({ code }) => code)).toEqual(['020', '039']);
  expect(served.others).toEqual([]);
  expect(served.all.filter(({ issuer }) => issuer).map(({ code }) => code)).toEqual(['020', '039']);
  expect([served.byCode('004')?.issuer, served.byId('kb')?.name]).toEqual([false, banks.byId('kb')?.name]);
  expect(banks.byCode('004')?.issuer).toBe(true);
  const many = banksServed(banks, (code) => !['004', '020'].includes(code));
  expect([many.usual.length, many.others.length]).toEqual([6, 12]);
});

test('who reads English is told English names, the same bank under each', () => {
  const english = namedIn(banks, 'en');
  expect(namedIn(banks, 'ko')).toBe(banks);
  expect(namedIn(banks, 'en')).toBe(english);
  expect(english.usual.map(({ code }) => code)).toEqual(banks.usual.map(({ code }) => code));
  expect([english.byCode('004')?.name, english.byId('kb')?.shortName]).toEqual(['KB Kookmin Bank', 'KB Kookmin']);
  expect(english.all.filter(({ name, shortName }) => /[가-힣]/u.test(name + shortName))).toEqual([]);
  expect(english.byCode('999')).toBeUndefined();
});
