import { locales, type Locale, type Translate } from '../../locales/index.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { kakaoLimits, type Bubbles, type KakaoQuickReply } from './kakaoResponse.ts';
import type { SkillCall } from './kakaoSkill.ts';
import { shorten } from './kakaoText.ts';

/** What the channel itself is asked for by a button of its own, or by the same words typed. */
export type OwnWish = 'more' | 'result';

/** The channel's own few sentences and buttons. */
export class KakaoWords {
  readonly #t: Translate;
  readonly #languages: readonly Translate[];

  /** @param translators the channel speaks Korean of its own, and understands its labels in every language */
  constructor(translators: (locale: Locale) => Translate) {
    this.#t = translators('ko');
    this.#languages = locales.map((locale) => translators(locale));
  }

  /** `더보기` */
  more(answer: number): KakaoQuickReply {
    return this.#own('more', answer);
  }

  /** The way to a person stays within reach of every answer. */
  isWayToPerson(reply: KakaoQuickReply): boolean {
    return this.#isLabel(reply.label, 'common.agent');
  }

  /** What is shown when the turn needs longer; `before`: what it has said so far. */
  late(before: Bubbles | undefined): Bubbles {
    const replies = [this.#own('result', 0)];
    if (before && before.outputs.length > 0) {
      return { outputs: before.outputs, quickReplies: [...replies, this.#person()] };
    }
    const [title, description] = [this.#t('kakao.late.title'), this.#t('kakao.late.text')];
    const card = { textCard: { title, description, buttons: replies, buttonLayout: 'vertical' } } as const;
    return { outputs: [card], quickReplies: [this.#person()] };
  }

  /** The store or another part of ours can't be reached: what was pressed can be pressed again. */
  outage(call: SkillCall): Bubbles {
    return { outputs: [this.#text('kakao.outage')], quickReplies: [...this.#again(call), this.#person()] };
  }

  /** Nothing was done of this one: its conversation's queue is full. */
  tooMany(call: SkillCall): Bubbles {
    return { outputs: [this.#text('kakao.tooMany')], quickReplies: [...this.#again(call), this.#own('result', 0)] };
  }

  failed(incident: string): Bubbles {
    const text = this.#t('kakao.failed', { incident });
    return { outputs: [{ simpleText: { text } }], quickReplies: [this.#person()] };
  }

  nothing(): Bubbles {
    return { outputs: [this.#text('kakao.nothing')], quickReplies: [this.#person()] };
  }

  shownAlready(): Bubbles {
    return { outputs: [this.#text('kakao.shownAlready')], quickReplies: [] };
  }

  /** The waiting bubble of a call that goes on by callback. */
  get waiting(): string {
    return this.#t('kakao.waiting');
  }

  /** Said when nothing else is left of an answer. */
  get apology(): string {
    return this.#t('kakao.nothing');
  }

  /** Makes the bot say once more where we are. */
  get repeat(): string {
    return this.#t('kakao.repeatWords');
  }

  get operatorLabel(): string {
    return this.#t('common.agent');
  }

  /** A button of the channel, or its label typed; `더보기` typed counts only while something waits behind it. */
  ownWish({ extra, utterance }: SkillCall, hasMore: boolean): OwnWish | undefined {
    const show = extra?.['show'];
    if (show === 'more' || show === 'result') return show;
    if (extra !== undefined) return undefined;
    if (hasMore && this.#isLabel(utterance, 'kakao.more.label')) return 'more';
    return this.#isLabel(utterance, 'kakao.result.label') ? 'result' : undefined;
  }

  /**
   * True for a message that can only have been meant for what the customer saw last. While something newer waits to be
   * shown, it is no answer to that: a `네` must not confirm a card that nobody has seen.
   */
  isForWhatWasSeen({ kind, utterance, extra, pictures }: SkillCall): boolean {
    if (kind === 'event') return true;
    if (kind === 'welcome') return false;
    const blank = utterance === '' && pictures === 0 && extra === undefined;
    const plain = utterance.replaceAll(/[\s.!?~,]/gu, '');
    const done = this.#languages.some((t) => t('issue.visit.doneWords').split('|').includes(plain));
    return blank || done || typeof extra?.['visit'] === 'number' || readYesNo(utterance) !== undefined;
  }

  #isLabel(text: string, key: string): boolean {
    return this.#languages.some((t) => t(key) === text);
  }

  #own(show: OwnWish, answer: number): KakaoQuickReply {
    const label = this.#t(`kakao.${show}.label`);
    return { label, action: 'message', messageText: label, extra: { show, answer } };
  }

  /** A button that was pressed says only what we wrote on it; what was typed may be a secret and is not said again. */
  #again({ utterance, extra = {} }: SkillCall): KakaoQuickReply[] {
    if (typeof extra['answer'] !== 'number' || utterance === '') return [];
    const known = Object.entries(extra).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    );
    const messageText = shorten(utterance, kakaoLimits.messageText);
    return [{ label: this.#t('kakao.again'), action: 'message', messageText, extra: Object.fromEntries(known) }];
  }

  #person(): KakaoQuickReply {
    const label = this.#t('common.agent');
    return { label, action: 'message', messageText: label };
  }

  #text(key: string) {
    return { simpleText: { text: this.#t(key) } };
  }
}
