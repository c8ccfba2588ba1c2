import { z } from 'zod';
import productFile from './products.json' with { type: 'json' };
import type { ProductCode } from '../certificate.ts';

const dottedOid = z.string().regex(/^[0-2](?:\.(?:0|[1-9][0-9]*))+$/);
const year = z.int().min(1).max(3);

const product = z.strictObject({
  code: z.enum(['personal', 'businessFinance', 'businessTax']),
  /** Second OU of the subject. */
  subjectUnit: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  /** Below the policy arc: `{policyArc}.{arc}.{years}`. */
  arc: z.int().min(1),
  validityYears: z.strictObject({ default: year, offered: z.array(year).min(1) }),
  feeWonPerYear: z.int().min(0),
  renewalWindowDays: z.int().min(1).max(364),
  credentialPolicies: z.array(z.enum(['pin6', 'password'])).min(1),
  requiredChecks: z.array(z.enum(['bankLogin', 'identity', 'smsCode', 'emailCode', 'account', 'idPhoto'])).min(1),
  keyType: z.enum(['rsa2048', 'p256']),
  /** How many digits the number behind the VID has: 13 of a person, 10 of a business. */
  numberDigits: z.union([z.literal(13), z.literal(10)]),
  /** By years: the policy identifiers of the field, for comparison only; never written into a certificate. */
  marketPolicyOids: z.record(z.string(), dottedOid),
});

const file = z.strictObject({
  country: z.string().regex(/^[A-Za-z]{2}$/),
  organization: z.string().min(1).max(64),
  policyArc: dottedOid,
  /** First byte of every serial. */
  serialPrefix: z.int().min(0x01).max(0x7f),
  products: z.array(product).min(1),
});

type RawProfiles = z.infer<typeof file>;

/** A product's certificate profile after all checks; only `checkProfiles` makes one. */
export interface Profile extends Readonly<Omit<z.infer<typeof product>, 'validityYears' | 'arc'>> {
  /** Term of a new certificate. */
  readonly years: number;
  /** OID of the certificate policy for that term, in our private arc. */
  readonly policyOid: string;
  readonly checked: typeof checkedMark;
}

/** All profiles after all checks. */
export interface Profiles {
  readonly country: string;
  readonly organization: string;
  readonly serialPrefix: number;
  readonly products: readonly Profile[];
  of(product: ProductCode): Profile;
  /** The product and term that a policy OID of ours stands for, also when the term is not today's. */
  byPolicy(policyOid: string): { readonly profile: Profile; readonly years: number } | undefined;
}

declare const checkedMark: unique symbol;

/** What an operator may set; everything else is the data file's. */
export interface ProfileSettings {
  /** Terms other than the default, e.g. `{ personal: 3 }`. */
  readonly years?: Readonly<Partial<Record<ProductCode, number>>>;
  /** In the sandbox everything issued is marked TEST. */
  readonly sandbox: boolean;
  /** Other data in the place of products.json. */
  readonly products?: unknown;
}

/** What a product asks for before it is issued, as its data says. @throws Error for a product that the data does not hold */
export function checksOfProduct(code: ProductCode): z.infer<typeof product>['requiredChecks'] {
  raw ??= file.parse(productFile);
  const found = raw.products.find((one) => one.code === code);
  if (!found) throw new Error(`expected the product ${code} in the data, found none`);
  return found.requiredChecks;
}

let raw: RawProfiles | undefined;

/**
 * Checks the profiles of DOMAIN §5 and §7 before anything may issue by them.
 * @throws Error that names every fault
 */
export function checkProfiles(settings: ProfileSettings): Profiles {
  const parsed = file.safeParse(settings.products ?? productFile);
  if (!parsed.success) throw fault(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const faults = [...crossFaults(parsed.data), ...settingFaults(parsed.data, settings)];
  if (faults.length > 0) throw fault(faults);
  return checkedProfiles(parsed.data, settings);
}

function fault(faults: readonly string[]): Error {
  return new Error(`expected sound certificate profiles, found:\n${faults.map((one) => `- ${one}`).join('\n')}`);
}

function crossFaults(raw: RawProfiles): string[] {
  const faults: string[] = [];
  for (const key of ['code', 'subjectUnit', 'arc'] as const)
    if (new Set(raw.products.map((one) => one[key])).size < raw.products.length)
      faults.push(`products: two have the same ${key}`);
  if (raw.policyArc.startsWith('1.2.410.'))
    faults.push('policyArc: must be a private arc, not a Korean one in real use');
  for (const one of raw.products) {
    const { default: usual, offered } = one.validityYears;
    if (!offered.includes(usual)) faults.push(`${one.code}.validityYears: the default ${usual} is not offered`);
    for (const years of offered)
      if (!one.marketPolicyOids[years]) faults.push(`${one.code}.marketPolicyOids: ${years} years is missing`);
  }
  return faults;
}

function settingFaults(raw: RawProfiles, { years = {} }: ProfileSettings): string[] {
  return Object.entries(years).flatMap(([code, wanted]) => {
    const offered = raw.products.find((one) => one.code === code)?.validityYears.offered;
    if (!offered) return [`years.${code}: no such product`];
    return offered.includes(wanted) ? [] : [`years.${code}: ${wanted} is not one of ${offered.join(', ')}`];
  });
}

function checkedProfiles(raw: RawProfiles, settings: ProfileSettings): Profiles {
  const policyOid = (arc: number, years: number): string => `${raw.policyArc}.${arc}.${years}`;
  const products = raw.products.map(({ validityYears, arc, ...rest }): Profile => {
    const years = settings.years?.[rest.code] ?? validityYears.default;
    // The mark exists in types only: it keeps unchecked data out.
    return { ...rest, years, policyOid: policyOid(arc, years) } as Profile;
  });
  const byPolicy = new Map(
    raw.products.flatMap(({ code, arc, validityYears }) =>
      validityYears.offered.map((years) => [policyOid(arc, years), { profile: find(products, code), years }] as const),
    ),
  );
  return {
    country: raw.country,
    organization: settings.sandbox ? `TEST ${raw.organization}` : raw.organization,
    serialPrefix: raw.serialPrefix,
    products,
    of: (code) => find(products, code),
    byPolicy: (oid) => byPolicy.get(oid),
  };
}

function find(products: readonly Profile[], code: ProductCode): Profile {
  const profile = products.find((one) => one.code === code);
  if (!profile) throw new Error(`expected a profile for ${code}, found none`);
  return profile;
}
