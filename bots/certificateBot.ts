import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { converse, type Outcome } from '../dialogs/conversation.ts';
import { saysNudge } from '../dialogs/events/nudges.ts';
import type { Facts, Message, Stimulus } from '../dialogs/turn/stimulus.ts';
import type { DialogWorld } from '../dialogs/turn/dialogWorld.ts';
import { owningAgent } from '../services/cases/handoff.ts';
import { caseIdOf, caseKey, newCase, type CaseRecord } from '../services/cases/caseRecord.ts';
import { reachedAt } from '../services/enrollment/enrollment.ts';
import { upgradedCase } from '../services/cases/upgradeCase.ts';
import { beforeReply, type Effect } from '../services/cases/effect.ts';
import { sealTurn, wasSeen, type Settled } from '../services/cases/turnCommit.ts';
import type { Moved } from '../services/cases/transfers.ts';
import type { CaseEvent, Conversations } from '../services/cases/caseEvents.ts';
import { hasCarrierLine, looksPasted, signsOf, type MessageVerdict } from '../services/knowledge/phishing.ts';
import type { ReadTwice } from '../services/language/azure/secondOpinion.ts';
import type { Understand } from '../services/language/understanding.ts';
import type { Clock } from '../services/shared/clock.ts';
import { toJson } from '../services/shared/json.ts';
import { KeyedQueue } from '../services/shared/keyedQueue.ts';
import { Unavailable } from '../services/shared/unavailable.ts';
import type { SmsLimits } from '../services/sms/smsLimits.ts';
import type { Records, Versioned } from '../services/state/records.ts';
import type { ChannelBot, ChannelOutput, Delivery, Shown } from './conversationPort.ts';
import { hear } from './readActivity.ts';
import { LaterTries } from './retryQueue.ts';
import { recall, type Knows } from './forgottenCustomer.ts';

/** The effects' doer (services/effects/effectHandlers). */
export interface Effects {
  run(record: CaseRecord, effect: Effect): Promise<CaseEvent | undefined>;
}

/** What the bot works with. */
export interface BotCollaborators {
  readonly records: Records;
  readonly smsLimits: SmsLimits;
  readonly effects: Effects;
  readonly understand: Understand;
  /** A second opinion on a masked message from outside; absent while none is set up (services/language/azure/secondOpinion). */
  readonly readTwice?: ReadTwice;
  /** Whom a user of a channel is known as, if they agreed to that before (services/customers/knownCustomers). */
  readonly knows: Knows;
  /** Looks a pasted message up among what we sent (services/knowledge/phishing). */
  readonly judge: (text: string) => Promise<MessageVerdict>;
  readonly world: DialogWorld;
  /** Where answers of a channel go. */
  readonly outputs: Readonly<Record<string, ChannelOutput>>;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void; warn(fields: object, message: string): void };
}

/** Deliveries that may wait behind the one that runs (SECURITY §1). */
const waitingDeliveries = 5;
/** How often a turn is tried again when somebody else wrote the case first. */
const mostRaces = 20;
/** Messages remembered for the limit of thirty a minute; the dialogs do the counting. */
const recentMost = 40;
/** Cases whose settled effects are remembered; for one that is forgotten, doing and showing again changes nothing. */
const settledMost = 20_000;
const unsettled: Settled = { effects: new Set(), sequence: 0 };

/** More deliveries wait for one case than may; nothing of the late one was done. */
export class TooManyWaiting extends Error {
  constructor() {
    super('too many messages of one conversation wait');
    this.name = 'TooManyWaiting';
  }
}

/** What a turn starts from: its key, and how it reads the case. */
interface Job {
  readonly key: string;
  readonly conversation?: Delivery;
  readonly locale: 'ko' | 'en';
  read(record: CaseRecord, now: Temporal.Instant): { stimulus: Stimulus; echo?: string } | undefined;
}

/**
 * One turn: queue → drop repeats → erase secrets → turn function → compare-and-set → effects that must come first →
 * send → the other effects, whose outcomes are turns again (DESIGN §1.3). A lost race or a crash repeats nothing.
 */
export class CertificateBot implements ChannelBot, Conversations {
  readonly #with: BotCollaborators;
  readonly #queue = new KeyedQueue(Number.POSITIVE_INFINITY);
  readonly #waiting = new Map<string, number>();
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #later = new LaterTries((caseId) => this.#enqueue(caseId, () => this.#bringOut(caseId)));
  readonly #settled = new Map<string, { effects: Set<string>; sequence: number }>();

  constructor(collaborators: BotCollaborators) {
    this.#with = collaborators;
  }

  /** @throws TooManyWaiting · Outage: `Unavailable('store')`, the delivery may be sent again */
  deliver(delivery: Delivery): Promise<void> {
    const caseId = caseIdOf(delivery.conversationId);
    const key = `${delivery.channel}|${delivery.conversationId}|${delivery.deliveryKey}`;
    const flying = this.#inFlight.get(key);
    if (flying) return flying;
    const waiting = this.#waiting.get(caseId) ?? 0;
    if (waiting > waitingDeliveries) return Promise.reject(new TooManyWaiting());
    this.#waiting.set(caseId, waiting + 1);
    const run = this.#enqueue(caseId, () => this.#turn(caseId, this.#deliveryJob(key, delivery))).finally(() => {
      this.#inFlight.delete(key);
      const left = (this.#waiting.get(caseId) ?? 1) - 1;
      if (left > 0) this.#waiting.set(caseId, left);
      else this.#waiting.delete(caseId);
    });
    this.#inFlight.set(key, run);
    return run;
  }

  tell(caseId: string, event: CaseEvent): Promise<void> {
    return this.#enqueue(caseId, () => this.#turn(caseId, this.#told(event)));
  }

  /** A nudge that is none by now needs no turn: nothing is written for it. */
  #told(event: CaseEvent): Job {
    const job = eventJob(event);
    if (event.name !== 'nudge') return job;
    const counts = (record: CaseRecord, now: Temporal.Instant): boolean =>
      this.#canPush(record) && saysNudge(record, event.step, now);
    return { ...job, read: (record, now) => (counts(record, now) ? job.read(record, now) : undefined) };
  }

  /** At start: brings out what a crash kept in. Answers how many cases had something left. */
  async recover(): Promise<number> {
    let found = 0;
    for await (const key of this.#with.records.keys('case:')) {
      const caseId = /^case:\{(.+)\}$/.exec(key)?.[1];
      if (caseId === undefined) continue;
      // what can't be brought out now is tried again later, and holds up nobody else
      const left = await this.#enqueue(caseId, () => this.#bringOut(caseId)).catch(() => true);
      if (left) found += 1;
    }
    return found;
  }

  /** Resolves when no turn is running; what waits for another try is left to the next start. */
  async idle(): Promise<void> {
    this.#later.clear();
    while (this.#queue.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #enqueue<T>(caseId: string, task: () => Promise<T>): Promise<T> {
    const run = this.#queue.enqueue(caseId, task);
    if (!run) throw new Error('expected a queue without an end, found a full one');
    return run;
  }

  #deliveryJob(key: string, delivery: Delivery): Job {
    return {
      key,
      conversation: delivery,
      locale: delivery.locale.toLowerCase().startsWith('en') ? 'en' : 'ko',
      read: (record, now) => {
        const heard = hear(delivery.activity, record, now, this.#with.understand);
        if (!heard) return undefined;
        attach(record, delivery, now, heard.stimulus.kind === 'message');
        record.redaction = heard.redaction;
        return { stimulus: heard.stimulus, echo: heard.echo };
      },
    };
  }

  async #turn(caseId: string, job: Job): Promise<void> {
    for (let race = 0; race < mostRaces; race += 1) {
      const found = await this.#with.records.get<CaseRecord | Moved>(caseKey(caseId));
      if (found && 'movedTo' in found.value) return this.#elsewhere(found.value.movedTo, job);
      const stored = found && { ...found, value: upgradedCase(found.value as CaseRecord) }; // a pointer was followed above
      if (!stored && !job.conversation) return;
      const now = this.#with.clock.now();
      const record = stored
        ? await recall(structuredClone(stored.value), this.#with.knows, job.conversation)
        : await this.#begin(caseId, now, job);
      if (wasSeen(record, job.key)) return this.#settle(record);
      const read = job.read(record, now);
      if (!read) return;
      const { stimulus, echo } = await this.#heardTwice(read);
      const facts = await this.#facts(record, stimulus, job.key, now);
      const outcome = this.#converse(record, stimulus, facts, now);
      const written = await this.#commit(stored, outcome, job, echo, now);
      if (written) return this.#settle(written);
    }
    throw new Unavailable('store', { cause: new Error('every write of the case lost its race') });
  }

  /** A case begins with whether somebody comes back who wanted to be known. */
  async #begin(caseId: string, now: Temporal.Instant, { locale, conversation }: Job): Promise<CaseRecord> {
    const known = conversation && (await this.#with.knows(conversation));
    return { ...newCase(caseId, now, locale), ...(known && { known }) };
  }

  /** The second opinion may know what was meant, and may mask what our own masking missed: then that is what is kept. */
  async #heardTwice(heard: { stimulus: Stimulus; echo?: string }): Promise<{ stimulus: Stimulus; echo?: string }> {
    const { readTwice } = this.#with;
    const { stimulus } = heard;
    if (!readTwice || stimulus.kind !== 'message' || stimulus.value !== undefined || stimulus.text === '') return heard;
    const { understanding } = await readTwice(stimulus.text);
    const { text } = understanding;
    return { stimulus: { ...stimulus, text, understanding }, echo: text === stimulus.text ? heard.echo : text };
  }

  /** This conversation goes on in another case. */
  #elsewhere(caseId: string, job: Job): Promise<void> {
    return this.#enqueue(caseId, () => this.#turn(caseId, job));
  }

  /** What must be counted before it is judged: a guess of the code counts even when the turn is lost. */
  async #facts(record: CaseRecord, stimulus: Stimulus, key: string, now: Temporal.Instant): Promise<Facts> {
    if (stimulus.kind !== 'message') return {};
    const verdict = await this.#verdict(record, stimulus);
    if (verdict) return { verdict };
    const phoneKey = record.enrollment && reachedAt(record.enrollment)?.phoneKey;
    // what is written to an agent is no guess
    if (stimulus.code === undefined || !phoneKey || owningAgent(record.handoff, now) !== undefined) return {};
    const guessId = createHash('sha256').update(key).digest('base64url').slice(0, 22);
    return { guessId, guesses: await this.#with.smsLimits.countGuess({ phoneKey, id: guessId, now }) };
  }

  /** A pasted message is looked up among what we sent, by key; its words are kept nowhere. */
  async #verdict(record: CaseRecord, { text, value, code }: Message): Promise<MessageVerdict | undefined> {
    const { link, codeForm } = signsOf(text);
    const wanted = record.asked?.what === 'pasted' ? looksPasted(text) : link || codeForm || hasCarrierLine(text);
    // who is asked for a code may paste the whole message to give it
    return wanted && value === undefined && code === undefined ? this.#with.judge(text) : undefined;
  }

  /** A bug of ours costs the customer nothing: the case stays as it was, and they are told a number for it. */
  #converse(record: CaseRecord, stimulus: Stimulus, facts: Facts, now: Temporal.Instant): Outcome {
    const { world, log } = this.#with;
    try {
      return converse({ record, stimulus, facts: { ...facts, canPush: this.#canPush(record) }, world, now });
    } catch (error) {
      const incident = String(now.epochMilliseconds % 1_000_000).padStart(6, '0');
      log.error({ err: error, caseId: record.id, incident }, 'a turn failed');
      const text = world.translate(record.locale)('outage.bug', { incident });
      return { record, replies: [{ type: 'message', text }], heardBy: [] };
    }
  }

  #canPush({ conversations, activeConversation }: CaseRecord): boolean {
    const channel = conversations.find(({ id }) => id === activeConversation)?.channel ?? '';
    return this.#with.outputs[channel]?.pushes === true;
  }

  async #commit(
    stored: Versioned<CaseRecord> | undefined,
    outcome: Outcome,
    job: Job,
    echo: string | undefined,
    now: Temporal.Instant,
  ): Promise<CaseRecord | undefined> {
    const { record } = outcome;
    const own = echo !== undefined && job.conversation ? [echoOf(job.conversation, echo)] : [];
    const next = sealTurn(record, {
      deliveryKey: job.key,
      now,
      conversationId: job.conversation?.conversationId ?? record.activeConversation,
      activities: [...own, ...outcome.replies].map((activity) => toJson(activity)),
      settled: this.#settled.get(record.id) ?? unsettled,
    });
    const version = await this.#write(next, stored?.version ?? 0);
    if (version === false) return undefined;
    // what was settled is no longer in the record, so it need not be remembered
    this.#settled.get(record.id)?.effects.clear();
    return next;
  }

  /** A write that threw may have been done all the same: then its answers wait in the record. */
  async #write(record: CaseRecord, version: number): Promise<number | false> {
    try {
      return await this.#with.records.putIfVersion(caseKey(record.id), record, version);
    } catch (error) {
      this.#later.put(record.id);
      throw error;
    }
  }

  /** Brings what a turn decided into the world: links first, then the answers, then the rest. What fails is tried later. */
  async #settle(record: CaseRecord): Promise<void> {
    const pending = record.effects.filter(({ id }) => !this.#settledOf(record.id).effects.has(id));
    try {
      for (const effect of pending.filter(({ kind }) => beforeReply.has(kind))) await this.#do(record, effect);
      await this.#post(record);
    } catch (error) {
      this.#later.put(record.id);
      throw error;
    }
    for (const effect of pending.filter(({ kind }) => !beforeReply.has(kind))) await this.#do(record, effect);
  }

  async #post(record: CaseRecord): Promise<void> {
    const settled = this.#settledOf(record.id);
    for (const out of record.outbox.filter(({ sequence }) => sequence > settled.sequence)) {
      const channel = record.conversations.find(({ id }) => id === out.conversationId)?.channel ?? '';
      const shown = out.activities.map((activity, index): Shown => {
        const one = activity as Partial<Activity>; // written by #commit
        return {
          id: one.id ?? `${out.conversationId}|${String(out.sequence).padStart(7, '0')}.${index}`,
          activity: one,
        };
      });
      await this.#with.outputs[channel]?.post(out.conversationId, shown);
      settled.sequence = out.sequence;
    }
  }

  /**
   * Does one effect; its outcome is the case's next turn. What can't be done now stays in the record and is done later;
   * an outage of what must come before the answer is thrown, so that no link is shown that does not work.
   */
  async #do(record: CaseRecord, effect: Effect): Promise<void> {
    const { effects } = this.#settledOf(record.id);
    if (effects.has(effect.id)) return;
    try {
      const event = await this.#with.effects.run(record, effect);
      // the outcome's turn takes the effect out of the record in the same write
      effects.add(effect.id);
      if (event) await this.#turn(record.id, eventJob(event));
    } catch (error) {
      effects.delete(effect.id);
      if (beforeReply.has(effect.kind) && error instanceof Unavailable) throw error;
      this.#with.log.warn({ err: error, caseId: record.id, effect: effect.kind }, 'an effect is left for later');
      this.#later.put(record.id);
    }
  }

  async #bringOut(caseId: string): Promise<boolean> {
    const stored = await this.#with.records.get<CaseRecord>(caseKey(caseId));
    if (!stored || 'movedTo' in stored.value || (stored.value.outbox.length === 0 && stored.value.effects.length === 0))
      return false;
    await this.#settle(stored.value);
    return true;
  }

  #settledOf(caseId: string): { effects: Set<string>; sequence: number } {
    const known = this.#settled.get(caseId);
    if (known) return known;
    const fresh = { effects: new Set<string>(), sequence: 0 };
    this.#settled.set(caseId, fresh);
    const oldest = this.#settled.size > settledMost ? this.#settled.keys().next().value : undefined;
    if (oldest !== undefined) this.#settled.delete(oldest);
    return fresh;
  }
}

function eventJob(event: CaseEvent): Job {
  return {
    key: `event|${event.id}`,
    locale: 'ko',
    read: () => ({ stimulus: { kind: 'event', event } }),
  };
}

/** The conversation is the one in use from now on; messages are counted for the limit of thirty a minute. */
function attach(record: CaseRecord, delivery: Delivery, now: Temporal.Instant, counts: boolean): void {
  const others = record.conversations.filter(({ id }) => id !== delivery.conversationId);
  const { conversationId, channel, userId } = delivery;
  const before = record.activeConversation;
  if (before !== undefined && before !== conversationId && others.length === record.conversations.length) {
    record.hopped = { to: conversationId, told: false };
  }
  record.conversations = [...others, { id: conversationId, channel, userId, lastAt: now.toString() }];
  record.activeConversation = conversationId;
  if (!counts) return;
  const second = Math.floor(now.epochMilliseconds / 1000);
  record.recent = [...record.recent.filter((at) => at > second - 60), second].slice(-recentMost);
}

/** The customer's own words as the conversation shows them, secrets masked; the client knows its bubble by its own id. */
function echoOf(delivery: Delivery, text: string): Partial<Activity> {
  const clientActivityID: unknown = (delivery.activity.channelData as { clientActivityID?: unknown } | undefined)
    ?.clientActivityID; // anything a client sent
  return {
    type: 'message',
    id: delivery.activity.id,
    from: { id: delivery.userId, name: '', role: 'user' },
    text,
    ...(typeof clientActivityID === 'string' ? { channelData: { clientActivityID } } : {}),
  };
}
