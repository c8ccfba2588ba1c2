import type { Understanding } from '../../services/language/understanding.ts';
import { asksByForm } from '../../services/language/reading/clauses.ts';
import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { offerPerson } from '../agent/handoff.ts';
import { currentStep, resume } from '../tasks/stepRegistry.ts';
import type { Answer } from '../../services/knowledge/answering.ts';
import type { Subject } from '../../services/knowledge/sources.ts';
import { seoulDay } from '../../services/shared/clock.ts';
import { reasonInWords } from '../steps/reason.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { unknownCredential } from '../wishes/holder.ts';

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

/** True for a label whose messages ask something. */
export function isQuestionLabel(intent: string): boolean {
  return !notQuestions.has(intent);
}

/** True when the message asks something rather than answers: "국민은행이요" names a bank, "국민은행 되나요?" asks about it. */
export function isQuestion({ text, understanding }: Message): boolean {
  if (bandOf(understanding) !== 'act' || notQuestions.has(understanding.intent)) return false;
  return !namesAnswer(understanding) || asksByForm(text);
}

/** True for a question that names what could be an answer: the step must not take it for one. */
export function asksAboutAnAnswer(message: Message): boolean {
  return namesAnswer(message.understanding) && isQuestion(message);
}

function namesAnswer({ slots }: Understanding): boolean {
  return (slots.bank ?? slots.certificate_kind ?? slots.purpose) !== undefined;
}

/** The button of a question says exactly its label: no guessing. */
export function askedByLabel(turn: Turn, message: Message): boolean {
  if (isMeantHere(turn, message)) return false;
  const page = turn.world.topics.of(message.text);
  if (page) return showPage(turn, page);
  const answer = turn.world.answering.answerToLabel(message.text, subjectOf(turn), turn.t);
  if (!answer) return false;
  showAnswer(turn, answer);
  return true;
}

/** Where a label of a question is what the open step, or its task, waits for. */
function isMeantHere(turn: Turn, message: Message): boolean {
  const field = currentStep(turn)?.field;
  // this button asks for the facts of this very code
  if (field === 'smsCode' && turn.isWord(message.text, 'issue.sms.missingWords')) return true;
  // asked why, "폰을 잃어버렸어요" is the reason
  if (field === 'reason' && reasonInWords(turn, message)) return true;
  return unknownCredential.applies(turn) && turn.isWord(message.text, unknownCredential.words);
}

/** A question, in the middle of a task or not: the answer first, then back to where we were. */
export function answerQuestion(turn: Turn, message: Message): boolean {
  if (bandOf(message.understanding) === 'fallback') return false;
  const { intent } = message.understanding;
  const subject = subjectOf(turn);
  const named = turn.world.banks.byId(message.understanding.slots.bank ?? '')?.code;
  const asked = { text: message.text, intent, ...subject, bankCode: named ?? subject.bankCode };
  const answer = turn.world.answering.answer({ ...asked, say: turn.t });
  if (!answer) return false;
  showAnswer(turn, answer);
  return true;
}

function subjectOf(turn: Turn): Subject {
  const { enrollment, issued } = turn.record;
  return {
    bankCode: enrollment?.bank ?? issued?.bank,
    product: enrollment?.kind,
    certificate: issued && { product: issued.product, bankCode: issued.bank, untilDay: dayOf(issued.notAfter) },
    locale: turn.record.locale,
    now: turn.now,
  };
}

function dayOf(at: string): string {
  return seoulDay(Temporal.Instant.from(at)).toString();
}

function showPage(turn: Turn, labels: readonly string[]): true {
  turn.say('faq.page');
  turn.offer(...labels.map((key) => turn.button(key)), turn.button('menu.faq'), turn.button('common.agent'));
  return true;
}

/** Says an answer, then goes back to where we were. */
export function showAnswer(turn: Turn, answer: Answer): void {
  for (const { key, values } of answer.sentences.slice(0, 2)) turn.say(key, values);
  if (answer.handoff) return offerPerson(turn);
  if (answer.questionId === 'message_genuine') turn.setAsked({ what: 'pasted', token: '', misses: 0 });
  if (currentStep(turn)) return resume(turn);
  const next = answer.next.map((key) => turn.button(key));
  turn.offer(...next, turn.button('common.agent'), turn.button('common.startOver'));
}
