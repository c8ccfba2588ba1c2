import { visitPlaceholder } from '../../services/cases/linkPlaceholder.ts';
import { fieldOrder, neededStep, secureStepOf, visitSteps } from '../../services/enrollment/plan/progress.ts';
import type { Field } from '../../services/enrollment/enrollment.ts';
import type { SecureStep } from '../../services/enrollment/secureStep.ts';
import { visitMinutes } from '../../services/visits/visits.ts';
import type { Button } from '../turn/replies.ts';
import { isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';

/** What a visit's card says, by its step. */
export interface VisitWords {
  /** The card that leads to the page. */
  card(turn: Turn, buttons: readonly Button[]): void;
  /** What goes with the card the first time. */
  note?(turn: Turn, minutes: number): void;
  /** The card for who says that it is done, and it is not. */
  left(turn: Turn, buttons: readonly Button[]): void;
  /** Key of the button that opens the page. */
  openKey(turn: Turn): string;
  /** A third button of the card. */
  more?(turn: Turn): Button | undefined;
  /** Short answers before the way to a person. */
  ways(turn: Turn): readonly Button[];
  /** What is read besides `입력을 마쳤어요`. */
  read?(turn: Turn, message: Parameters<Step['read']>[1]): boolean;
}

/** A step that is walked in the secure view: its card with the link, and what is said until the page is finished. */
export function visitStep(field: Field, words: VisitWords): Step {
  return {
    field,
    ask(turn, { misses, brief }) {
      const visit = openVisit(turn, field);
      turn.asks(field);
      sayAgain(turn, 'issue.visit', misses);
      words.card(turn, buttonsOf(turn, visit, words));
      if (!brief && misses === 0) words.note?.(turn, minutesLeft(turn));
      turn.offer(...words.ways(turn), turn.button('common.agent'));
    },
    read(turn, message) {
      if (words.read?.(turn, message)) return true;
      const wantsLink = message.text === turn.t('nudge.visit.newLink');
      if (!wantsLink && !isOneOf(turn, message.text, 'issue.visit.doneWords')) return false;
      stillOpen(turn, field, words);
      return true;
    },
    remind: (turn) => remindOfVisit(turn, field, words),
  };
}

function buttonsOf(turn: Turn, visit: number, words: VisitWords): Button[] {
  const more = words.more?.(turn);
  return [...visitButtons(turn, visit, words.openKey(turn)), ...(more ? [more] : [])];
}

/** The page is not finished: says so kindly, with what is left and how long. */
function stillOpen(turn: Turn, field: Field, words: VisitWords): void {
  const left = turn.record.visit ? minutesLeft(turn) : 0;
  const before = turn.record.visits;
  const visit = openVisit(turn, field);
  turn.asks(field);
  if (visit !== before || left <= 0) turn.say('issue.visit.newLink');
  else turn.say('issue.visit.notYet', { minutes: left });
  words.left(turn, buttonsOf(turn, visit, words));
  turn.offer(turn.button('issue.visit.trouble'), turn.button('common.agent'));
}

/** After a silence: how long the page is open still, or that it is not, and the way there. */
function remindOfVisit(turn: Turn, field: Field, words: VisitWords): void {
  const { visit } = turn.record;
  const step = secureStepOf(turn.enrollment, field);
  const minutes = visit && step && !visit.finished && visit.steps.includes(step) ? minutesLeft(turn) : 0;
  // a link opened now would run out before somebody who is away comes back
  if (!visit || minutes <= 1) {
    turn.say('nudge.visit.over');
    turn.offer(turn.button('nudge.visit.newLink'), turn.button('common.agent'));
    return;
  }
  turn.say('nudge.visit.open', { minutes });
  words.left(turn, buttonsOf(turn, visit.number, words));
  turn.offer(turn.button('issue.visit.trouble'), turn.button('common.agent'));
}

/** The link is shown once more without a word about how to get it; used after a question was answered in between. */
function visitButtons(turn: Turn, visit: number, openKey: string): Button[] {
  return [
    { label: turn.t(openKey), link: visitPlaceholder({ caseId: turn.record.id, visitNumber: visit }) },
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
function openVisit(turn: Turn, field: Field): number {
  const { visit } = turn.record;
  const step = secureStepOf(turn.enrollment, field);
  if (step && visit?.steps.includes(step) && !visit.finished && minutesLeft(turn) > 1) return visit.number;
  return newVisit(turn, field);
}

/** Opens a fresh visit; the link before it ends. */
export function newVisit(turn: Turn, field: Field): number {
  const number = turn.count('visits');
  const steps = visitSteps(turn.enrollment, field);
  const openedAt = turn.now.toString();
  turn.keep({ visit: { number, steps, openedAt, task: turn.enrollment.task } });
  turn.effect({
    kind: 'visit.open',
    visit: number,
    conversationId: turn.record.activeConversation ?? '',
    steps,
    bank: turn.enrollment.bank ?? '',
    openedAt,
  });
  return number;
}

/** The last step of the visit that is open is done. */
export function finishVisit(turn: Turn, step: SecureStep): void {
  const { visit } = turn.record;
  if (visit && visit.steps.at(-1) === step) turn.keep({ visit: { ...visit, finished: true } });
}

/** The rest of the open visit fell away: its page says that it is over. */
export function endVisit(turn: Turn, about?: NonNullable<Turn['record']['visit']>['about']): void {
  const { visit } = turn.record;
  if (visit) turn.keep({ visit: { ...visit, finished: true, over: true, ...(about && { about }) } });
}

/** True while the customer is in a page that goes on by itself: nothing needs to be said in the chat. */
export function pageGoesOn(turn: Turn): boolean {
  const { visit, enrollment } = turn.record;
  const step = enrollment && neededStep(enrollment, turn.now);
  return step !== undefined && visit !== undefined && !visit.finished && visit.steps.includes(step);
}

/**
 * True when two questions are answered in the visit that was opened last: log-in and identity are one visit, so the first
 * of them may be asked for under the name of the second, and `입력을 마쳤어요` counts for each.
 */
export function sameVisit(turn: Turn, asked: string, needed: string): boolean {
  const { enrollment, visit } = turn.record;
  const steps: readonly string[] = visit?.steps ?? [];
  const stepOf = (name: string): string | undefined => {
    const field = enrollment && fieldOrder(enrollment).find((one) => one === name);
    return enrollment && field && secureStepOf(enrollment, field);
  };
  const [before, now] = [stepOf(asked), stepOf(needed)];
  return before !== undefined && now !== undefined && steps.includes(before) && steps.includes(now);
}

/** The field whose page the way waits for: the customer is, or should be, in the secure view. */
export function waitsForVisit(turn: Turn): Field | undefined {
  const { enrollment } = turn.record;
  if (!enrollment) return undefined;
  const step = neededStep(enrollment, turn.now);
  return step && fieldOrder(enrollment).find((field) => secureStepOf(enrollment, field) === step);
}

/** The name of the task's bank; empty when none is known. */
export function bankName(turn: Turn): string {
  return turn.world.banks.byCode(turn.enrollment.bank ?? '')?.name ?? '';
}
