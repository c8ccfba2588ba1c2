import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { splitClauses } from '../../services/language/reading/clauses.ts';
import { currentStep } from '../tasks/stepRegistry.ts';
import { isQuestion } from './question.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/**
 * The parts of a message that are dealt with one after the other: "국민은행이요. 근데 얼마예요?" is an answer and a
 * question. Only a message whose last part is a question for sure is taken apart; the question is answered first, so that
 * the way goes on from the answer.
 */
export function partsOf(turn: Turn, message: Message): readonly Message[] {
  if (message.value !== undefined || message.code !== undefined || message.erased.length > 0 || !currentStep(turn))
    return [message];
  const clauses = splitClauses(message.text);
  if (clauses.length < 2) return [message];
  const parts = clauses.map((text): Message => ({ ...message, text, understanding: turn.world.understand(text) }));
  const questions = parts.filter((part) => isQuestion(part));
  const answers = parts.filter((part) => !isQuestion(part) && saysSomething(part));
  return questions.length === 1 && answers.length === 1 ? [...questions, ...answers] : [message];
}

function saysSomething({ understanding }: Message): boolean {
  const { bank, certificate_kind: kind, purpose } = understanding.slots;
  const answers = bank ?? kind ?? purpose;
  return answers !== undefined || (bandOf(understanding) === 'act' && ['yes', 'no'].includes(understanding.intent));
}
