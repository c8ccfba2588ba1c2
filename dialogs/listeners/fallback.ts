import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { menu } from '../tasks/greeting.ts';
import { currentStep, goOn } from '../tasks/stepRegistry.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { isQuestionLabel } from './question.ts';

/** Nobody dealt with the message: asks again in other words; a person is offered after two misses. */
export function notUnderstood(turn: Turn, message: Message): boolean {
  const { asked } = turn.record;
  const misses = (asked?.misses ?? 0) + 1;
  const step = currentStep(turn);
  if (didYouMean(turn, message, misses)) return true;
  if (step) {
    turn.setAsked(asked?.what === step.field ? { ...asked, misses } : { what: step.field, token: '', misses });
    goOn(turn, { misses, brief: false });
  } else {
    turn.setAsked({ what: 'menu', token: '', misses });
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
  const { what = 'menu', token = '' } = turn.record.asked ?? {};
  turn.setAsked({ what, token, misses });
  turn.say('common.didYouMean');
  const goOn = currentStep(turn) ? [turn.button('common.goOn')] : [];
  turn.offer(...keys.map((key) => turn.button(key)), ...goOn, turn.button('common.agent'));
  return true;
}

function unknownKey(message: Message, misses: number): string {
  if (message.understanding.intent === 'out_of_scope' && misses === 1) return 'common.outOfScope';
  return misses <= 2 ? `common.unknown.${misses}` : `common.again.${misses % 4}`;
}
