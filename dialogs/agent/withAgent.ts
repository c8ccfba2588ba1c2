import { owningAgent, withWords } from '../../services/cases/handoff.ts';
import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import { askCallBack, change, endHandoff, offerPerson } from './handoff.ts';
import { isOneOf } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { backToTheWay, tooFast } from '../listeners/fallback.ts';

/** True while an agent has the case: the bot is silent, but for saying that it has passed on what was written. */
export function agentHas(turn: Turn): boolean {
  return owningAgent(turn.record.handoff, turn.now) !== undefined;
}

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
  if (isOneOf(turn, message.text, 'assistance.words.back')) return leave(turn);
  passOn(turn, message);
  offerBot(turn);
  return true;
}

function passOn(turn: Turn, { text, tooLong, hasFile, erased, code }: Message): void {
  const { handoff } = turn.record;
  if (tooLong) turn.say('common.tooLong');
  else if (hasFile) turn.say('common.file');
  if (tooLong || text === '' || !handoff) return;
  turn.record.handoff = withWords(handoff, { from: 'customer', at: turn.now.toString(), text });
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

/** Somebody comes in while an agent has the case. */
export function meetAgent(turn: Turn): void {
  turn.say('assistance.withAgent');
  offerBot(turn);
}

function offerBot(turn: Turn): void {
  if (turn.silent) turn.say('assistance.withAgent');
  turn.offer(turn.button('assistance.back'));
}

/** Wishes about a hand-off: to be called back, to see the number again, to wait no longer. */
export function handoffWishes(turn: Turn, message: Message): boolean {
  const wish = wishes.find((one) => isOneOf(turn, message.text, `assistance.words.${one}`));
  if (wish) grant[wish](turn);
  return wish !== undefined || angry(turn, message);
}

const wishes = ['callBack', 'call', 'stop', 'back'] as const;

const grant: Readonly<Record<(typeof wishes)[number], (turn: Turn) => void>> = {
  callBack: askCallBack,
  call: (turn) => offerPerson(turn),
  stop: stopWaiting,
  back: goOnWithBot,
};

/** `챗봇과 계속하기` while a person is waited for: the bot works on, and the number stays good. */
function goOnWithBot(turn: Turn): void {
  backToTheWay(turn);
  if (turn.silent) turn.say('menu.ask');
}

function stopWaiting(turn: Turn): void {
  turn.say(endHandoff(turn) ? 'assistance.stopped' : 'assistance.notWaiting');
  backToTheWay(turn);
}

/** Anger that asks for a person ("사람 바꿔 빨리"): a person, in the first answer. */
function angry(turn: Turn, message: Message): boolean {
  if (message.understanding.intent !== 'complaint') return false;
  const said = message.text.replaceAll(/\s/gu, '');
  if (
    !turn
      .t('assistance.words.person')
      .split('|')
      .some((word) => said.includes(word))
  )
    return false;
  offerPerson(turn, 'complaint');
  return true;
}

/** What agents do, as the customer's case hears of it. */
export function onAgent(turn: Turn, event: AgentEvent): void {
  if (turn.record.handoff?.id !== event.handoff) return;
  if (event.name === 'agent.took') took(turn, event.agent);
  else if (event.name === 'agent.said') said(turn, event);
  else if (event.name === 'handoff.closed') closed(turn, event.agent);
  else if (!agentHas(turn)) endHandoff(turn);
}

type AgentEvent = Extract<CaseHappening, { name: 'agent.took' | 'agent.said' | 'handoff.closed' | 'handoff.expired' }>;

/** One agent wins: whoever comes second changes nothing. */
function took(turn: Turn, agent: string): void {
  if (agentHas(turn) || turn.record.handoff?.state === 'closed') return;
  change(turn, { state: 'taken', agent, takenAt: turn.now.toString() });
  turn.say('assistance.took');
  offerBot(turn);
}

function said(turn: Turn, { agent, text }: { readonly agent: string; readonly text: string }): void {
  const { handoff } = turn.record;
  if (!handoff || owningAgent(handoff, turn.now) !== agent) return;
  turn.record.handoff = withWords(handoff, { from: 'agent', at: turn.now.toString(), text });
  turn.say('assistance.said', { text });
  offerBot(turn);
}

function closed(turn: Turn, agent: string): void {
  const owner = owningAgent(turn.record.handoff, turn.now);
  if ((owner !== undefined && owner !== agent) || !endHandoff(turn)) return;
  turn.say('assistance.ended');
  backToTheWay(turn);
}

/** What is told whoever has the case: the customer waits for it, or must do something at once. */
const always: ReadonlySet<CaseHappening['name']> = new Set([
  'certificate.issued',
  'visit.rebind',
  'visit.renew',
  'code.sent',
  'code.refused',
  'code.uncertain',
  'handoff.opened',
  'agent.took',
  'agent.said',
  'handoff.closed',
]);

/** While an agent has the case, what a page has reported is put down, and the bot asks nothing because of it. */
export function hushed(turn: Turn, event: CaseHappening): void {
  if (turn.silent || always.has(event.name) || !agentHas(turn)) return;
  turn.hush().say('assistance.progress');
  offerBot(turn);
}
