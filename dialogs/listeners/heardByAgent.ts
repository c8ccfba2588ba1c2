import { withWords } from '../../services/cases/handoff.ts';
import { endHandoff } from '../agent/handoff.ts';
import { agentHas, offerBot } from '../agent/withAgent.ts';
import { backToTheWay } from '../tasks/greeting.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { tooFast } from './guards.ts';

/**
 * A message while an agent has the case: kept for the agent and acknowledged in one bubble. Nothing else hears it, so a
 * `네` to the agent confirms nothing of ours; only `챗봇과 계속하기` is the bot's. False when no agent has it.
 */
export function heardByAgent(turn: Turn, message: Message): boolean {
  if (!agentHas(turn)) {
    // one who was silent for a day holds nobody
    if (turn.record.handoff?.state === 'taken') endHandoff(turn);
    return false;
  }
  if (tooFast(turn)) return true;
  if (turn.isWord(message.text, 'assistance.words.back')) return leave(turn);
  passOn(turn, message);
  offerBot(turn);
  return true;
}

function passOn(turn: Turn, { text, tooLong, hasFile, erased, code }: Message): void {
  const { handoff } = turn.record;
  if (tooLong) turn.say('common.tooLong');
  else if (hasFile) turn.say('common.file');
  if (tooLong || text === '' || !handoff) return;
  turn.keep({ handoff: withWords(handoff, { from: 'customer', at: turn.now.toString(), text }) });
  const secret = erased.find((kind) => kind !== 'code') ?? erased[0];
  if (code !== undefined) turn.say('assistance.code');
  else turn.say(secret === undefined ? 'assistance.heard' : `secret.${secret}`);
}

/** The customer wants the bot back: always possible. */
function leave(turn: Turn): true {
  endHandoff(turn);
  turn.say('assistance.left');
  return backToTheWay(turn);
}
