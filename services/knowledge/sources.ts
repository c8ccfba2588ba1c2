import type { ProductCode } from '../certificates/certificateService.ts';
import type { CredentialPolicy } from '../visits/secureStep.ts';
import type { ServiceFacts } from './serviceFacts.ts';

/** A sentence by its key with its values, in the customer's language; the words come in from outside (DESIGN §3). */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What answers say of a product (DOMAIN §5). */
export interface ProductFacts {
  readonly validityYears: number;
  readonly renewalWindowDays: number;
  /** Won a year; 0 is free. */
  readonly feeWon: number;
  /** Codes of what it is for and not for, with a word below `answer.use.`. */
  readonly uses: readonly string[];
  readonly notFor: readonly string[];
  readonly credentialPolicies: readonly CredentialPolicy[];
}

/** A span of the day, `09:00`; one that ends before it begins ends on the next day. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/** What answers say of a bank (DOMAIN §4). What is not known of it is absent, and then not said. */
export interface BankFacts {
  /** As the customer reads it, e.g. `KB국민은행`. */
  readonly name: string;
  /** It issues 금융인증서. */
  readonly issues: boolean;
  readonly phone?: string;
  /** When its agents answer; `days` has a word below `answer.fact.days.`. */
  readonly hours?: DaySpan & { readonly days: string };
  readonly maintenance?: DaySpan;
  /** Codes of the checks it asks for, with a word below `answer.check.`. */
  readonly requiredChecks?: readonly string[];
  /** Menu path of its 인증센터. */
  readonly centre?: string;
}

/** The customer's own certificate; only of a customer who may see it (DESIGN §4, known customer). */
export interface OwnCertificate {
  readonly product: ProductCode;
  /** Name of the bank it was issued through. */
  readonly bankName: string;
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
  readonly product?: ProductCode;
  /** The bank that is asked about, else the one under way. */
  readonly bank?: BankFacts;
  readonly certificate?: OwnCertificate;
  /** The present Seoul day. */
  readonly today: Temporal.PlainDate;
}
