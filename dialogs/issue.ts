import type {
  Enrollment,
  Field,
  LoginEvidence,
  PersonEvidence,
  Reason,
  Task,
} from '../services/enrollment/enrollment.ts';
import type { CertificateSummary } from '../services/certificates/certificateService.ts';
import { fieldOrder, needed } from '../services/enrollment/fields.ts';
import { chosenStep } from './life/chosen.ts';
import { lifeConfirmationStep, secondConfirmationStep } from './life/confirmations.ts';
import { holdingsStep } from './life/holdings.ts';
import { institutionStep } from './life/institution.ts';
import { outcomeStep } from './life/outcome.ts';
import { proofStep } from './life/proof.ts';
import { reasonInWords, reasonStep } from './life/reason.ts';
import { newCredentialStep, renewalStep, signatureStep } from './life/useSteps.ts';
import { brief, first, type Manner, type Step } from './step.ts';
import { bankStep, chooseBank } from './steps/bank.ts';
import { confirmationStep } from './steps/confirmation.ts';
import { consentStep } from './steps/consent.ts';
import { explainBusiness, kindIn, kindStep, sayBusiness } from './steps/kind.ts';
import { replacementStep } from './steps/replacement.ts';
import { smsCodeStep } from './steps/smsCode.ts';
import { formatDay, lastFour } from './steps/times.ts';
import { bankLoginStep, credentialStep, finishVisit, identityStep } from './steps/visit.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

/** Which step asks for which field, of whatever task. The order is the enrollment's. */
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
  reason: reasonStep,
  proof: proofStep,
  holdings: holdingsStep,
  chosen: chosenStep,
  institution: institutionStep,
  secondConfirmation: secondConfirmationStep,
  renewal: renewalStep,
  newCredential: newCredentialStep,
  signature: signatureStep,
  outcome: outcomeStep,
};

/** The step that the task waits for now; undefined when nothing is under way. */
export function currentStep(turn: Turn): Step | undefined {
  const { enrollment } = turn.record;
  const field = enrollment && needed(enrollment, turn.now);
  if (field === 'confirmation' && !makesCertificate(enrollment?.task)) return lifeConfirmationStep;
  return field && steps[field];
}

/** Tasks that end in a new certificate by way of an identity check. */
function makesCertificate(task: Task | undefined): boolean {
  return task === 'issue' || task === 'reissue';
}

/** Begins an issue, with whatever the customer has said already. @param before the task it takes the place of */
export function beginIssue(turn: Turn, message: Message | undefined, before?: Enrollment): void {
  const { record } = turn;
  record.enrollments += 1;
  record.shelved = undefined;
  record.enrollment = { id: `${record.id}.${record.enrollments}`, task: 'issue', startedAt: turn.now.toString() };
  if (message) takeAnswers(turn, message);
  // who has just logged in at this very bank for something else does not do it again
  if (before?.login && before.login.bank !== undefined && before.login.bank === turn.enrollment.bank)
    record.enrollment = { ...turn.enrollment, login: before.login };
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
  if (bank && bankIsForLogin(turn) && bank.code !== turn.enrollment.bank) {
    chooseBank(turn, bank);
    if (turn.enrollment.bank === bank.code) changed.push('bank');
  }
  const kind = kindIn(message);
  if (kind === 'personal' && turn.enrollment.kind !== 'personal') {
    turn.accept('kind', { kind });
    changed.push('kind');
  }
  if (renewsBusiness(turn, kind)) {
    turn.accept('kind', { kind }).drop('holdings');
    changed.push('kind');
  }
  const reason = givesReason(turn, message);
  if (reason) {
    turn.accept('reason', { reason });
    changed.push('reason');
  }
  return changed;
}

/** Once it is proved whose certificates they are, a bank that is named is no longer one to log in at. */
function bankIsForLogin({ enrollment: { task, proof } }: Turn): boolean {
  return proof === undefined || makesCertificate(task) || task === 'renew';
}

/** A certificate of another kind than was named is never renewed in its place. */
function renewsBusiness(turn: Turn, kind: ReturnType<typeof kindIn>): kind is 'businessFinance' | 'businessTax' {
  const { task, kind: before } = turn.enrollment;
  return task === 'renew' && (kind === 'businessFinance' || kind === 'businessTax') && kind !== before;
}

/** A reason said before it was asked, or another one than before; in tasks that ask for one. */
function givesReason(turn: Turn, message: Message): Reason | undefined {
  if (!fieldOrder(turn.enrollment).includes('reason')) return undefined;
  const reason = reasonInWords(turn, message);
  return reason === turn.enrollment.reason ? undefined : reason;
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
  const { at, personKey, bank } = login;
  turn.record.proved = { at, by: 'bankLogin', personKey, ...(bank !== undefined && { bank }) };
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
  const { proved } = turn.record;
  if (proved?.personKey === person.personKey) turn.record.proved = { ...proved, maskedName: person.maskedName };
  turn.say('issue.identity.done', { name: person.maskedName });
  if (turn.enrollment.task === 'reissue') reissueOrIssue(turn, existing);
  goOn(turn);
}

/** Only a certificate of this bank is replaced by a reissue; otherwise it is a first issue, with everything known kept. */
function reissueOrIssue(turn: Turn, existing: CertificateSummary | undefined): void {
  if (existing?.bankCode === turn.enrollment.bank && existing?.product === 'personal') {
    turn.record.enrollment = { ...turn.enrollment, kind: existing.product };
    return;
  }
  turn.record.enrollment = { ...turn.enrollment, task: 'issue', kind: 'personal' };
  const bank = turn.world.banks.byCode(existing?.bankCode ?? '')?.name ?? '';
  turn.say(existing ? 'life.reissue.otherBank' : 'life.reissue.none', { bank });
}

/** The certificate is out: the way has come to its end. */
export function onIssued(turn: Turn, enrollmentId: string, certificate: CertificateSummary): void {
  const { enrollment } = turn.record;
  if (enrollment?.id !== enrollmentId) return;
  const bank = turn.world.banks.byCode(certificate.bankCode)?.name ?? certificate.bankCode;
  const words = doneWords[enrollment.task] ?? 'issue.done';
  const name = (enrollment.person ?? enrollment.proof)?.maskedName ?? enrollment.known?.maskedName;
  turn.table(`${words}.title`, [
    ...(name === undefined ? [] : [['issue.row.name', name] as const]),
    ['issue.row.bank', bank],
    ['issue.row.kind', turn.t(`product.${certificate.product}`)],
    ['issue.row.serial', lastFour(certificate.serialHex)],
    ['issue.row.term', `${formatDay(certificate.notBefore)}~${formatDay(certificate.notAfter)}`],
    ['issue.row.kept', turn.t('issue.row.cloud')],
  ]);
  turn.say(`${words}.uses.${certificate.product}`).say(words === 'issue.done' ? 'issue.done.care' : `${words}.care`);
  turn.offer(turn.button('issue.done.where'), turn.button('menu.expiry'), turn.button('common.startOver'));
  remember(turn, enrollment, certificate);
}

/** How the end of a task is told that made a certificate. */
const doneWords: Readonly<Partial<Record<Task, string>>> = { renew: 'life.renew.done', reissue: 'life.reissue.done' };

function remember(turn: Turn, enrollment: Enrollment, certificate: CertificateSummary): void {
  finishVisit(turn, enrollment.task === 'renew' ? 'renewal' : 'credential');
  const { serialHex, notBefore, notAfter, bankCode, product } = certificate;
  turn.record.issued = {
    serialHex,
    notBefore,
    notAfter,
    bank: bankCode,
    product,
    visit: turn.record.visit?.number ?? 0,
    enrollmentId: enrollment.id,
    task: enrollment.task,
  };
  turn.record.enrollment = undefined;
  turn.record.asked = undefined;
  turn.effect({ kind: 'certificate.delivered', enrollmentId: enrollment.id });
  keepHolder(turn, enrollment, certificate);
}

/** How the holder is reached from now on, what they are told of today, and whether they want to be known. */
function keepHolder(turn: Turn, enrollment: Enrollment, { serialHex, bankCode }: CertificateSummary): void {
  const { person, proof, task } = enrollment;
  const personKey = person?.personKey ?? proof?.personKey;
  if (personKey === undefined) return;
  if (person) turn.effect({ kind: 'contact.keep', personKey, sealed: person.sealed });
  turn.effect({ kind: 'notice.completed', personKey, happening: completed[task] ?? 'issued', serialHex });
  const agreed = enrollment.consents?.some(({ document, agreed: yes }) => document === 'remember-me' && yes);
  const { conversations, activeConversation } = turn.record;
  const here = conversations.find(({ id }) => id === activeConversation);
  if (!person || !agreed || !here) return;
  const known = { personKey, bank: bankCode, maskedName: person.maskedName, since: turn.now.toString() };
  turn.record.known = known;
  turn.effect({ kind: 'customer.remember', channel: here.channel, userId: here.userId, known });
}

const completed: Readonly<Partial<Record<Task, 'renewed' | 'reissued'>>> = { renew: 'renewed', reissue: 'reissued' };

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
