import { bandOf } from '../services/language/bands.ts';
import { menu } from './greeting.ts';
import { currentStep, resume } from './issue.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

/** Acts, small talk and answers: everything else that is understood is a question. */
const notQuestions: ReadonlySet<string> = new Set([
  'issue_certificate',
  'renew_certificate',
  'reissue_certificate',
  'revoke_certificate',
  'check_expiry',
  'check_status',
  'report_fraud',
  'talk_to_agent',
  'cancel',
  'go_back',
  'start_over',
  'help',
  'yes',
  'no',
  'greeting',
  'thanks',
  'complaint',
  'out_of_scope',
]);

/** True when the message asks something rather than answers. */
export function isQuestion(message: Message): boolean {
  return bandOf(message.understanding) === 'act' && !notQuestions.has(message.understanding.intent);
}

/** A question, in the middle of a task or not: the answer first, then back to where we were. */
export function answerQuestion(turn: Turn, message: Message): boolean {
  const { intent } = message.understanding;
  if (notQuestions.has(intent) || bandOf(message.understanding) === 'fallback') return false;
  const answer = turn.world.knowledge.answer({
    text: message.text,
    intent,
    bankCode: turn.record.enrollment?.bank ?? turn.record.issued?.bank,
    product: turn.record.enrollment?.kind,
  });
  if (!answer) return false;
  for (const { key, values } of answer.sentences.slice(0, 2)) turn.say(key, values);
  if (currentStep(turn)) resume(turn);
  else {
    menu(turn);
    turn.offer(
      ...answer.next.map((key) => turn.button(key)),
      turn.button('common.agent'),
      turn.button('common.startOver'),
    );
  }
  return true;
}
