import { expect, test } from '@jest/globals';
import { parsePersonName } from '../../../services/identity/personName.ts';
import { parsePhoneNumber } from '../../../services/identity/phoneNumber.ts';
import { parseResidentRegistrationNumber } from '../../../services/identity/residentRegistrationNumber.ts';
import { ciOf, loadPeople } from '../../../services/sandbox/people.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');
const people = loadPeople(250_000);

test('the six listed people come first', () => {
  expect(people.list(0, 6).map((person) => person.id)).toEqual(['hong', 'kim', 'nam', 'tanaka', 'mini', 'park']);
  expect(people.byId('hong')).toBe(people.byNumber('9001011234568'));
  expect(people.byPhone('01012345678')?.name).toBe('홍길동');
});

test('a generated person is found by id, phone and number, whichever block of serials it is in', () => {
  for (const place of [6, 7, 105, 99_998 + 6, 99_999 + 6, 100_000 + 6, 200_123]) {
    const [person] = people.list(place, 1);
    expect(person).toBeDefined();
    expect(people.byId(person?.id ?? '')).toEqual(person);
    expect(people.byPhone(person?.phone ?? '')).toEqual(person);
    expect(people.byNumber(person?.number ?? '')).toEqual(person);
  }
});

test('generated people pass every rule of the product and share nothing', () => {
  const some = people.list(6, 3000);
  for (const person of some) {
    const number = parseResidentRegistrationNumber(person.number, now);
    expect(number.ok && number.value.checkDigitFits).toBe(true);
    expect(parsePhoneNumber(person.phone).ok).toBe(true);
    expect(parsePersonName(person.name)).toEqual({ ok: true, value: person.name });
  }
  expect(new Set(some.flatMap((person) => [person.id, person.number, person.phone, person.email])).size).toBe(12_000);
});

test('the list ends where the people end', () => {
  expect(loadPeople(0).list(0, 100)).toHaveLength(6);
  expect(loadPeople(2).list(0, 100)).toHaveLength(8);
  expect(
    loadPeople(2)
      .list(7, 100)
      .map((person) => person.id),
  ).toEqual(['p2']);
  expect(loadPeople(2).list(8, 100)).toEqual([]);
  expect(loadPeople(2).list(0, 0)).toEqual([]);
});

test.each(['', 'p0', 'p01', 'p250001', 'p-1', 'p1 ', 'constructor', 'HONG'])('nobody has the id %j', (id) => {
  expect(people.byId(id)).toBeUndefined();
});

test('nobody has a number or phone that is not in the sandbox', () => {
  expect(people.byNumber('9001011234567')).toBeUndefined();
  expect(people.byNumber('900101-123456')).toBeUndefined();
  expect(people.byNumber('9001011000001')).toBeUndefined();
  expect(people.byNumber('')).toBeUndefined();
  expect(people.byPhone('01099999999')).toBeUndefined();
  expect(loadPeople(0).byPhone('01090000000')).toBeUndefined();
});

test('the CI is the same for one person and does not show the number', () => {
  const hong = people.byId('hong');
  const kim = people.byId('kim');
  expect(ciOf({ number: '9001011234568' })).toBe(hong && ciOf(hong));
  expect(hong && kim && ciOf(hong) === ciOf(kim)).toBe(false);
  expect(ciOf({ number: '9001011234568' })).toHaveLength(88);
});
