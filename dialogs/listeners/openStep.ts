import { currentStep } from '../tasks/stepRegistry.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { takeMore } from './correction.ts';
import { asksAboutAnAnswer } from './question.ts';

/** The question that is open reads the message; the same words may hold the next answers too ("우리은행 개인용으로"). */
export function readStep(turn: Turn, message: Message): boolean {
  const step = currentStep(turn);
  if (!step || asksAboutAnAnswer(message) || !step.read(turn, message)) return false;
  const changed = currentStep(turn)?.field !== step.field;
  if (changed && turn.record.enrollment) takeMore(turn, message);
  return true;
}
