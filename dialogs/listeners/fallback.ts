import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { currentStep, goOn, resume } from '../steps/registry.ts';
import { isQuestionLabel } from './question.ts';
import { menu } from '../tasks/greeting.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { waitsForVisit } from '../steps/visit.ts';

/** Messages a minute and conversation (SECURITY §1). */
const messagesPerMinute = 30;

/** More than thirty messages in a minute: says so and waits. */
export function tooFast(turn: Turn): boolean {
  if (turn.record.recent.length <= messagesPerMinute) return false;
  turn.say('common.tooFast').offer(turn.button('common.agent'));
  return true;
}

/** Longer than a message can be: nothing of it was read. */
export function tooLong(turn: Turn, message: Message): boolean {
  if (!message.tooLong) return false;
  turn.say('common.tooLong');
  return backToTheWay(turn);
}

/** A secret was typed: it is erased already; says where it belongs. */
export function secretTyped(turn: Turn, message: Message): boolean {
  const kind =
    message.erased.find((erased) => erased !== 'code') ?? (message.code === undefined ? message.erased[0] : undefined);
  if (kind === undefined) return false;
  turn.say(`secret.${kind}`);
  if (waitsForVisit(turn)) turn.say('secret.where');
  return backToTheWay(turn);
}

/** A photo or a file: it can't be taken here, and nothing of it is kept. */
export function fileSent(turn: Turn, message: Message): boolean {
  if (!message.hasFile) return false;
  turn.say('common.file');
  return backToTheWay(turn);
}

/** Nothing to read: blank, fillers, symbols, a photo. */
export function empty(turn: Turn, message: Message): boolean {
  if (message.text !== '' || message.value !== undefined) return false;
  return notUnderstood(turn, message);
}

/** Nobody dealt with the message: asks again in other words; a person is offered after two misses. */
export function notUnderstood(turn: Turn, message: Message): boolean {
  const { asked } = turn.record;
  const misses = (asked?.misses ?? 0) + 1;
  const step = currentStep(turn);
  if (didYouMean(turn, message, misses)) return true;
  if (step) {
    const what = asked?.what === step.field ? asked : { what: step.field, token: '' };
    turn.record.asked = { ...what, misses };
    goOn(turn, { misses, brief: false });
  } else {
    turn.record.asked = { what: 'menu', token: '', misses };
    turn.say(unknownKey(message, misses));
    menu(turn);
  }
  return true;
}

/** While a question is open, putting it again helps more than a wild guess. */
const surerAtAStep = 0.35;

/** Here only a clear word goes on, so the question itself is what helps. */
const yesOrNo: ReadonlySet<string> = new Set(['confirmation', 'replacement']);

/** Half understood: the likeliest meanings as buttons, once; after that the question is put again. */
function didYouMean(turn: Turn, message: Message, misses: number): boolean {
  const { confidence } = message.understanding;
  if (misses > 1 || bandOf(message.understanding) !== 'offer') return false;
  const step = currentStep(turn)?.field;
  if (step && (confidence < surerAtAStep || yesOrNo.has(step) || !isQuestionLabel(message.understanding.intent)))
    return false;
  const { intent, alternatives } = message.understanding;
  const labels = [intent, ...alternatives.map((one) => one.intent)].flatMap((one) => turn.world.labelOf(one) ?? []);
  const keys = [...new Set(labels)].slice(0, 3);
  if (keys.length < 2) return false;
  turn.record.asked = { what: turn.record.asked?.what ?? 'menu', token: turn.record.asked?.token ?? '', misses };
  turn.say('common.didYouMean');
  const goOn = currentStep(turn) ? [turn.button('common.goOn')] : [];
  turn.offer(...keys.map((key) => turn.button(key)), ...goOn, turn.button('common.agent'));
  return true;
}

function unknownKey(message: Message, misses: number): string {
  if (message.understanding.intent === 'out_of_scope' && misses === 1) return 'common.outOfScope';
  return misses <= 2 ? `common.unknown.${misses}` : `common.again.${misses % 4}`;
}

/** One bubble that brings back the open question, or the menu. */
export function backToTheWay(turn: Turn): true {
  if (currentStep(turn)) resume(turn);
  else menu(turn);
  return true;
}
