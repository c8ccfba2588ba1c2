import type { Activity } from 'botbuilder';
import type { KakaoEvents } from '../../services/notices/kakaoEvents.ts';
import type { Clock } from '../../services/shared/clock.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import type { ChannelBot, Shown } from '../conversationPort.ts';
import { callbackAddress, type KakaoCallbacks } from './kakaoCallback.ts';
import {
  giveBack,
  keep,
  remember,
  type KakaoConversation,
  type KakaoConversations,
  type Kept,
} from './kakaoConversations.ts';
import { draw, pageOf, type Page } from './kakaoDraw.ts';
import type { Bubbles } from './kakaoResponse.ts';
import { activityOf, callDigest, conversationIdOf, digest, type SkillCall } from './kakaoSkill.ts';
import type { KakaoWords } from './kakaoWords.ts';

/** Milliseconds of real time; SECURITY §1 "time", KAKAO §3. */
export interface KakaoTimes {
  /** When a turn that is not ready becomes a polite bubble. */
  readonly deadline: number;
  /** What taking the answer out of the store may cost beyond the deadline. */
  readonly grace: number;
  /** The same words again within this time are the same call. */
  readonly repeat: number;
  /** A callback's answer must not overtake the answer that announces it. */
  readonly callbackAfter: number;
  /** How long a callback's address is good for, with some time to spare. */
  readonly callbackWithin: number;
  /** What is kept so long without a call under way is announced by the Event API. */
  readonly wakeAfter: number;
}

/** The times of production. */
export const kakaoTimes: KakaoTimes = {
  deadline: 2_500,
  grace: 350,
  repeat: 2_000,
  callbackAfter: 500,
  callbackWithin: 55_000,
  wakeAfter: 400,
};

/** What answers to calls are made with. */
export interface KakaoCallParts {
  readonly conversations: KakaoConversations;
  readonly words: KakaoWords;
  /** Real time: repeats are told apart by it. */
  readonly clock: Clock;
  readonly callbacks: KakaoCallbacks;
  /** Undefined without a key: then nothing is announced. */
  readonly events: KakaoEvents | undefined;
  /** Whether the channel has agents of its own, so that a hand-off card may carry the operator's button. */
  readonly operator: boolean;
  /** Makes the body of an answer that goes out by callback. */
  readonly bodyOf: (bubbles: Bubbles) => string;
  readonly log: {
    error(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    info(fields: object, message: string): void;
  };
  readonly times?: Partial<KakaoTimes>;
}

/** What a call is answered with. */
export type CallAnswer = { readonly bubbles: Bubbles } | { readonly callback: string };

/** A call under way. */
interface Flight {
  readonly conversationId: string;
  readonly call: SkillCall;
  readonly words: string;
  key: string;
  /** Its turn is running: what the bot shows now is shown because of it. */
  speaking: boolean;
  /** The customer was told to wait. */
  late: boolean;
  /** Its answer is being taken out of the store. */
  taking: boolean;
  /** Resolves when its turn is over, however it ended. */
  done: Promise<unknown>;
}

/**
 * Calls and their answers. A turn's activities are kept as they come, durably; when the turn is over they are taken out,
 * drawn and remembered in one write. So a crash, a late turn, a finished visit and an agent's words are all one case:
 * something is kept, and the next call shows it first.
 */
export class KakaoCalls {
  readonly #with: KakaoCallParts;
  readonly #times: KakaoTimes;
  readonly #flying = new Map<string, Promise<CallAnswer>>();
  readonly #flights = new Map<string, Flight[]>();
  readonly #background = new Set<Promise<unknown>>();
  readonly #waking = new Map<string, NodeJS.Timeout>();
  #bot: ChannelBot | undefined;

  constructor(parts: KakaoCallParts) {
    this.#with = parts;
    this.#times = { ...kakaoTimes, ...parts.times };
  }

  /** The bot comes after its channels. */
  attach(bot: ChannelBot): void {
    this.#bot = bot;
  }

  /** Keeps what the bot shows, durably, for the call under way or the next one. Outage: `Unavailable('store')`. */
  async keep(conversationId: string, shown: readonly Shown[]): Promise<void> {
    const flights = this.#flights.get(conversationId) ?? [];
    const call = flights.find(({ speaking }) => speaking)?.key ?? null;
    const shownNow = shown.map(({ id, activity }): Kept => ({ id, call, activity }));
    let isNews = false;
    await this.#with.conversations.change(conversationId, (before) => {
      const after = keep(before, shownNow);
      isNews = after !== before;
      return after;
    });
    if (isNews && !flights.some(({ late }) => !late)) this.#wakeLater(conversationId);
  }

  /**
   * Answers one call, always in time. The same call again gets the same answer; it never throws.
   *
   * @param requestId X-Request-Id, where there is one
   */
  answer(call: SkillCall, requestId: string | undefined): Promise<CallAnswer> {
    const conversationId = conversationIdOf(call);
    const words = callDigest(call);
    const given = requestId ? `request.${digest([requestId, words])}` : undefined;
    const flying = this.#flying.get(given ?? `${conversationId}.${words}`);
    if (flying) return flying;
    const answer = this.#fly(call, conversationId, words, given).finally(() =>
      this.#flying.delete(given ?? `${conversationId}.${words}`),
    );
    this.#flying.set(given ?? `${conversationId}.${words}`, answer);
    return answer;
  }

  /** Resolves when nothing is under way; announces nothing any more. */
  async close(): Promise<void> {
    for (const timer of this.#waking.values()) clearTimeout(timer);
    this.#waking.clear();
    await Promise.allSettled(this.#background);
  }

  async #fly(call: SkillCall, conversationId: string, words: string, given: string | undefined): Promise<CallAnswer> {
    const flight: Flight = {
      conversationId,
      call,
      words,
      key: given ?? '',
      speaking: false,
      late: false,
      taking: false,
      done: Promise.resolve(),
    };
    const release = this.#with.conversations.open(conversationId);
    const flights = this.#flights.get(conversationId) ?? [];
    this.#flights.set(conversationId, [...flights, flight]);
    const work = this.#work(flight);
    const land = (): void => {
      release();
      const left = (this.#flights.get(conversationId) ?? []).filter((one) => one !== flight);
      if (left.length > 0) this.#flights.set(conversationId, left);
      else this.#flights.delete(conversationId);
    };
    const inTime = await within(this.#times.deadline, work);
    const saved = inTime === 'late' && flight.taking ? await within(this.#times.grace, work) : inTime;
    if (saved !== 'late') {
      land();
      return { bubbles: saved };
    }
    return this.#wait(flight, work, land);
  }

  /** Asks for patience; what the turn has said so far is shown. The rest comes by callback, or with the next message. */
  async #wait(flight: Flight, work: Promise<unknown>, land: () => void): Promise<CallAnswer> {
    const { words } = this.#with;
    const address = callbackAddress(flight.call.callbackUrl);
    const isTaken = flight.taking || address !== undefined || flight.key === '';
    const soFar = isTaken
      ? undefined
      : await within(
          this.#times.grace,
          this.#take(flight).catch(() => undefined),
        );
    flight.late = true;
    this.#inBackground(this.#afterwards(flight, work, address).finally(land));
    return address ? { callback: words.waiting } : { bubbles: words.late(soFar === 'late' ? undefined : soFar) };
  }

  /** The whole of a call; answers an apology where something fails. */
  async #work(flight: Flight): Promise<Bubbles> {
    const { words, log } = this.#with;
    try {
      return (await this.#answerOf(flight)) ?? words.nothing();
    } catch (error) {
      if (error instanceof Error && error.name === 'TooManyWaiting') return words.tooMany();
      if (error instanceof Unavailable) {
        log.warn({ err: error, conversationId: flight.conversationId }, 'a skill call met an outage');
        return words.outage();
      }
      const incident = digest([flight.conversationId, String(performance.now())]).slice(0, 8);
      log.error({ err: error, incident }, 'a skill call failed');
      return words.failed(incident);
    }
  }

  async #answerOf(flight: Flight): Promise<Bubbles | undefined> {
    const { conversations, words } = this.#with;
    const { conversationId, call } = flight;
    const conversation = await conversations.read(conversationId);
    const before = this.#remembered(conversation, flight);
    if (before) return before;
    if (flight.key === '') flight.key = `words.${flight.words}.${conversation.answered}`;
    const hasNews = this.#takeable(conversation, flight).length > 0;
    const wish = words.ownWish(call, conversation.rest !== null);
    if (wish !== undefined)
      return this.#showOwn(flight, wish, hasNews || (wish === 'more' && conversation.rest !== null));
    if (hasNews && words.isForWhatWasSeen(call)) return this.#take(flight);
    await this.#deliver(flight, flight.key, activityOf(call, conversationId, flight.key));
    const answer = await this.#take(flight);
    if (answer ?? flight.late) return answer;
    return (await this.#takenElsewhere(flight)) ?? this.#repeat(flight);
  }

  /** `결과 보기`, `더보기`: shows what is there; waits for a turn that still runs; else the bot says where we are. */
  async #showOwn(flight: Flight, wish: 'more' | 'result', isThere: boolean): Promise<Bubbles | undefined> {
    if (!isThere && wish === 'result') {
      const others = (this.#flights.get(flight.conversationId) ?? []).filter((one) => one !== flight);
      await Promise.all(others.map(({ done }) => done));
    }
    const answer = await this.#take(flight);
    return (answer ?? flight.late) ? answer : this.#repeat(flight);
  }

  async #repeat(flight: Flight): Promise<Bubbles | undefined> {
    const key = `${flight.key}.again`;
    const plain = { ...flight.call, kind: 'message', utterance: this.#with.words.repeat, extra: undefined } as const;
    await this.#deliver(flight, key, activityOf({ ...plain, pictures: 0 }, flight.conversationId, key));
    return this.#take(flight);
  }

  async #deliver(flight: Flight, deliveryKey: string, activity: Partial<Activity>): Promise<void> {
    if (!this.#bot) throw new Error('expected the bot before the first call, found none');
    const { conversationId, call } = flight;
    flight.speaking = true;
    const turn = this.#bot
      .deliver({ channel: 'kakao', conversationId, userId: conversationId, deliveryKey, activity, locale: call.locale })
      .finally(() => {
        flight.speaking = false;
      });
    flight.done = turn.catch(() => undefined);
    await turn;
  }

  /** A call that was answered: by its id at any time, by its words for two seconds and only when nothing new came since. */
  #remembered(conversation: KakaoConversation, { key, words }: Flight): Bubbles | undefined {
    const { answers, kept } = conversation;
    if (key !== '') return answers.find(({ call }) => call === key)?.bubbles;
    const since = this.#with.clock.now().epochMilliseconds - this.#times.repeat;
    return kept.length > 0 ? undefined : answers.findLast((one) => one.words === words && one.at > since)?.bubbles;
  }

  /** Another instance ran the same call and has answered it. */
  async #takenElsewhere({ conversationId, key }: Flight): Promise<Bubbles | undefined> {
    const { answers } = await this.#with.conversations.read(conversationId);
    return answers.find(({ call }) => call === key)?.bubbles;
  }

  /** What is kept for this call, and what belongs to no other call that is still to be answered. */
  #takeable({ kept }: KakaoConversation, flight: Flight): readonly Kept[] {
    const others = (this.#flights.get(flight.conversationId) ?? []).filter((one) => one !== flight);
    const theirs = new Set(
      others.filter(({ late, call }) => !late || callbackAddress(call.callbackUrl)).map(({ key }) => key),
    );
    return kept.filter(({ call }) => call === null || call === flight.key || !theirs.has(call));
  }

  /** Takes the answer out, draws and remembers it in one write; undefined when there is nothing to show. */
  async #take(flight: Flight): Promise<Bubbles | undefined> {
    if (flight.late) return undefined;
    flight.taking = true;
    const { conversations } = this.#with;
    let shown: { page: Page; taken: readonly Kept[] } | undefined;
    await conversations.change(flight.conversationId, (conversation) => {
      const taken = this.#takeable(conversation, flight);
      if (taken.length === 0 && conversation.rest === null) {
        shown = undefined;
        return conversation;
      }
      const page = this.#draw(conversation, taken);
      shown = { page, taken };
      return this.#withUser(remember(conversation, taken, this.#answerFor(flight, page.now), page.rest), flight);
    });
    // the customer was told to wait while the store took its time: they have not seen it
    if (flight.late && shown) {
      const { taken } = shown;
      await conversations.change(flight.conversationId, (conversation) => giveBack(conversation, taken, flight.key));
      return undefined;
    }
    return shown?.page.now;
  }

  #draw(conversation: KakaoConversation, taken: readonly Kept[]): Page {
    const { words, operator } = this.#with;
    const answer = conversation.answered + 1;
    const style = operator ? { answer, operatorLabel: words.operatorLabel } : { answer };
    const drawn = draw(
      taken.map(({ activity }) => activity),
      style,
    );
    const waiting = conversation.rest;
    const all: Bubbles = {
      outputs: [...(waiting?.outputs ?? []), ...drawn.outputs],
      quickReplies: drawn.outputs.length > 0 ? drawn.quickReplies : (waiting?.quickReplies ?? []),
    };
    return pageOf(all, words.more(answer), (reply) => words.isWayToPerson(reply));
  }

  #answerFor({ key, words }: Flight, bubbles: Bubbles) {
    return { call: key, words, at: this.#with.clock.now().epochMilliseconds, bubbles };
  }

  #withUser(conversation: KakaoConversation, { call }: Flight): KakaoConversation {
    const { botId, userId } = call;
    return { ...conversation, user: { botId, userId } };
  }

  /** A turn that was not ready in time: its answer goes out by callback, or is announced, or waits for the next message. */
  async #afterwards(flight: Flight, work: Promise<unknown>, address: URL | undefined): Promise<void> {
    const began = performance.now();
    const { callbackAfter, callbackWithin } = this.#times;
    await Promise.all([within(callbackWithin, work), new Promise((resolve) => setTimeout(resolve, callbackAfter))]);
    if (address && performance.now() - began < callbackWithin) await this.#callBack(flight, address);
    await work;
    const { kept } = await this.#with.conversations.read(flight.conversationId);
    if (kept.length > 0) this.#wakeLater(flight.conversationId);
  }

  async #callBack(flight: Flight, address: URL): Promise<void> {
    const { conversations, callbacks, bodyOf, words, log } = this.#with;
    try {
      const conversation = await conversations.read(flight.conversationId);
      const taken = conversation.kept.filter(({ call }) => call === flight.key || call === null);
      const page = this.#draw(conversation, taken);
      const isShown = page.now.outputs.length > 0;
      const sent = await callbacks.send(address, bodyOf(isShown ? page.now : words.shownAlready()));
      log.info({ conversationId: flight.conversationId, sent }, 'a callback was answered');
      if (!sent || !isShown) return;
      await conversations.change(flight.conversationId, (one) =>
        this.#withUser(remember(one, taken, this.#answerFor(flight, page.now), page.rest), flight),
      );
    } catch (error) {
      log.warn({ err: error, conversationId: flight.conversationId }, 'a callback was not answered');
    }
  }

  #wakeLater(conversationId: string): void {
    const { events } = this.#with;
    if (!events || this.#waking.has(conversationId)) return;
    const timer = setTimeout(() => {
      this.#waking.delete(conversationId);
      this.#inBackground(this.#wake(conversationId, events));
    }, this.#times.wakeAfter);
    this.#waking.set(conversationId, timer);
  }

  /** Tells Kakao to ask us, when the customer has not asked in the meantime. */
  async #wake(conversationId: string, events: KakaoEvents): Promise<void> {
    if ((this.#flights.get(conversationId) ?? []).some(({ late }) => !late)) return;
    const { kept, user } = await this.#with.conversations.read(conversationId);
    if (kept.length === 0 || !user) return;
    const told = await events.send(user, 'continue_conversation');
    if (!told.ok) this.#with.log.warn({ conversationId, code: told.code }, 'an event was not taken');
  }

  #inBackground(task: Promise<unknown>): void {
    const run = task
      .catch((error: unknown) => this.#with.log.warn({ err: error }, 'work behind a skill call failed'))
      .finally(() => this.#background.delete(run));
    this.#background.add(run);
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | 'late'> {
  const late = new Promise<'late'>((resolve) => {
    const timer = setTimeout(() => resolve('late'), milliseconds);
    const stop = (): void => clearTimeout(timer);
    void work.then(stop, stop);
  });
  return Promise.race([work, late]);
}
