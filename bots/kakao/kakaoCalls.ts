import type { Activity } from 'botbuilder';
import type { Clock } from '../../services/shared/clock.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import type { ChannelBot, Shown } from '../conversationPort.ts';
import { KakaoAfterwards, type KakaoAfterwardsParts } from './lateAnswer.ts';
import { callbackAddress } from './kakaoCallback.ts';
import { keep, type KakaoConversation, type Kept } from './kakaoConversations.ts';
import { Flights, newFlight, type Flight } from './callsInProgress.ts';
import type { Bubbles } from './kakaoResponse.ts';
import { activityOf, callDigest, conversationIdOf, digest, type SkillCall } from './kakaoSkill.ts';
import { KakaoTaking } from './pendingAnswer.ts';
import { kakaoTimes, within, type KakaoTimes } from './kakaoTimes.ts';
import type { OwnWish } from './kakaoWords.ts';

/** What answers to calls are made with. */
export interface KakaoCallParts extends Omit<KakaoAfterwardsParts, 'flights' | 'taking' | 'times' | 'log'> {
  /** Real time: repeats are told apart by it. */
  readonly clock: Clock;
  /** Whether the channel has agents of its own, so that a hand-off card may carry the operator's button. */
  readonly operator: boolean;
  readonly times?: Partial<KakaoTimes> | undefined;
  readonly log: KakaoAfterwardsParts['log'] & { error(fields: object, message: string): void };
}

/** What a call is answered with: bubbles, or the words to show until the callback comes. */
export type CallAnswer = { readonly bubbles: Bubbles } | { readonly callback: string };

/**
 * Calls and their answers. A turn's activities are kept as they come, durably; when the turn is over they are taken out,
 * drawn and remembered in one write. So a crash, a late turn, a finished visit and an agent's words are one and the same:
 * something is kept, and the next call shows it first.
 */
export class KakaoCalls {
  readonly #with: KakaoCallParts;
  readonly #times: KakaoTimes;
  readonly #flights = new Flights();
  readonly #taking: KakaoTaking;
  readonly #afterwards: KakaoAfterwards;
  readonly #flying = new Map<string, Promise<CallAnswer>>();
  #bot: ChannelBot | undefined;

  constructor(parts: KakaoCallParts) {
    this.#with = parts;
    this.#times = { ...kakaoTimes, ...parts.times };
    this.#taking = new KakaoTaking({ ...parts, flights: this.#flights });
    this.#afterwards = new KakaoAfterwards({
      ...parts,
      flights: this.#flights,
      taking: this.#taking,
      times: this.#times,
    });
  }

  /** The bot comes after its channels. */
  attach(bot: ChannelBot): void {
    this.#bot = bot;
  }

  /** Keeps what the bot shows, durably, for the call under way or the next one. Outage: `Unavailable('store')`. */
  async keep(conversationId: string, shown: readonly Shown[]): Promise<void> {
    const call = this.#flights.speaker(conversationId);
    const shownNow = shown.map(({ id, activity }): Kept => ({ id, call, activity }));
    let isNews = false;
    await this.#with.conversations.change(conversationId, (before) => {
      const after = keep(before, shownNow);
      isNews = after !== before;
      return after;
    });
    if (isNews && !this.#flights.isAwaited(conversationId)) this.#afterwards.announce(conversationId);
  }

  /**
   * Answers one call, always in time. The same call again gets the same answer; it never throws.
   *
   * @param requestId X-Request-Id, where there is one
   */
  answer(call: SkillCall, requestId: string | undefined): Promise<CallAnswer> {
    const conversationId = conversationIdOf(call);
    const words = callDigest(call);
    const key = requestId ? `request.${digest([requestId, words])}` : '';
    const name = `${conversationId}.${key || words}`;
    const flying = this.#flying.get(name);
    if (flying) return flying;
    const answer = this.#fly(newFlight(call, conversationId, words, key)).finally(() => this.#flying.delete(name));
    this.#flying.set(name, answer);
    return answer;
  }

  /** Resolves when nothing is under way; announces nothing any more. */
  close(): Promise<void> {
    return this.#afterwards.close();
  }

  async #fly(flight: Flight): Promise<CallAnswer> {
    const release = this.#with.conversations.open(flight.conversationId);
    const remove = this.#flights.add(flight);
    const land = (): void => {
      remove();
      release();
    };
    const work = this.#work(flight);
    const inTime = await within(this.#times.deadline, work);
    const answer = inTime === 'late' && flight.taking ? await within(this.#times.grace, work) : inTime;
    if (answer === 'late') return this.#wait(flight, work, land);
    land();
    return { bubbles: answer };
  }

  /** Asks for patience and shows what the turn has said so far. The rest comes by callback, or with the next message. */
  async #wait(flight: Flight, work: Promise<unknown>, land: () => void): Promise<CallAnswer> {
    const { words } = this.#with;
    const wasTaking = flight.taking;
    flight.late = true;
    const address = callbackAddress(flight.call.callbackUrl);
    flight.callsBack = address !== undefined;
    const soFar = wasTaking || address || flight.key === '' ? undefined : await this.#soFar(flight);
    this.#afterwards.follow(flight, work, address, land);
    return address ? { callback: words.waiting } : { bubbles: words.late(soFar) };
  }

  async #soFar(flight: Flight): Promise<Bubbles | undefined> {
    let isOver = false;
    const taking = this.#taking.take(flight, () => isOver).catch(() => undefined);
    const soFar = await within(this.#times.grace, taking);
    isOver = true;
    return soFar === 'late' ? undefined : soFar;
  }

  /** The whole of a call; an apology where something fails. */
  async #work(flight: Flight): Promise<Bubbles> {
    try {
      return (await this.#answerOf(flight)) ?? this.#with.words.nothing();
    } catch (error) {
      return this.#apology(flight, error);
    }
  }

  #apology({ conversationId, call }: Flight, error: unknown): Bubbles {
    const { words, log } = this.#with;
    if (error instanceof Error && error.name === 'TooManyWaiting') return words.tooMany(call);
    if (error instanceof Unavailable) {
      log.warn({ err: error, conversationId }, 'a skill call met an outage');
      return words.outage(call);
    }
    const incident = digest([conversationId, String(performance.now())]).slice(0, 8);
    log.error({ err: error, conversationId, incident }, 'a skill call failed');
    return words.failed(incident);
  }

  async #answerOf(flight: Flight): Promise<Bubbles | undefined> {
    const { conversations, words } = this.#with;
    const { conversationId, call } = flight;
    const conversation = await conversations.read(conversationId);
    const before = this.#remembered(conversation, flight);
    if (before) return before;
    if (flight.key === '') flight.key = `words.${flight.words}.${conversation.answered}`;
    const hasNews = this.#taking.takeable(conversation, flight).length > 0;
    const wish = words.ownWish(call, conversation.rest !== null);
    if (wish !== undefined) return this.#showOwn(flight, wish, hasNews);
    if (hasNews && words.isForWhatWasSeen(call)) return this.#take(flight);
    await this.#deliver(flight, flight.key, activityOf(call, conversationId, flight.key));
    const answer = await this.#take(flight);
    if (answer !== undefined || flight.late) return answer;
    return (await this.#takenElsewhere(flight)) ?? this.#repeat(flight);
  }

  /** `결과 보기`, `더보기`: shows what is there; waits for a turn that still runs; else the bot says where we are. */
  async #showOwn(flight: Flight, wish: OwnWish, hasNews: boolean): Promise<Bubbles | undefined> {
    if (!hasNews && wish === 'result') await Promise.all(this.#flights.othersOf(flight).map(({ done }) => done));
    return (await this.#take(flight)) ?? this.#repeat(flight);
  }

  async #repeat(flight: Flight): Promise<Bubbles | undefined> {
    if (flight.late) return undefined;
    const key = `${flight.key}.again`;
    const utterance = this.#with.words.repeat;
    const call: SkillCall = { ...flight.call, kind: 'message', utterance, extra: undefined, pictures: 0 };
    await this.#deliver(flight, key, activityOf(call, flight.conversationId, key));
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

  /** The answer, unless the customer has been told to wait: then it stays kept. */
  #take(flight: Flight): Promise<Bubbles | undefined> {
    return flight.late ? Promise.resolve(undefined) : this.#taking.take(flight, () => flight.late);
  }

  /** A call that was answered: by its id at any time, by its words for two seconds and only when nothing happened since. */
  #remembered({ answers, kept }: KakaoConversation, { key, words }: Flight): Bubbles | undefined {
    if (key !== '') return answers.find(({ call }) => call === key)?.bubbles;
    const since = this.#with.clock.now().epochMilliseconds - this.#times.repeat;
    const last = answers.at(-1);
    return kept.length === 0 && last && last.words === words && last.at > since ? last.bubbles : undefined;
  }

  /** Another instance ran the same call and has answered it. */
  async #takenElsewhere({ conversationId, key }: Flight): Promise<Bubbles | undefined> {
    const { answers } = await this.#with.conversations.read(conversationId);
    return answers.find(({ call }) => call === key)?.bubbles;
  }
}
