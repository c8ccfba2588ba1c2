import { currentStep, resume } from './stepRegistry.ts';
import type { Button } from '../turn/replies.ts';
import type { Turn } from '../turn/turn.ts';

/** The first words: that a bot is speaking, what it can do (DOMAIN §8). */
export function greet(turn: Turn): void {
  if (turn.record.enrollment) {
    turn.say('resume.here');
    return resume(turn);
  }
  turn.say('greeting.bot').say('greeting.secrets');
  menu(turn);
}

/** The menu as short answers below the last bubble. */
export function menu(turn: Turn): void {
  const shelved: Button[] = turn.record.shelved ? [turn.button('common.resume')] : [];
  turn.offer(
    ...shelved,
    turn.button('menu.issue'),
    turn.button('menu.renew'),
    turn.button('menu.expiry'),
    turn.button('menu.revoke'),
    turn.button('menu.faq'),
    turn.button('common.agent'),
  );
}

/** One bubble that brings back the open question, or the menu. */
export function backToTheWay(turn: Turn): true {
  if (currentStep(turn)) resume(turn);
  else menu(turn);
  return true;
}
