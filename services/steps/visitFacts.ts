import { personContext, type CaseRecord } from '../cases/caseRecord.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import type { ProductCode } from '../certificates/certificate.ts';
import { seoulDay } from '../shared/clock.ts';
import type { RenewalCard, VisitFacts, VisitOwner } from '../visits/secureStep.ts';
import { loginOf, type Enrollment } from '../enrollment/enrollment.ts';
import { stepAnswered } from '../enrollment/plan/progress.ts';
import { namedKind, ownOf } from '../enrollment/holdings.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** What the pages of a visit show, as the case stands now; undefined when it waits for another visit, or for none. */
export async function factsOf(
  parts: SecureStepCollaborators,
  record: CaseRecord,
  owner: VisitOwner,
): Promise<VisitFacts | undefined> {
  const { issued, visit, enrollment, locale } = record;
  if (issued?.visit === owner.visitNumber) return { locale, ...issuedFacts(parts, record, issued) };
  if (visit?.number !== owner.visitNumber) return undefined;
  if (visit.over) return { locale, ...endedFacts(parts, visit) };
  if (!enrollment) return undefined;
  return { locale, ...commonFacts(parts, record, enrollment), ...(await useFacts(parts, record, enrollment)) };
}

function issuedFacts(
  parts: SecureStepCollaborators,
  { visit }: CaseRecord,
  issued: NonNullable<CaseRecord['issued']>,
): VisitFacts {
  return {
    purpose: issued.task ?? 'issue',
    bankCode: issued.bank,
    product: issued.product,
    credentialPolicies: parts.credentialPolicies(issued.product),
    done: visit?.number === issued.visit ? visit.steps : ['credential'],
    issued: { serialHex: issued.serialHex, notAfter: issued.notAfter, isNew: true },
  };
}

/** A visit whose rest fell away: everything it still held counts as done. */
function endedFacts(
  parts: SecureStepCollaborators,
  { task, about, steps }: NonNullable<CaseRecord['visit']>,
): VisitFacts {
  const product = about?.product ?? 'personal';
  return {
    purpose: task ?? 'issue',
    bankCode: about?.bank ?? '',
    product,
    credentialPolicies: parts.credentialPolicies(product),
    done: steps,
    ...(about && { issued: { serialHex: about.serialHex, notAfter: about.notAfter, isNew: false } }),
  };
}

function commonFacts(parts: SecureStepCollaborators, record: CaseRecord, enrollment: Enrollment): VisitFacts {
  const now = parts.clock.now();
  const { identity: person, proof, known } = enrollment;
  const login = loginOf(enrollment);
  const claims = login && parts.sealer.open<BankIdentity>(login.claims, personContext(record.id));
  const product = enrollment.kind ?? 'personal';
  return {
    purpose: enrollment.task,
    bankCode: enrollment.bank ?? '',
    product,
    maskedName: person?.maskedName ?? proof?.maskedName ?? known?.maskedName,
    prefill: claims && { name: claims.name, phone: claims.phone, email: claims.email },
    credentialPolicies: parts.credentialPolicies(product),
    done: record.visit?.steps.filter((step) => stepAnswered(enrollment, step, now)) ?? [],
  };
}

/** What a page needs that asks for the credential of a certificate there is. */
async function useFacts(
  parts: SecureStepCollaborators,
  record: CaseRecord,
  enrollment: Enrollment,
): Promise<Partial<VisitFacts>> {
  const steps: readonly string[] = record.visit?.steps ?? [];
  const own = await usedCertificate(parts, enrollment);
  if (!own) return {};
  const facts: Partial<VisitFacts> = {
    bankCode: own.bankCode,
    product: own.product,
    credentialPolicies: parts.credentialPolicies(own.product),
    use: { policy: own.credentialPolicy ?? 'pin6' },
  };
  if (steps.includes('signature')) return { ...facts, sample: parts.sampleText(record.locale, parts.clock.now()) };
  // who has still to prove who they are sees no card yet
  if (!steps.includes('renewal') || !enrollment.proof) return facts;
  const card = await renewalCard(parts, enrollment, own.product, own.bankCode);
  return card ? { ...facts, card } : {};
}

/** The certificate whose credential is asked for: of the person who proved who they are, or whom the case knows. */
export async function usedCertificate(parts: Pick<SecureStepCollaborators, 'certificates'>, enrollment: Enrollment) {
  const personKey = enrollment.proof?.personKey ?? enrollment.known?.personKey;
  if (personKey === undefined) return undefined;
  const certificates = await parts.certificates.ofPerson(personKey);
  const chosen = certificates.find(({ serialHex }) => serialHex === enrollment.chosen);
  return chosen ?? ownOf(certificates, namedKind(enrollment));
}

/** The card of the renewal as it would be now; undefined when nothing can be renewed. */
export async function renewalCard(
  { certificates, clock, years }: SecureStepCollaborators,
  enrollment: Enrollment,
  product: ProductCode,
  issuingBank: string,
): Promise<RenewalCard | undefined> {
  const personKey = enrollment.proof?.personKey;
  if (personKey === undefined) return undefined;
  const bankCode = enrollment.bank ?? issuingBank;
  const offer = await certificates.renewal({ personKey, product, bankCode, now: clock.now() });
  if (!offer.ok) return undefined;
  const { current, summary } = offer.value;
  // who is only known sees no date (DESIGN §4)
  const showsDays = enrollment.proof?.by !== 'known';
  const untilDay = seoulDay(Temporal.Instant.from(current.notAfter)).toString();
  return {
    serialHex: current.serialHex,
    ...(showsDays && { untilDay, newUntilDay: summary.untilDay }),
    years: years(product),
    fee: summary.fee,
    hash: summary.hash,
  };
}
