import { namedIn, type Bank, type Banks } from '../banks/banks.ts';
import type { ProductCode } from '../certificates/certificate.ts';
import type { Profile, Profiles } from '../certificates/authority/profile.ts';
import { seoulDay } from '../shared/clock.ts';
import productUses from './productUses.json' with { type: 'json' };
import { serviceFacts, type ServiceFacts } from './serviceFacts.ts';

/** A sentence by its key with its values, in the customer's language; the words come in from outside (DESIGN §3). */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What answers say of a product (DOMAIN §5). */
export interface ProductFacts extends Pick<
  Profile,
  'years' | 'renewalWindowDays' | 'feeWonPerYear' | 'credentialPolicies' | 'requiredChecks'
> {
  /** Codes of what it is for and not for, with a word below `answer.use.`. */
  readonly uses: readonly string[];
  readonly notFor: readonly string[];
}

/** What answers say of a bank (DOMAIN §4). */
export type BankFacts = Pick<
  Bank,
  | 'name'
  | 'issuer'
  | 'phone'
  | 'hours'
  | 'maintenance'
  | 'requiredChecks'
  | 'productsSold'
  | 'codeEntry'
  | 'certificateCenter'
>;

/** The customer's own certificate; only of a customer who may see it (DESIGN §4, known customer). */
export interface OwnCertificate {
  readonly product: ProductCode;
  readonly bankCode: string;
  /** Its last Seoul day, `2027-12-01`. */
  readonly untilDay: string;
}

/** Everything an answer may draw on. */
export interface KnowledgeSources {
  readonly service: ServiceFacts;
  readonly products: Readonly<Record<ProductCode, ProductFacts>>;
  /** Names of the banks that issue, in the order they are shown. */
  readonly issuingBanks: readonly string[];
  /** The product under way. */
  readonly product?: ProductCode | undefined;
  /** The bank that is asked about, else the one under way. */
  readonly bank?: BankFacts | undefined;
  readonly certificate?: (OwnCertificate & { readonly bankName: string }) | undefined;
  /** The present Seoul day. */
  readonly today: Temporal.PlainDate;
}

/** What the talk is about, as far as it is known. */
export interface Subject {
  readonly bankCode?: string | undefined;
  readonly product?: ProductCode | undefined;
  readonly certificate?: OwnCertificate | undefined;
  /** Which names of banks are told; Korean ones unless said. */
  readonly locale?: 'ko' | 'en';
  readonly now: Temporal.Instant;
}

/** Gathers what an answer may draw on from the rooms that keep it. A bank code that is none is left out. */
export function knowledgeSources(
  rooms: { readonly banks: Banks; readonly profiles: Profiles },
  { bankCode, product, certificate, locale = 'ko', now }: Subject,
): KnowledgeSources {
  const { profiles } = rooms;
  const banks = namedIn(rooms.banks, locale);
  const bankName = certificate && banks.byCode(certificate.bankCode)?.name;
  return {
    service: serviceFacts,
    products: {
      personal: { ...profiles.of('personal'), ...productUses.personal },
      businessFinance: { ...profiles.of('businessFinance'), ...productUses.businessFinance },
      businessTax: { ...profiles.of('businessTax'), ...productUses.businessTax },
    },
    issuingBanks: [...banks.usual, ...banks.others].map(({ shortName }) => shortName),
    product,
    bank: bankCode === undefined ? undefined : banks.byCode(bankCode),
    certificate: certificate && bankName ? { ...certificate, bankName } : undefined,
    today: seoulDay(now),
  };
}
