import { z } from 'zod';
import { seoul } from '../shared/clock.ts';
import bankFile from './banks.json' with { type: 'json' };
import { isHoliday } from './holidays.ts';

/** How many banks are offered first. */
const usualBanks = 6;

const timeOfDay = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/);
const window = z.strictObject({ from: timeOfDay, until: timeOfDay });

const policy = z.strictObject({
  /** When a person answers the phone: days 1 (Monday) to 7, Seoul time. Who does not on Sundays does not on holidays. */
  hours: window.extend({ days: z.array(z.int().min(1).max(7)).min(1) }),
  /** Every night, Seoul time; may go over midnight. */
  maintenance: window,
  productsSold: z.array(z.enum(['personal', 'businessFinance', 'businessTax'])),
  requiredChecks: z.array(z.enum(['bankLogin', 'identity', 'smsCode', 'emailCode', 'account', 'idPhoto'])),
  /** Where the customer types the SMS code. */
  codeEntry: z.enum(['chat', 'secureView']),
});

const bank = policy.extend({
  /** As the language service names it: `kb`. */
  id: z.string().regex(/^[a-z]+$/),
  /** Three digits: `004`. */
  code: z.string().regex(/^[0-9]{3}$/),
  name: z.string().min(2),
  /** Fits a button. */
  shortName: z.string().min(2).max(8),
  /** The same two for who reads English; a button holds fourteen letters. */
  english: z.strictObject({ name: z.string().min(2), shortName: z.string().min(2).max(14) }),
  /** Every name by which customers call it, in small letters without spaces (services/language/slots/bank). */
  names: z.array(z.string().min(1)),
  /** Short ones that name it only where they can mean nothing else. */
  words: z.array(z.string().min(1)),
  /** In the certificate's subject. */
  ou: z.string().regex(/^[A-Z]+$/),
  /** Issues 금융인증서; the others are understood by name only. */
  issuer: z.boolean(),
  phone: z.string().regex(/^[0-9]{2,4}(?:-[0-9]{3,4}){1,2}$/),
  /** 인증센터 of the bank's own site or app. */
  certificateCenter: z.strictObject({ path: z.string().min(1), address: z.url({ protocol: /^https$/ }) }),
  /** Fields that nobody has confirmed with the bank yet (확인 필요). */
  unconfirmed: z.array(z.string()),
});

const file = z.strictObject({
  usual: z.array(z.string()).length(usualBanks),
  defaults: policy,
  banks: z.array(
    bank.partial({ hours: true, maintenance: true, productsSold: true, requiredChecks: true, codeEntry: true }),
  ),
});

/** One bank, as the data file tells of it (DOMAIN §4). */
export type Bank = Readonly<z.infer<typeof bank>>;

/** The banks of the trade; pure and unchanging. */
export interface Banks {
  readonly all: readonly Bank[];
  /** The six that most people have (fewer where fewer are served), all of them issuers, in the order of offering. */
  readonly usual: readonly Bank[];
  /** The other issuers, by name. */
  readonly others: readonly Bank[];
  byCode(code: string): Bank | undefined;
  byId(id: string): Bank | undefined;
}

/** Checks the data file and answers its banks. @throws Error that names every fault */
export function loadBanks(data: unknown = bankFile): Banks {
  const { usual, defaults, banks } = file.parse(data);
  const all = banks.map((one): Bank => bank.parse({ ...defaults, ...one }));
  const codes = new Map(all.map((one) => [one.code, one]));
  const ids = new Map(all.map((one) => [one.id, one]));
  if (codes.size !== all.length || ids.size !== all.length) throw new Error('expected each bank once, found one twice');
  // a bank whose people are never there would be found by the first customer who needs one
  for (const one of all) answersFrom(one, Temporal.Instant.fromEpochMilliseconds(0));
  const first = usual.map((code) => {
    const one = codes.get(code);
    if (!one?.issuer) throw new Error(`expected the usual bank ${code} to be an issuer, found none`);
    return one;
  });
  const others = all.filter((one) => one.issuer && !first.includes(one));
  return {
    all,
    usual: first,
    others: others.sort((a, b) => a.name.localeCompare(b.name, 'ko')),
    byCode: (code) => codes.get(code),
    byId: (id) => ids.get(id),
  };
}

/**
 * The same banks for a product that reaches only some of them: the others issue nothing here and are known by name.
 * @param serves by bank code: whether its customers can log in
 */
export function banksServed(banks: Banks, serves: (code: string) => boolean): Banks {
  const served = new Map(banks.all.map((one) => [one, { ...one, issuer: one.issuer && serves(one.code) }]));
  const of = (one: Bank | undefined): Bank | undefined => one && served.get(one);
  const issuers = [...banks.usual, ...banks.others].flatMap((one) => of(one) ?? []).filter(({ issuer }) => issuer);
  return {
    all: [...served.values()],
    usual: issuers.slice(0, usualBanks),
    others: issuers.slice(usualBanks),
    byCode: (code) => of(banks.byCode(code)),
    byId: (id) => of(banks.byId(id)),
  };
}

const english = new WeakMap<Banks, Banks>();

/** The same banks under the names that a reader of `locale` knows. */
export function namedIn(banks: Banks, locale: 'ko' | 'en'): Banks {
  if (locale === 'ko') return banks;
  const made = english.get(banks) ?? inEnglish(banks);
  english.set(banks, made);
  return made;
}

function inEnglish(banks: Banks): Banks {
  const renamed = new Map(banks.all.map((one) => [one, { ...one, ...one.english }]));
  const of = (one: Bank | undefined): Bank | undefined => one && renamed.get(one);
  const all = (some: readonly Bank[]): readonly Bank[] => some.flatMap((one) => of(one) ?? []);
  return {
    all: all(banks.all),
    usual: all(banks.usual),
    others: all(banks.others).toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    byCode: (code) => of(banks.byCode(code)),
    byId: (id) => of(banks.byId(id)),
  };
}

/** Whether the bank's log-in and systems work at `now`: outside its nightly maintenance. */
export function isOpen({ maintenance }: Pick<Bank, 'maintenance'>, now: Temporal.Instant): boolean {
  const { from, until } = maintenance;
  const time = now.toZonedDateTimeISO(seoul).toPlainTime().toString({ smallestUnit: 'minute' });
  return from <= until ? time < from || time >= until : time < from && time >= until;
}

/** When the maintenance that runs at `now` ends; `now` itself while the bank is open. */
export function opensAt(bank: Pick<Bank, 'maintenance'>, now: Temporal.Instant): Temporal.Instant {
  if (isOpen(bank, now)) return now;
  const here = now.toZonedDateTimeISO(seoul);
  const end = here.withPlainTime(bank.maintenance.until);
  const later = Temporal.ZonedDateTime.compare(end, here) > 0 ? end : end.add({ days: 1 });
  return later.toInstant();
}

const sunday = 7;
/** Days: a week with holidays around it. */
const longestWait = 15;

/**
 * When a person at the bank answers next: `now` while one does and the bank's systems run, else the beginning of the next
 * hours, after the maintenance where that reaches into them.
 */
export function answersFrom(bank: Pick<Bank, 'hours' | 'maintenance'>, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(seoul);
  const begins = Array.from({ length: longestWait }, (_, days) =>
    today.add({ days }).withPlainTime(bank.hours.from).toInstant(),
  );
  const later = begins.filter((at) => Temporal.Instant.compare(at, now) > 0);
  const next = [now, ...later].map((at) => opensAt(bank, at)).find((at) => answersPhone(bank, at));
  if (!next) throw new Error('expected hours on a day of the week, found none outside of the maintenance');
  return next;
}

/** Whether a person at the bank answers the phone at `now`. */
export function answersPhone({ hours }: Pick<Bank, 'hours'>, now: Temporal.Instant): boolean {
  const here = now.toZonedDateTimeISO(seoul);
  const time = here.toPlainTime().toString({ smallestUnit: 'minute' });
  if (isHoliday(here.toPlainDate()) && !hours.days.includes(sunday)) return false;
  return hours.days.includes(here.dayOfWeek) && time >= hours.from && time < hours.until;
}
