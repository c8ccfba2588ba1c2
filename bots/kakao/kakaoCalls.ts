import type { Activity } from 'botbuilder';
import type { Clock } from '../../services/shared/clock.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import type { ChannelBot, Shown } from '../conversationPort.ts';
import { LateAnswers, type LateAnswerParts } from './lateAnswers.ts';
import { callbackAddress } from './kakaoCallback.ts';
import { keep, type KakaoConversation, type Kept } from './kakaoConversations.ts';
import { CallsInProgress, beginCall, type CallInProgress } from './callsInProgress.ts';
import type { Bubbles } from './kakaoResponse.ts';
import { activityOf, callDigest, conversationIdOf, digest, type SkillCall } from './kakaoSkill.ts';
import { PendingAnswers } from './pendingAnswers.ts';
import { kakaoTimes, within, type KakaoTimes } from './kakaoTimes.ts';
import type { OwnWish } from './kakaoWords.ts';

/** What answers to calls are made with. */
export interface KakaoCallParts extends Omit<LateAnswerParts, 'inProgress' | 'pending' | 'times' | 'log'> {
  /** Real time: repeats are told apart by it. */
  readonly clock: Clock;
  /** Whether the channel has agents of its own, so that a hand-off card may carry the operator's button. */
  readonly operator: boolean;
  readonly times?: Partial<KakaoTimes> | undefined;
  readonly log: LateAnswerParts['log'] & { error(fields: object, message: string): void };
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
  readonly #inProgress = new CallsInProgress();
  readonly #pending: PendingAnswers;
  readonly #late: LateAnswers;
  readonly #answering = new Map<string, Promise<CallAnswer>>();
  #bot: ChannelBot | undefined;

  constructor(parts: KakaoCallParts) {
    this.#with = parts;
    this.#times = { ...kakaoTimes, ...parts.times };
    this.#pending = new PendingAnswers({ ...parts, inProgress: this.#inProgress });
    this.#late = new LateAnswers({
      ...parts,
      inProgress: this.#inProgress,
      pending: this.#pending,
      times: this.#times,
    });
  }

  /** The bot comes after its channels. */
  attach(bot: ChannelBot): void {
    this.#bot = bot;
  }

  /** Keeps what the bot shows, durably, for the call under way or the next one. Outage: `Unavailable('store')`. */
  async keep(conversationId: string, shown: readonly Shown[]): Promise<void> {
    const call = this.#inProgress.speaker(conversationId);
    const shownNow = shown.map(({ id, activity }): Kept => ({ id, call, activity }));
    let isNews = false;
    await this.#with.conversations.change(conversationId, (before) => {
      const after = keep(before, shownNow);
      isNews = after !== before;
      return after;
    });
    if (isNews && !this.#inProgress.isAwaited(conversationId)) this.#late.announce(conversationId);
  }

  /**
   * Answers one call, always in time. The same call again gets the same answer: while it is being made here, afterwards
   * from the conversation's record. What gets past both is dropped by the case (bots/deliveryQueue). It never throws.
   *
   * @param requestId X-Request-Id, where there is one
   */
  answer(call: SkillCall, requestId: string | undefined): Promise<CallAnswer> {
    const conversationId = conversationIdOf(call);
    const words = callDigest(call);
    const key = requestId ? `request.${digest([requestId, words])}` : '';
    const name = `${conversationId}.${key || words}`;
    const answering = this.#answering.get(name);
    if (answering) return answering;
    const answer = this.#answerInTime(beginCall(call, conversationId, words, key)).finally(() =>
      this.#answering.delete(name),
    );
    this.#answering.set(name, answer);
    return answer;
  }

  /** Resolves when nothing is under way; announces nothing any more. */
  close(): Promise<void> {
    return this.#late.close();
  }

  async #answerInTime(current: CallInProgress): Promise<CallAnswer> {
    const release = this.#with.conversations.open(current.conversationId);
    const remove = this.#inProgress.add(current);
    const finish = (): void => {
      remove();
      release();
    };
    const work = this.#work(current);
    const inTime = await within(this.#times.deadline, work);
    const answer = inTime === 'late' && current.taking ? await within(this.#times.grace, work) : inTime;
    if (answer === 'late') return this.#wait(current, work, finish);
    finish();
    return { bubbles: answer };
  }

  /** Asks for patience and shows what the turn has said so far. The rest comes by callback, or with the next message. */
  async #wait(current: CallInProgress, work: Promise<unknown>, finish: () => void): Promise<CallAnswer> {
    const { words } = this.#with;
    const wasTaking = current.taking;
    current.late = true;
    const address = callbackAddress(current.call.callbackUrl);
    current.callsBack = address !== undefined;
    const soFar = wasTaking || address || current.key === '' ? undefined : await this.#soFar(current);
    this.#late.follow(current, work, address, finish);
    return address ? { callback: words.waiting } : { bubbles: words.late(soFar) };
  }

  async #soFar(current: CallInProgress): Promise<Bubbles | undefined> {
    let isOver = false;
    const take = this.#pending.take(current, () => isOver).catch(() => undefined);
    const soFar = await within(this.#times.grace, take);
    isOver = true;
    return soFar === 'late' ? undefined : soFar;
  }

  /** The whole of a call; an apology where something fails. */
  async #work(current: CallInProgress): Promise<Bubbles> {
    try {
      return (await this.#answerOf(current)) ?? this.#with.words.nothing();
    } catch (error) {
      return this.#apology(current, error);
    }
  }

  #apology({ conversationId, call }: CallInProgress, error: unknown): Bubbles {
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

  async #answerOf(current: CallInProgress): Promise<Bubbles | undefined> {
    const { conversations, words } = this.#with;
    const { conversationId, call } = current;
    const conversation = await conversations.read(conversationId);
    const before = this.#remembered(conversation, current);
    if (before) return before;
    if (current.key === '') current.key = `words.${current.words}.${conversation.answered}`;
    const hasNews = this.#pending.takeable(conversation, current).length > 0;
    const wish = words.ownWish(call, conversation.rest !== null);
    if (wish !== undefined) return this.#showOwn(current, wish, hasNews);
    if (hasNews && words.isForWhatWasSeen(call)) return this.#take(current);
    await this.#deliver(current, current.key, activityOf(call, conversationId, current.key));
    const answer = await this.#take(current);
    if (answer !== undefined || current.late) return answer;
    return (await this.#takenElsewhere(current)) ?? this.#repeat(current);
  }

  /** `결과 보기`, `더보기`: shows what is there; waits for a turn that still runs; else the bot says where we are. */
  async #showOwn(current: CallInProgress, wish: OwnWish, hasNews: boolean): Promise<Bubbles | undefined> {
    if (!hasNews && wish === 'result') await Promise.all(this.#inProgress.othersOf(current).map(({ done }) => done));
    return (await this.#take(current)) ?? this.#repeat(current);
  }

  async #repeat(current: CallInProgress): Promise<Bubbles | undefined> {
    if (current.late) return undefined;
    const key = `${current.key}.again`;
    const utterance = this.#with.words.repeat;
    const call: SkillCall = { ...current.call, kind: 'message', utterance, extra: undefined, pictures: 0 };
    await this.#deliver(current, key, activityOf(call, current.conversationId, key));
    return this.#take(current);
  }

  async #deliver(current: CallInProgress, deliveryKey: string, activity: Partial<Activity>): Promise<void> {
    if (!this.#bot) throw new Error('expected the bot before the first call, found none');
    const { conversationId, call } = current;
    current.speaking = true;
    const turn = this.#bot
      .deliver({ channel: 'kakao', conversationId, userId: conversationId, deliveryKey, activity, locale: call.locale })
      .finally(() => {
        current.speaking = false;
      });
    current.done = turn.catch(() => undefined);
    await turn;
  }

  /** The answer, unless the customer has been told to wait: then it stays kept. */
  #take(current: CallInProgress): Promise<Bubbles | undefined> {
    return current.late ? Promise.resolve(undefined) : this.#pending.take(current, () => current.late);
  }

  /** A call that was answered: by its id at any time, by its words for two seconds and only when nothing happened since. */
  #remembered({ answers, kept }: KakaoConversation, { key, words }: CallInProgress): Bubbles | undefined {
    if (key !== '') return answers.find(({ call }) => call === key)?.bubbles;
    const since = this.#with.clock.now().epochMilliseconds - this.#times.repeat;
    const last = answers.at(-1);
    return kept.length === 0 && last && last.words === words && last.at > since ? last.bubbles : undefined;
  }

  /** Another instance ran the same call and has answered it. */
  async #takenElsewhere({ conversationId, key }: CallInProgress): Promise<Bubbles | undefined> {
    const { answers } = await this.#with.conversations.read(conversationId);
    return answers.find(({ call }) => call === key)?.bubbles;
  }
}
