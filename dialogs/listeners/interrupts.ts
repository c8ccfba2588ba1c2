import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import type { Field, KeptField } from '../../services/enrollment/enrollment.ts';
import { isKept } from '../../services/enrollment/fields/registry.ts';
import { answered, fieldOrder } from '../../services/enrollment/plan/progress.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { menu } from '../tasks/greeting.ts';
import { offerPerson, offerReport } from '../agent/handoff.ts';
import { currentStep, goOn, resume } from '../steps/registry.ts';
import { eligible } from '../../services/enrollment/holdings.ts';
import { reasonInWords } from '../steps/reason.ts';
import { sayWhere } from '../tasks/progress.ts';
import { isOneOf } from '../turn/step.ts';
import { waitsForVisit } from '../steps/visit.ts';
import { namesTask } from '../tasks/taskWords.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { backToTheWay } from './fallback.ts';

/** What is always understood, at every step (CONTRACT §6); it wins over the open question. */
export function interrupt(turn: Turn, message: Message): boolean {
  if (answersCancel(turn, message)) return true;
  const act = actOf(turn, message);
  if (!act) return false;
  acts[act](turn);
  return true;
}

/** True for what is dealt with whatever the open question is. */
export function isInterrupt(turn: Turn, message: Message): boolean {
  return actOf(turn, message) !== undefined;
}

type Act =
  'where' | 'why' | 'fraud' | 'agent' | 'cancel' | 'back' | 'startOver' | 'help' | 'repeat' | 'resume' | 'goOn';

const acts: Readonly<Record<Act, (turn: Turn) => void>> = {
  where: (turn) => {
    if (!sayWhere(turn)) turn.say('menu.ask');
    backToTheWay(turn);
  },
  why: sayWhy,
  fraud: offerReport,
  agent: (turn) => offerPerson(turn),
  cancel: askCancel,
  back: goBack,
  startOver,
  help: (turn) => {
    turn.say('help.what');
    backToTheWay(turn);
  },
  repeat: (turn) => {
    backToTheWay(turn);
    if (turn.silent) turn.say('help.what');
  },
  resume: bringBack,
  goOn: (turn) => {
    backToTheWay(turn);
    if (turn.silent) turn.say('menu.ask');
  },
};

const byIntent: Readonly<Record<string, Act>> = {
  report_fraud: 'fraud',
  talk_to_agent: 'agent',
  cancel: 'cancel',
  go_back: 'back',
  start_over: 'startOver',
  help: 'help',
};

/** The words of buttons first, then what was understood for sure. */
function actOf(turn: Turn, message: Message): Act | undefined {
  const named = (
    ['where', 'why', 'agent', 'cancel', 'back', 'startOver', 'help', 'repeat', 'resume', 'goOn'] as const
  ).find((act) => isOneOf(turn, message.text, `common.words.${act}`));
  if (named) return named;
  if (namesTask(turn, message) || message.value !== undefined) return undefined;
  if (answersTheStep(turn, message)) return undefined;
  return bandOf(message.understanding) === 'act' ? byIntent[message.understanding.intent] : undefined;
}

/** Words that the open question waits for are its answer, whatever else they might mean: "다 했어요", "유출된 것 같아요". */
function answersTheStep(turn: Turn, message: Message): boolean {
  if (waitsForVisit(turn) && isOneOf(turn, message.text, 'issue.visit.doneWords')) return true;
  return currentStep(turn)?.field === 'reason' && reasonInWords(turn, message) !== undefined;
}

/** 왜 필요해요?: the reason for what is asked now, with its legal ground. */
function sayWhy(turn: Turn): void {
  const step = currentStep(turn);
  turn.say(step ? `why.${step.field}` : 'why.nothing');
  backToTheWay(turn);
}

/** 취소: asks first, and leaves a way back. */
function askCancel(turn: Turn): void {
  if (!turn.record.enrollment) {
    turn.say('cancel.nothing');
    return menu(turn);
  }
  turn.say(isIssue(turn) ? 'cancel.ask' : 'life.cancel.ask');
  turn.asks('cancel');
  turn.offer(turn.button('cancel.stop'), turn.button('cancel.goOn'), turn.button('common.agent'));
}

/** The answer to "shall I stop?": only a clear yes stops. */
function answersCancel(turn: Turn, message: Message): boolean {
  if (turn.record.asked?.what !== 'cancel' || !turn.record.enrollment) return false;
  const { intent } = message.understanding;
  const answer = readYesNo(message.text, 'cancel');
  if (isOneOf(turn, message.text, 'cancel.stopWords') || answer === 'yes' || intent === 'cancel') return stop(turn);
  if (isOneOf(turn, message.text, 'cancel.goOnWords') || answer === 'no') {
    turn.say('cancel.kept');
    resume(turn);
    return true;
  }
  turn.record.asked = undefined;
  return false;
}

function stop(turn: Turn): true {
  const key = isIssue(turn) ? 'cancel.done' : 'life.cancel.done';
  shelve(turn);
  turn.say(key);
  menu(turn);
  return true;
}

/** Tasks that are worth coming back to; what is only looked at or changed in a minute is begun anew. */
function isIssue({ record }: Turn): boolean {
  return record.enrollment?.task === 'issue' || record.enrollment?.task === 'reissue';
}

/** Puts the task aside: the link of its visit ends, what was answered can be brought back. */
function shelve(turn: Turn): void {
  const { record } = turn;
  if (record.visit) turn.effect({ kind: 'visit.close', visit: record.visit.number });
  record.shelved = isIssue(turn) ? record.enrollment : record.shelved;
  record.enrollment = undefined;
  record.visit = undefined;
  record.asked = undefined;
}

/** 처음으로: the first screen; a task under way can be brought back. */
function startOver(turn: Turn): void {
  const had = turn.record.enrollment !== undefined;
  const kept = isIssue(turn) ? 'startOver.kept' : 'life.startOverKept';
  shelve(turn);
  turn.say(had ? kept : 'startOver.menu');
  menu(turn);
}

/** 이어서 하기: the task as it was left; proof that has grown old is asked for again. */
function bringBack(turn: Turn): void {
  const { record } = turn;
  if (!record.enrollment && record.shelved) {
    record.enrollment = record.shelved;
    record.shelved = undefined;
    turn.say('resume.back');
    return resume(turn);
  }
  if (record.enrollment) return resume(turn);
  turn.say('resume.nothing');
  menu(turn);
}

/** 이전: takes the last answer of the chat back. Log-in and identity are one visit, so they go together. */
function goBack(turn: Turn): void {
  const step = currentStep(turn);
  if (!step) {
    turn.say('back.nothing');
    return menu(turn);
  }
  if (step.field === 'smsCode' && turn.enrollment.smsCode) {
    turn.drop('smsCode');
    return goOn(turn);
  }
  const previous = previousField(turn, step.field);
  if (!previous) {
    turn.say('back.first');
    return resume(turn);
  }
  turn.drop(previous);
  if (previous === 'identity') turn.drop('bankLogin');
  goOn(turn);
}

/** Fields that are asked in one breath with the one before them. */
const together: ReadonlySet<Field> = new Set<Field>(['identity']);
/** What was looked up or proved is no answer to take back. */
const notAnswers: ReadonlySet<Field> = new Set<Field>(['holdings', 'proof']);

/** Whether the customer gave this answer: what there was no choice in was never asked. */
function wasAsked({ enrollment }: Turn, field: Field): boolean {
  if (notAnswers.has(field)) return false;
  if (field === 'bank') return enrollment.bank !== undefined;
  if (field === 'replacement') return enrollment.identity?.existing !== undefined;
  return field !== 'chosen' || eligible(enrollment.task, enrollment.holdings ?? []).length > 1;
}

function previousField(turn: Turn, field: Field): KeptField | undefined {
  const order = fieldOrder(turn.enrollment);
  const start = together.has(field) ? order.indexOf('bankLogin') : order.indexOf(field);
  return order
    .slice(0, start)
    .filter((one) => isKept(one))
    .reverse()
    .find((one) => wasAsked(turn, one) && answered(turn.enrollment, one, turn.now));
}
