import { owningAgent, withWords } from '../../services/cases/handoff.ts';
import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import { change, endHandoff } from './handoff.ts';
import type { Turn } from '../turn/turn.ts';
import { backToTheWay } from '../tasks/greeting.ts';

/** True while an agent has the case: the bot is silent, but for saying that it has passed on what was written. */
export function agentHas(turn: Turn): boolean {
  return owningAgent(turn.record.handoff, turn.now) !== undefined;
}

/** Somebody comes in while an agent has the case. */
export function meetAgent(turn: Turn): void {
  turn.say('assistance.withAgent');
  offerBot(turn);
}

/** The way back to the bot, which is always open. */
export function offerBot(turn: Turn): void {
  if (turn.silent) turn.say('assistance.withAgent');
  turn.offer(turn.button('assistance.back'));
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
  turn.keep({ handoff: withWords(handoff, { from: 'agent', at: turn.now.toString(), text }) });
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
