import type { TradePolicy } from '../enrollment/plan/tradePolicy.ts';
import { planOf } from '../enrollment/plan/plan.ts';
import type { ProductCode } from '../certificates/certificate.ts';
import type { BankFacts, KnowledgeSources, ProductFacts, Say } from './sources.ts';
import { sayClock, sayCodes, sayDay, sayFee, sayHours, sayPinRules, saySpan } from './wording.ts';

/** One fact in words; undefined when it is not known, or not so. */
type Fact = (sources: KnowledgeSources, say: Say) => string | undefined;

const use = 'answer.use';

function ofProduct(code: ProductCode, tell: (product: ProductFacts, say: Say) => string): Fact {
  return ({ products }, say) => tell(products[code], say);
}

/** The product the talk is about: the one chosen, else that of the customer's certificate, else the personal one. */
function productOf({ product, certificate }: KnowledgeSources): ProductCode {
  return product ?? certificate?.product ?? 'personal';
}

function ofPresentProduct(tell: (product: ProductFacts, say: Say) => string): Fact {
  return (sources, say) => tell(sources.products[productOf(sources)], say);
}

function ofBank(tell: (bank: BankFacts, say: Say) => string | undefined): Fact {
  return ({ bank }, say) => bank && tell(bank, say);
}

interface RenewalDays {
  readonly until: Temporal.PlainDate;
  readonly opens: Temporal.PlainDate;
  readonly renewedUntil: Temporal.PlainDate;
  readonly state: 'early' | 'open' | 'expired';
}

/** The expiry day itself is still renewable (DOMAIN §9, date fixtures). */
function renewalDays(
  certificate: NonNullable<KnowledgeSources['certificate']>,
  { products, today }: KnowledgeSources,
): RenewalDays {
  const { renewalWindowDays, years } = products[certificate.product];
  const until = Temporal.PlainDate.from(certificate.untilDay);
  const opens = until.subtract({ days: renewalWindowDays });
  const renewedUntil = until.add({ years: years });
  if (Temporal.PlainDate.compare(today, until) > 0) return { until, opens, renewedUntil, state: 'expired' };
  const early = Temporal.PlainDate.compare(today, opens) < 0;
  return { until, opens, renewedUntil, state: early ? 'early' : 'open' };
}

function ofCertificate(states: readonly RenewalDays['state'][], day: 'until' | 'opens' | 'renewedUntil'): Fact {
  return (sources, say) => {
    if (!sources.certificate) return undefined;
    const days = renewalDays(sources.certificate, sources);
    return states.includes(days.state) ? sayDay(say, days[day]) : undefined;
  };
}

/** What is asked for before such a certificate is made: the word of the plan that decides it. */
function checksOf(sources: KnowledgeSources): readonly string[] {
  const policy: TradePolicy = {
    checksOfBank: () => sources.bank?.requiredChecks ?? [],
    checksOfProduct: (product) => sources.products[product].requiredChecks,
  };
  return planOf('issue', 'here', productOf(sources), policy).checks;
}

/** Every fact that an answer may name, by its variable. */
export const factTable = {
  policeNumber: ({ service }) => service.policeNumber,
  financeNumber: ({ service }) => service.financeNumber,
  internetNumber: ({ service }) => service.internetNumber,
  oldNameEndedDay: ({ service }, say) => sayDay(say, service.oldNameEndedOn),
  jointTermYears: ({ service }) => String(service.jointTermYears),
  jointPasswordLength: ({ service }) => String(service.jointPasswordLength),
  issueMinutes: ({ service }) => String(service.issueMinutes),
  keptDays: ({ service }) => String(service.keptDays),
  unusedMonths: ({ service }) => String(service.unusedMonths),
  recordYears: ({ service }) => String(service.recordYears),
  chatDays: ({ service }) => String(service.chatDays),
  credentialTries: ({ service }) => String(service.credentialTries),
  oneWonMinutes: ({ service }) => String(service.oneWonMinutes),
  oneWonDeposits: ({ service }) => String(service.oneWonDeposits),
  uploadMegabytes: ({ service }) => String(service.uploadMegabytes),
  codeDigits: ({ service }) => String(service.codeDigits),
  codeMinutes: ({ service }) => String(service.codeSeconds / 60),
  codeTries: ({ service }) => String(service.codeTries),
  resendSeconds: ({ service }) => String(service.resendSeconds),
  visitMinutes: ({ service }) => String(service.visitMinutes),
  minimumAge: ({ service }) => String(service.minimumAge),

  personalUses: ofProduct('personal', ({ uses }, say) => sayCodes(say, use, uses)),
  personalNotFor: ofProduct('personal', ({ notFor }, say) => sayCodes(say, use, notFor)),
  personalFee: ofProduct('personal', ({ feeWonPerYear }, say) => sayFee(say, feeWonPerYear)),
  personalTermYears: ofProduct('personal', ({ years }) => String(years)),
  personalForHometax: ({ products }) => (products.personal.uses.includes('hometax') ? 'yes' : undefined),
  businessFinanceUses: ofProduct('businessFinance', ({ uses }, say) => sayCodes(say, use, uses)),
  businessFinanceNotFor: ofProduct('businessFinance', ({ notFor }, say) => sayCodes(say, use, notFor)),
  businessFinanceFee: ofProduct('businessFinance', ({ feeWonPerYear }, say) => sayFee(say, feeWonPerYear)),
  businessTaxUses: ofProduct('businessTax', ({ uses }, say) => sayCodes(say, use, uses)),
  businessTaxNotFor: ofProduct('businessTax', ({ notFor }, say) => sayCodes(say, use, notFor)),
  businessTaxFee: ofProduct('businessTax', ({ feeWonPerYear }, say) => sayFee(say, feeWonPerYear)),

  chosenProduct: ({ product }) => product,
  productName: (sources, say) => say(`answer.product.${productOf(sources)}`),
  fee: ofPresentProduct(({ feeWonPerYear }, say) => sayFee(say, feeWonPerYear)),
  uses: ofPresentProduct(({ uses }, say) => sayCodes(say, use, uses)),
  notFor: ofPresentProduct(({ notFor }, say) => sayCodes(say, use, notFor)),
  termYears: ofPresentProduct(({ years }) => String(years)),
  renewalDays: ofPresentProduct(({ renewalWindowDays }) => String(renewalWindowDays)),
  pinRules: (sources, say) =>
    sayPinRules(say, sources.products[productOf(sources)].credentialPolicies, sources.service),

  // A bank that does not issue is named in one answer only: what it would ask for is of no use to anybody.
  issuingBanks: ({ issuingBanks }, say) => issuingBanks.join(say('answer.fact.listSeparator')),
  issuingBank: ofBank(({ issuer, name }) => (issuer ? name : undefined)),
  otherBank: ofBank(({ issuer, name }) => (issuer ? undefined : name)),
  bankName: ofBank(({ issuer, name }) => (issuer ? name : undefined)),
  bankPhone: ofBank(({ phone }) => phone),
  bankHours: ofBank(({ hours }, say) => sayHours(say, hours)),
  maintenance: ofBank(({ maintenance }, say) => saySpan(say, maintenance)),
  bankOpensAt: ofBank(({ maintenance }, say) => sayClock(say, maintenance.until)),
  bankChecks: (sources, say) => sources.bank && sayCodes(say, 'answer.check', checksOf(sources)),
  bankNoIdPhoto: (sources) =>
    sources.bank?.issuer && !checksOf(sources).includes('idPhoto') ? sources.bank.name : undefined,
  bankProducts: ofBank(({ productsSold }, say) => sayCodes(say, 'answer.product', productsSold)),
  bankCentre: ofBank(({ certificateCenter }) => certificateCenter.path),
  bankAddress: ofBank(({ certificateCenter }) => certificateCenter.address),
  codePlace: ({ bank }, say) => say(`answer.fact.codePlace.${bank?.codeEntry ?? 'chat'}`),

  certificateBank: ({ certificate }) => certificate?.bankName,
  certificateCurrent: ofCertificate(['early', 'open'], 'until'),
  certificateUntil: ofCertificate(['early', 'open', 'expired'], 'until'),
  opensDay: ofCertificate(['early'], 'opens'),
  openUntilDay: ofCertificate(['open'], 'until'),
  expiredDay: ofCertificate(['expired'], 'until'),
  renewedUntilDay: ofCertificate(['early', 'open'], 'renewedUntil'),
} satisfies Record<string, Fact>;

/** The name of a fact; it stands in a sentence as `{{name}}`. */
export type FactName = keyof typeof factTable;
