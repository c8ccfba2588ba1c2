import { fieldOrder, needed } from '../../services/enrollment/fields.ts';
import type { Field } from '../../services/enrollment/enrollment.ts';
import type { SecureStep } from '../../services/visits/secureStep.ts';
import { visitMinutes } from '../../services/visits/visits.ts';
import type { Button } from '../replies.ts';
import { isOneOf, sayAgain, type Step } from '../step.ts';
import type { Turn } from '../turn.ts';

const secureSteps: ReadonlySet<Field> = new Set<Field>(['bankLogin', 'identity', 'credential']);

/** The address of a case's visit before the channel puts the real link in its place. */
export function visitPlaceholder(caseId: string, visit: number): string {
  return `secure-visit:${caseId}:${visit}`;
}

/** 은행 로그인과 본인 확인: one visit holds both (DOMAIN §1). */
export const bankLoginStep: Step = visitStep('bankLogin', 'issue.identity');
/** 본인 확인 alone, when the log-in is done already. */
export const identityStep: Step = visitStep('identity', 'issue.identity');
/** 비밀번호: the last step; after it nothing can be taken back. */
export const credentialStep: Step = visitStep('credential', 'issue.credential');

function visitStep(field: SecureStep, key: string): Step {
  return {
    field,
    ask(turn, { misses, brief }) {
      const visit = openVisit(turn, field);
      turn.asks(field);
      sayAgain(turn, 'issue.visit', misses);
      turn.card(key, visitButtons(turn, visit, `${key}.open`), { bank: bankName(turn) });
      if (!brief && misses === 0) turn.say(`${key}.note`, { minutes: minutesLeft(turn) });
      turn.offer(...ways(turn, field));
    },
    read(turn, message) {
      const wantsLink = message.text === turn.t('nudge.visit.newLink');
      if (!wantsLink && !isOneOf(turn, message.text, 'issue.visit.doneWords')) return false;
      stillOpen(turn, field, key);
      return true;
    },
  };
}

function ways(turn: Turn, field: SecureStep): Button[] {
  const why = turn.button(field === 'credential' ? 'issue.credential.rules' : 'issue.visit.why');
  return field === 'credential'
    ? [why, turn.button('common.agent')]
    : [why, turn.button('common.back'), turn.button('common.agent')];
}

/** The page is not finished: says so kindly, with what is left and how long. */
function stillOpen(turn: Turn, field: SecureStep, key: string): void {
  const left = turn.record.visit ? minutesLeft(turn) : 0;
  const before = turn.record.visits;
  const visit = openVisit(turn, field);
  turn.asks(field);
  if (visit !== before || left <= 0) turn.say('issue.visit.newLink');
  else turn.say('issue.visit.notYet', { minutes: left });
  turn.card(`issue.visit.left.${field}`, visitButtons(turn, visit, `${key}.open`));
  turn.offer(turn.button('issue.visit.trouble'), turn.button('common.agent'));
}

/** After a silence: how long the page is open still, or that it is not, and the way there. */
export function nudgeVisit(turn: Turn, field: SecureStep): void {
  const { visit } = turn.record;
  const minutes = visit && !visit.finished && visit.steps.includes(field) ? minutesLeft(turn) : 0;
  // a link opened now would run out before somebody who is away comes back
  if (!visit || minutes <= 1) {
    turn.say('nudge.visit.over');
    turn.offer(turn.button('nudge.visit.newLink'), turn.button('common.agent'));
    return;
  }
  const openKey = field === 'credential' ? 'issue.credential.open' : 'issue.identity.open';
  turn.say('nudge.visit.open', { minutes });
  turn.card(`issue.visit.left.${field}`, visitButtons(turn, visit.number, openKey));
  turn.offer(turn.button('issue.visit.trouble'), turn.button('common.agent'));
}

/** The link is shown once more without a word about how to get it; used after a question was answered in between. */
export function visitButtons(turn: Turn, visit: number, openKey: string): Button[] {
  return [
    { label: turn.t(openKey), link: visitPlaceholder(turn.record.id, visit) },
    { label: turn.t('issue.visit.done'), value: { step: turn.record.asked?.what ?? '', visit } },
  ];
}

/** Whole minutes the open visit has left; 0 when there is none. */
function minutesLeft(turn: Turn): number {
  const { visit } = turn.record;
  if (!visit) return 0;
  const age = turn.now.since(Temporal.Instant.from(visit.openedAt)).total('minutes');
  return Math.max(0, Math.ceil(visitMinutes - age));
}

/** The visit that holds `field`: the one that is open, or a new one with all consecutive secure steps. */
export function openVisit(turn: Turn, field: SecureStep): number {
  const { visit } = turn.record;
  if (visit?.steps.includes(field) && !visit.finished && minutesLeft(turn) > 1) return visit.number;
  return newVisit(turn, field);
}

/** Opens a fresh visit; the link before it ends. */
export function newVisit(turn: Turn, field: SecureStep): number {
  const { record } = turn;
  record.visits += 1;
  const steps = consecutive(turn, field);
  const openedAt = turn.now.toString();
  record.visit = { number: record.visits, steps, openedAt };
  turn.effect({
    kind: 'visit.open',
    visit: record.visits,
    conversationId: record.activeConversation ?? '',
    steps,
    bank: turn.enrollment.bank ?? '',
    openedAt,
  });
  return record.visits;
}

function consecutive(turn: Turn, first: SecureStep): SecureStep[] {
  const order = fieldOrder(turn.enrollment.bank);
  const after = order.slice(order.indexOf(first));
  const end = after.findIndex((field) => !secureSteps.has(field));
  return after.slice(0, end === -1 ? undefined : end).filter(isSecure);
}

/** True for the steps of the secure view. */
export function isSecure(field: Field): field is SecureStep {
  return secureSteps.has(field);
}

/** The last step of the visit that is open is done. */
export function finishVisit(turn: Turn, step: SecureStep): void {
  const { visit } = turn.record;
  if (visit && visit.steps.at(-1) === step) turn.record.visit = { ...visit, finished: true };
}

/** True while the way waits for the customer to come back from the secure view. */
export function waitsForVisit(turn: Turn): SecureStep | undefined {
  if (!turn.record.enrollment) return undefined;
  const field = needed(turn.record.enrollment, turn.now);
  return field !== undefined && isSecure(field) ? field : undefined;
}

function bankName(turn: Turn): string {
  return turn.world.banks.byCode(turn.enrollment.bank ?? '')?.name ?? '';
}
