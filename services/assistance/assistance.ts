import type { Audit, AuditAction } from '../audit/audit.ts';
import type { CaseRecord } from '../cases/caseRecord.ts';
import type { CaseHappening, Conversations } from '../cases/caseEvents.ts';
import type { CaseStore } from '../cases/caseStore.ts';
import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import type { AgentActivity } from './agentActivity.ts';
import { agentText } from './agentText.ts';
import {
  daysSince,
  isUnderWay,
  noteOf,
  owningAgent,
  waitingKeptDays,
  type Handoff,
  type HandoffWords,
} from '../cases/handoff.ts';
import type { HandoffBoard, NumberedHandoff } from './handoffBoard.ts';

/** Collaborators of `Assistance`, handed in by composition/. */
export interface AssistanceParts {
  readonly cases: Pick<CaseStore, 'read'>;
  readonly board: HandoffBoard;
  readonly activity: AgentActivity;
  readonly conversations: Conversations;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

/** What an agent does to a hand-off. `agent`: who acts, as their log-in names them, e.g. `agent1`. */
export interface AgentAct {
  /** 상담번호, as the customer says it. */
  readonly number: string;
  readonly agent: string;
}

/** A hand-off as an agent sees it: masked values only. */
export interface HandoffView extends NumberedHandoff {
  /** `010-****-5678`, once the customer is identified: whom to call back. */
  readonly maskedPhone?: string | undefined;
  readonly maskedName?: string | undefined;
  /** What was written since it was taken. */
  readonly words: readonly HandoffWords[];
}

/** Why an agent's act is not done: nobody has that number; another agent has the case; it is over. */
export type AgentRefusal = 'assistance.unknown' | 'assistance.taken' | 'assistance.closed' | 'assistance.agentForm';

/** Why what an agent wrote is not sent. */
export type AgentTextRefusal = 'assistance.textEmpty' | 'assistance.textTooLong';

/** A log-in's name. */
const agentForm = /^[\w.@-]{1,64}$/;

/**
 * What agents (상담원) do, for the console. The case decides: each act is told to it as an event and is one of its turns,
 * so of two agents one wins, and the bot and an agent never both speak. Every act is audited before it is done.
 *
 * Outage: `Unavailable`; the act may be repeated.
 */
export class Assistance {
  readonly #with: AssistanceParts;

  constructor(parts: AssistanceParts) {
    this.#with = parts;
  }

  /** Who waits, oldest first. */
  async waiting(): Promise<readonly NumberedHandoff[]> {
    return (await this.all()).filter(({ state }) => state === 'waiting');
  }

  /** The whole board, oldest first: waiting, taken, and what was closed within a day. */
  all(): Promise<readonly NumberedHandoff[]> {
    return this.#with.board.all();
  }

  /** Looks a case up. @param reason why, in the agent's words; it is audited */
  async view({ number, agent, reason }: AgentAct & { reason: string }): Promise<Result<HandoffView, AgentRefusal>> {
    if (!agentForm.test(agent)) return refuse('assistance.agentForm');
    const note = await this.#with.board.byNumber(number);
    if (!note) return refuse('assistance.unknown');
    await this.#audit('agent.view', { number, agent }, note, { reason: reason.slice(0, 200) });
    const record = await this.#case(note);
    return record?.handoff?.id === note.id ? ok(viewOf(record, record.handoff, number)) : refuse('assistance.closed');
  }

  /** The case is this agent's from now on, and the bot is silent; of several at once one wins. Again: no change. */
  async take(act: AgentAct): Promise<Result<HandoffView, AgentRefusal>> {
    const found = await this.#underWay(act);
    if (!found.ok) return found;
    const note = found.value;
    await this.#audit('agent.take', act, note);
    await this.#tell(note, { name: 'agent.took', handoff: note.id, agent: act.agent });
    const mine = await this.#owned(note, act);
    if (!mine.ok) return mine;
    const { handoff } = mine.value;
    await this.#with.activity.worked(this.#with.clock.now(), note.state === 'waiting' ? waited(handoff) : undefined);
    return ok(viewOf(mine.value.record, handoff, act.number));
  }

  /**
   * Says something to the customer: at once where they are connected, else with their next message. Only the agent who
   * has the case may. Hidden controls are stripped and secrets masked.
   *
   * @param said `id`: the same one again is said once; without it every call says it
   */
  async say(
    said: AgentAct & { readonly text: string; readonly id?: string | undefined },
  ): Promise<Result<string, AgentRefusal | AgentTextRefusal>> {
    const text = agentText(said.text);
    if (!text.ok) return text;
    const found = await this.#underWay(said);
    if (!found.ok) return found;
    const mine = await this.#owned(found.value, said);
    if (!mine.ok) return mine;
    await this.#audit('agent.say', said, found.value, { characters: text.value.length });
    await this.#tell(
      found.value,
      { name: 'agent.said', handoff: found.value.id, agent: said.agent, text: text.value },
      said.id,
    );
    // the customer may have gone back to the bot meanwhile: then nothing was said
    const still = await this.#owned(found.value, said);
    if (!still.ok) return still;
    await this.#with.activity.worked(this.#with.clock.now());
    return ok(text.value);
  }

  /** 챗봇에게 돌려주기: the bot goes on where the customer was. Only the agent who has the case may. */
  async giveBack(act: AgentAct): Promise<Result<void, AgentRefusal>> {
    const found = await this.#underWay(act);
    if (!found.ok) return found;
    const mine = await this.#owned(found.value, act);
    return mine.ok ? this.#end(found.value, act) : mine;
  }

  /** It is dealt with, by phone for instance: one that waits by any agent, one that is taken by its own. */
  async close(act: AgentAct): Promise<Result<void, AgentRefusal>> {
    const found = await this.#underWay(act);
    if (!found.ok) return found;
    const record = await this.#case(found.value);
    const owner = owningAgent(record?.handoff, this.#with.clock.now());
    return owner === undefined || owner === act.agent ? this.#end(found.value, act) : refuse('assistance.taken');
  }

  /**
   * Closes what nobody took in seven days, takes closed ones off the board after a day, and what has no case any more;
   * what was said goes with the case (casePurge). Answers how many changed.
   */
  async retain(): Promise<number> {
    const { board, clock } = this.#with;
    const now = clock.now();
    const gone = new Set<string>();
    let closed = 0;
    for (const note of await board.all()) {
      if (note.state === 'closed' || daysSince(note.openedAt, now) < waitingKeptDays) continue;
      const left = await this.#expire(note, now);
      if (left === 'gone') gone.add(note.id);
      if (left === 'closed') closed += 1;
    }
    return closed + (await board.sweep(now, ({ id }) => gone.has(id)));
  }

  async #end(note: NumberedHandoff, act: AgentAct): Promise<Result<void, AgentRefusal>> {
    await this.#audit('agent.close', act, note);
    await this.#tell(note, { name: 'handoff.closed', handoff: note.id, agent: act.agent });
    await this.#with.activity.worked(this.#with.clock.now());
    const record = await this.#case(note);
    const still = record?.handoff?.id === note.id && record.handoff.state !== 'closed';
    return still ? refuse('assistance.taken') : ok(undefined);
  }

  async #underWay({ number, agent }: AgentAct): Promise<Result<NumberedHandoff, AgentRefusal>> {
    if (!agentForm.test(agent)) return refuse('assistance.agentForm');
    const note = await this.#with.board.byNumber(number);
    if (!note) return refuse('assistance.unknown');
    return isUnderWay(note) ? ok(note) : refuse('assistance.closed');
  }

  /** What the case says, which decides: the board may be a moment behind. */
  async #owned(
    note: NumberedHandoff,
    { agent }: AgentAct,
  ): Promise<Result<{ record: CaseRecord; handoff: Handoff }, AgentRefusal>> {
    const record = await this.#case(note);
    const handoff = record?.handoff;
    if (!record || handoff?.id !== note.id || handoff.state === 'closed') return refuse('assistance.closed');
    const owner = owningAgent(handoff, this.#with.clock.now());
    return owner === agent ? ok({ record, handoff }) : refuse('assistance.taken');
  }

  #case({ caseId }: NumberedHandoff): Promise<CaseRecord | undefined> {
    return this.#with.cases.read(caseId);
  }

  #tell({ caseId, id }: NumberedHandoff, happening: CaseHappening, once?: string): Promise<void> {
    const unique = once ?? this.#with.random.bytes(12).toString('base64url');
    return this.#with.conversations.tell(caseId, { ...happening, id: `${id}.${happening.name}.${unique}` });
  }

  #audit(
    action: AuditAction,
    { number, agent }: AgentAct,
    { id }: NumberedHandoff,
    details: Readonly<Record<string, string | number>> = {},
  ): Promise<void> {
    return this.#with.audit.write({ action, actor: `agent:${agent}`, subject: id, details: { number, ...details } });
  }

  /** Nobody came for it: the case closes it in a silent turn, and the board follows. */
  async #expire(note: NumberedHandoff, now: Temporal.Instant): Promise<'gone' | 'closed' | 'kept'> {
    const handoff = (await this.#case(note))?.handoff;
    if (handoff?.id !== note.id) return 'gone';
    if (owningAgent(handoff, now) !== undefined) return 'kept';
    if (isUnderWay(handoff)) await this.#tell(note, { name: 'handoff.expired', handoff: note.id });
    const after = (await this.#case(note))?.handoff;
    // somebody may have taken it meanwhile
    if (after?.id !== note.id || isUnderWay(after)) return 'kept';
    await this.#with.board.note({ ...noteOf(after), number: note.number });
    return 'closed';
  }
}

function waited({ openedAt, takenAt = openedAt }: Handoff): number {
  return Temporal.Instant.from(takenAt).since(Temporal.Instant.from(openedAt)).total('seconds');
}

function viewOf({ enrollment, shelved }: CaseRecord, handoff: Handoff, number: string): HandoffView {
  const person = enrollment?.identity ?? shelved?.identity;
  return { ...handoff, number, maskedPhone: person?.maskedPhone, maskedName: person?.maskedName };
}
