import holidays from '../../../services/banks/holidays.json' with { type: 'json' };
import { Assistance } from '../../../services/assistance/assistance.ts';

import { changeHandoff, openHandoff, owningAgent, waitingKeptDays } from '../../../services/cases/handoff.ts';
import { longestMessage } from '../../../services/language/reading/normalizeUserText.ts';
import { refusals } from '../../../services/shared/refusals.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { agentSilentHours, longestAgentText } from '../support/keptFigures.ts';
import { figureIn, holds } from '../support/source.ts';

const { says, fact } = claimsOf('docs/agents.md');
const activity = 'services/assistance/agentActivity.ts';
const board = 'services/assistance/handoffBoard.ts';
const routes = 'web/sandbox/assistanceRoutes.ts';

const now = Temporal.Instant.from('2026-11-22T01:00:00Z');
const opened = openHandoff({ caseId: 'a', count: 1, reason: 'asked', bank: undefined, now });
const taken = changeHandoff(opened, { state: 'taken', agent: 'agent1', takenAt: now.toString() });

/** The refusals of agents' acts, as the paper names them. */
const known = Object.keys(refusals).flatMap((code) => (code.startsWith('assistance.') ? [code.slice(11)] : []));

/** What is said of hand-offs and agents. */
export const agents: readonly Claim[] = [
  fact('`waiting` → `taken` by one agent → `closed`', () => opened.state === 'waiting' && taken.state === 'taken'),
  fact(
    "four digits, nobody else's while it is under way and for a day after",
    () => figureIn(board, 'restHours') === 24,
  ),
  fact('five as the four run short', () => holds(board, 'const digits = [4, 5,')),
  fact(
    'Public holidays stand in `services/banks/holidays.json`, two years of them',
    () => new Set(holidays.days.map((day) => day.slice(0, 4))).size === 2,
  ),
  fact('said only when an agent has acted within the last hour', () => figureIn(activity, 'staffedMinutes') === 60),
  says`at least ${inWords(figureIn(activity, 'leastWaits'))} customers waited`,
  fact('(the median of the last twenty)', () => figureIn(activity, 'keptWaits') === 20),
  says`an agent writes nothing for ${agentSilentHours} hours`,
  fact(
    'the bot hears the customer again, and the hand-off is closed',
    () =>
      [agentSilentHours - 1, agentSilentHours].map((hours) => owningAgent(taken, now.add({ hours }))).join() ===
      'agent1,',
  ),
  says`a photo, a file, more than ${longestMessage} characters`,
  says`at most ${longestAgentText} characters`,
  fact('`waiting()`, `all()`', () => hasMethods('waiting', 'all')),
  fact('`view({ number, agent, reason })`', () => hasMethods('view', 'take', 'say', 'giveBack', 'close')),
  fact(
    'refusals (`assistance.…`)',
    () => known.toSorted().join() === 'agentForm,closed,taken,textEmpty,textTooLong,unknown',
  ),
  fact('(`agent.take`, `agent.say` without the words, `agent.close`, `agent.view` with the reason)', () =>
    holds('services/assistance/assistance.ts', "'agent.take'", "'agent.say'", "'agent.close'", "'agent.view'"),
  ),
  fact('without it `agent1` acts', () => holds(routes, "const someAgent = 'agent1'")),
  fact("404: nobody's number; 409: another agent has it, or it is over; 422:", () =>
    holds(routes, "'assistance.unknown': 404", "'assistance.taken': 409", "'assistance.closed': 409", '?? 422'),
  ),
  fact("400: the body can't be read", () => holds(routes, "failure(400, 'sandbox.assistanceForm'")),
  says`is closed after ${inWords(waitingKeptDays)} days, without a word`,
  says`at most ${figureIn('services/cases/handoff.ts', 'closedKeptDays')} days; the audit keeps`,
];

function hasMethods(...names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(Assistance.prototype, name));
}
