import type { Enrollment, Field, LoginEvidence, PersonEvidence } from '../services/enrollment/enrollment.ts';
import type { CertificateSummary } from '../services/certificates/certificateService.ts';
import { needed } from '../services/enrollment/fields.ts';
import { brief, first, type Manner, type Step } from './step.ts';
import { bankStep, chooseBank } from './steps/bank.ts';
import { confirmationStep } from './steps/confirmation.ts';
import { consentStep } from './steps/consent.ts';
import { explainBusiness, kindIn, kindStep, sayBusiness } from './steps/kind.ts';
import { replacementStep } from './steps/replacement.ts';
import { smsCodeStep } from './steps/smsCode.ts';
import { formatDay } from './steps/times.ts';
import { bankLoginStep, credentialStep, finishVisit, identityStep } from './steps/visit.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

/** 발급: which step asks for which field. The order is the enrollment's. */
const steps: Readonly<Record<Field, Step>> = {
  bank: bankStep,
  kind: kindStep,
  consent: consentStep,
  bankLogin: bankLoginStep,
  identity: identityStep,
  smsCode: smsCodeStep,
  replacement: replacementStep,
  confirmation: confirmationStep,
  credential: credentialStep,
};

/** The step that the task waits for now; undefined when nothing is under way. */
export function currentStep(turn: Turn): Step | undefined {
  const { enrollment } = turn.record;
  const field = enrollment && needed(enrollment, turn.now);
  return field && steps[field];
}

/** Begins an issue, with whatever the customer has said already. */
export function beginIssue(turn: Turn, message: Message | undefined): void {
  const { record } = turn;
  record.enrollments += 1;
  record.shelved = undefined;
  record.enrollment = { id: `${record.id}.${record.enrollments}`, task: 'issue', startedAt: turn.now.toString() };
  if (message) takeAnswers(turn, message);
  const bank = turn.world.banks.byCode(turn.enrollment.bank ?? '')?.name;
  const kind = turn.enrollment.kind && turn.t(`product.${turn.enrollment.kind}`);
  const business = message && kindIn(message);
  if (business && business !== 'personal') sayBusiness(turn, business);
  else if (bank && kind) turn.say('issue.beginWith.both', { bank, kind });
  else if (bank) turn.say('issue.beginWith.bank', { bank });
  else if (turn.silent) turn.say('issue.begin');
}

/** Goes on with the way: asks for what is needed next, unless the turn has already asked. */
export function goOn(turn: Turn, manner: Manner = first): void {
  currentStep(turn)?.ask(turn, manner);
}

/** Back to the question after something in between, in one bubble. */
export function resume(turn: Turn): void {
  if (!turn.moreToCome) goOn(turn, brief);
}

/**
 * Takes every answer that a message holds for fields of the task: bank and kind, given for the first time or instead of
 * the one before. Answers the fields that changed.
 */
export function takeAnswers(turn: Turn, message: Message): Field[] {
  const changed: Field[] = [];
  const bank = turn.world.banks.byId(message.understanding.slots.bank ?? '');
  if (bank && bank.code !== turn.enrollment.bank) {
    chooseBank(turn, bank);
    if (turn.enrollment.bank === bank.code) changed.push('bank');
  }
  const kind = kindIn(message);
  if (kind === 'personal' && turn.enrollment.kind !== 'personal') {
    turn.accept('kind', { kind });
    changed.push('kind');
  }
  return changed;
}

/** The customer named a business kind where it can't be taken. */
export function namesBusiness(turn: Turn, message: Message): boolean {
  const kind = kindIn(message);
  if (kind === undefined || kind === 'personal') return false;
  explainBusiness(turn, kind);
  return true;
}

/** The bank has told who the customer is; the visit goes on by itself. */
export function onBankLogin(turn: Turn, login: LoginEvidence): void {
  if (!turn.record.enrollment) return;
  turn.accept('bankLogin', { login });
  const { person } = turn.enrollment;
  if (person && person.personKey !== login.personKey) turn.drop('identity');
  finishVisit(turn, 'bankLogin');
  if (currentStep(turn)?.field !== 'identity') goOn(turn);
}

/** The bureau has confirmed the customer. */
export function onIdentity(turn: Turn, person: PersonEvidence, existing: CertificateSummary | undefined): void {
  if (!turn.record.enrollment) return;
  turn.accept('identity', { person });
  turn.record.enrollment = { ...turn.enrollment, existing };
  finishVisit(turn, 'identity');
  turn.say('issue.identity.done', { name: person.maskedName });
  goOn(turn);
}

/** The certificate is out: the way has come to its end. */
export function onIssued(turn: Turn, enrollmentId: string, certificate: CertificateSummary): void {
  const { enrollment } = turn.record;
  if (enrollment?.id !== enrollmentId) return;
  const bank = turn.world.banks.byCode(certificate.bankCode)?.name ?? certificate.bankCode;
  turn.table('issue.done.title', [
    ['issue.row.name', enrollment.person?.maskedName ?? ''],
    ['issue.row.bank', bank],
    ['issue.row.kind', turn.t(`product.${certificate.product}`)],
    ['issue.row.serial', lastFour(certificate.serialHex)],
    ['issue.row.term', `${formatDay(certificate.notBefore)}~${formatDay(certificate.notAfter)}`],
    ['issue.row.kept', turn.t('issue.row.cloud')],
  ]);
  turn.say(`issue.done.uses.${certificate.product}`).say('issue.done.care');
  turn.offer(turn.button('issue.done.where'), turn.button('menu.expiry'), turn.button('common.startOver'));
  remember(turn, enrollment, certificate);
}

function remember(turn: Turn, enrollment: Enrollment, certificate: CertificateSummary): void {
  finishVisit(turn, 'credential');
  const { serialHex, notBefore, notAfter, bankCode, product } = certificate;
  turn.record.issued = {
    serialHex,
    notBefore,
    notAfter,
    bank: bankCode,
    product,
    visit: turn.record.visit?.number ?? 0,
    enrollmentId: enrollment.id,
  };
  turn.record.enrollment = undefined;
  turn.record.asked = undefined;
  turn.effect({ kind: 'certificate.delivered', enrollmentId: enrollment.id });
}

/** The identity step must be walked again: what was bound to it is gone. */
export function onIdentityGone(turn: Turn): void {
  if (!turn.record.enrollment) return;
  turn.drop('identity');
  turn.say('issue.identity.again');
  goOn(turn);
}

/** While the customer was on the way, another certificate of theirs appeared: its end needs their consent first. */
export function onExisting(turn: Turn, existing: CertificateSummary): void {
  if (!turn.record.enrollment) return;
  turn.record.enrollment = { ...turn.enrollment, existing };
  turn.drop('confirmation');
  goOn(turn);
}

/** The last four of a serial, as people compare it: `7F3A`. */
export function lastFour(serialHex: string): string {
  return serialHex.slice(-4).toUpperCase();
}
