import type { SandboxPerson } from './person.ts';

/** Collaborators that composition/ hands in. */
export interface PeopleParts {
  readonly surnames: readonly string[];
  readonly givenNames: readonly string[];
  readonly bankCodes: readonly string[];
}

const firstBirthday = Temporal.PlainDate.from('1950-01-01');
/** Birthdays lie within 54 years, so everybody is old enough. */
const birthdays = 20_000;
const birthdayStride = 7919;
const serials = 99_999;
const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/** Person `index` (from 0): always the same one, with a number whose check digit fits. */
export function generatePerson(index: number, parts: PeopleParts): SandboxPerson {
  const surname = pick(parts.surnames, index);
  const givenName = pick(parts.givenNames, Math.floor(index / parts.surnames.length));
  const serial = String(index).padStart(7, '0');
  return {
    id: `p${index + 1}`,
    name: `${surname}${givenName}`,
    number: numberOf(index),
    phone: `0109${serial}`,
    email: `p${index + 1}@example.com`,
    accounts: [{ bankCode: pick(parts.bankCodes, index), number: `11090${serial}` }],
  };
}

/** Which generated person has this log-in id. */
export function indexOfId(id: string): number | undefined {
  const digits = /^p([1-9][0-9]{0,6})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits) - 1;
}

/** Which generated person has this phone. */
export function indexOfPhone(phone: string): number | undefined {
  const digits = /^0109([0-9]{7})$/.exec(phone)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Which generated people below `count` could have this number: those that share its serial digits. */
export function indexesOfNumber(number: string, count: number): readonly number[] {
  const first = Number(number.slice(7, 12)) - 1;
  if (!/^[0-9]{13}$/.test(number) || first < 0) return [];
  const blocks = Math.max(0, Math.ceil((count - first) / serials));
  return Array.from({ length: blocks }, (_, block) => first + block * serials);
}

function numberOf(index: number): string {
  const birthday = firstBirthday.add({ days: (index * birthdayStride) % birthdays });
  const sex = index % 2 === 0 ? 1 : 2;
  const century = birthday.year < 2000 ? 0 : 2;
  const front = birthday.toString().replaceAll('-', '').slice(2);
  const twelve = `${front}${sex + century}${String(1 + (index % serials)).padStart(5, '0')}`;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(twelve[at]), 0);
  return `${twelve}${(11 - (sum % 11)) % 10}`;
}

function pick(values: readonly string[], index: number): string {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('expected values to pick from, found none');
  return value;
}
