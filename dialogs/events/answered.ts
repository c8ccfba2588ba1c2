import type { AnswerOf, FieldAnswered } from '../../services/cases/caseEvents.ts';
import type { CertificateSummary } from '../../services/certificates/certificate.ts';
import { loginOf, type KeptField, type Proof } from '../../services/enrollment/enrollment.ts';
import { eligible } from '../../services/enrollment/holdings.ts';
import { needed, secureStepOf } from '../../services/enrollment/plan/progress.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import type { SecureStep } from '../../services/enrollment/secureStep.ts';
import { currentStep, goOn } from '../tasks/stepRegistry.ts';
import { finishVisit, pageGoesOn } from '../steps/visit.ts';
import { nothingToDo } from '../tasks/nothingToDo.ts';
import { onNoRenewal } from '../tasks/renewalOutlook.ts';
import type { Turn } from '../turn/turn.ts';

type OnAnswer = { readonly [Name in KeptField]?: (turn: Turn, answer: AnswerOf<Name>) => void };

/** Fields after whose answer something is said or decided besides going on. */
const onAnswer: OnAnswer = { bankLogin: onBankLogin, identity: onIdentity, proof: onProof, holdings: onHoldings };

/** A field was answered outside of the words of the chat. What is about a task that is over is no news. */
export function onAnswered(turn: Turn, answer: FieldAnswered): void {
  const { enrollment } = turn.record;
  if (!enrollment || (answer.enrollmentId !== undefined && answer.enrollmentId !== enrollment.id)) return;
  const own = onAnswer[answer.field] as ((turn: Turn, answer: FieldAnswered) => void) | undefined; // a row of the answer's own field
  if (own) own(turn, answer);
  else take(turn, answer);
}

/** Keeps the answer; the page goes on by itself where it has more, else the chat does. */
function take(turn: Turn, { field, value, evidence }: FieldAnswered): void {
  const step = secureStepOf(turn.enrollment, field);
  turn.put(field, value, evidence);
  if (step) finishVisit(turn, step);
  if (!pageGoesOn(turn)) goOn(turn);
}

/** The bank has told who the customer is; the visit goes on by itself. */
function onBankLogin(turn: Turn, { value: login, evidence }: AnswerOf<'bankLogin'>): void {
  turn.put('bankLogin', login, evidence);
  const { at, personKey, bank } = login;
  turn.keep({ proved: { at, by: 'bankLogin', personKey, ...(bank !== undefined && { bank }) } });
  const { identity } = turn.enrollment;
  if (identity && identity.personKey !== personKey) turn.drop('identity');
  finishVisit(turn, 'bankLogin');
  if (currentStep(turn)?.field !== 'identity') goOn(turn);
}

/** The bureau has confirmed the customer. */
function onIdentity(turn: Turn, { value: person, evidence }: AnswerOf<'identity'>): void {
  turn.put('identity', person, evidence);
  finishVisit(turn, 'identity');
  const { proved } = turn.record;
  if (proved?.personKey === person.personKey) turn.keep({ proved: { ...proved, maskedName: person.maskedName } });
  turn.say('issue.identity.done', { name: person.maskedName });
  if (tasks[turn.enrollment.task].replaces) replaceOrIssue(turn, person.existing);
  goOn(turn);
}

/** Only a certificate of this bank is replaced by a reissue; otherwise it is a first issue, with everything known kept. */
function replaceOrIssue(turn: Turn, existing: CertificateSummary | undefined): void {
  if (existing?.bankCode === turn.enrollment.bank && existing?.product === 'personal') {
    return turn.amend({ kind: existing.product });
  }
  turn.amend({ task: 'issue', kind: 'personal' });
  const bank = turn.world.banks.byCode(existing?.bankCode ?? '')?.name ?? '';
  turn.say(existing ? 'life.reissue.otherBank' : 'life.reissue.none', { bank });
}

const pageOf: Readonly<Record<Proof['by'], SecureStep | undefined>> = {
  bankLogin: 'bankLogin',
  credential: 'ownership',
  identity: 'identity',
  known: undefined,
};

/** Who the customer is, is known now: what it is for goes on, in the page where that has more, else in the chat. */
function onProof(turn: Turn, { value: proof, evidence }: AnswerOf<'proof'>): void {
  const { known, bank } = turn.enrollment;
  turn.put('proof', proof, evidence);
  if (known !== undefined && known.personKey !== proof.personKey) turn.amend({ known: undefined });
  if (proof.by !== 'identity') {
    const { at, by, personKey, maskedName } = proof;
    const name = maskedName === undefined ? {} : { maskedName };
    const at_ = loginOf(turn.enrollment) && bank !== undefined ? { bank } : {};
    turn.keep({ proved: { at, by, personKey, ...name, ...at_ } });
  }
  const page = pageOf[proof.by];
  if (page) finishVisit(turn, page);
  if (needed(turn.enrollment, turn.now) === 'holdings' || !pageGoesOn(turn)) goOn(turn);
}

/** What the certificate service says of the person's certificates. */
function onHoldings(turn: Turn, { value: certificates, outlook }: AnswerOf<'holdings'>): void {
  turn.put('holdings', certificates);
  const { task } = turn.enrollment;
  const { renews, onlyShows, asksForNone } = tasks[task];
  if (renews) {
    if (outlook && !outlook.ok) return onNoRenewal(turn, outlook);
  } else if (!onlyShows) {
    const found = eligible(task, certificates);
    if (found.length === 0) return nothingToDo(turn, task);
    const only = found.length === 1 || asksForNone ? found[0] : undefined;
    if (only) turn.put('chosen', only.serialHex);
  }
  if (!pageGoesOn(turn)) goOn(turn);
}
