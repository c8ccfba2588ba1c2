import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ChannelBot, Delivery } from '../../bots/conversationPort.ts';
import type { KakaoCallbacks } from '../../bots/kakao/kakaoCallback.ts';
import { KakaoAnswers } from '../../bots/kakao/kakaoAnswers.ts';
import { KakaoCalls, type CallAnswer } from '../../bots/kakao/kakaoCalls.ts';
import { KakaoConversations } from '../../bots/kakao/kakaoConversations.ts';
import { readSkillCall, type SkillCall } from '../../bots/kakao/kakaoSkill.ts';
import type { KakaoTimes } from '../../bots/kakao/kakaoTimes.ts';
import { faultsOf } from '../../bots/kakao/kakaoValidator.ts';
import { KakaoWords } from '../../bots/kakao/kakaoWords.ts';
import { text, type Reply } from '../../dialogs/turn/replies.ts';
import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { createTranslators } from '../../locales/index.ts';
import type { KakaoEventName, KakaoEvents, KakaoRecipient } from '../../services/notices/kakaoEvents.ts';
import { systemClock } from '../../services/shared/clock.ts';
import { ok } from '../../services/shared/result.ts';
import type { Records } from '../../services/state/records.ts';
import { skillPayload, type PayloadChanges } from './kakaoCustomer.ts';

/** What the bot does with a delivery: shows some replies, at once or later. */
export type Script = (delivery: Delivery, show: (...replies: Reply[]) => Promise<void>) => Promise<void>;

/** Short times, so that a test of lateness takes no seconds. */
export const quickTimes: KakaoTimes = {
  deadline: 300,
  grace: 150,
  repeat: 400,
  callbackAfter: 30,
  callbackWithin: 900,
  wakeAfter: 30,
};

/** The channel over a store of the test's, with a bot that does what it is told. */
export class KakaoStage {
  readonly calls: KakaoCalls;
  readonly deliveries: Delivery[] = [];
  readonly callbacks: { address: string; body: string }[] = [];
  readonly events: { recipient: KakaoRecipient; name: KakaoEventName }[] = [];
  readonly log: string[] = [];
  script: Script;
  /** Whether Kakao takes callbacks. */
  takesCallbacks = true;
  #posted = 0;
  readonly #name = randomUUID();
  readonly #answers: KakaoAnswers;

  constructor(records: Records, script: Script, settings: { operator?: boolean; events?: boolean } = {}) {
    this.script = script;
    const log = pino({ level: 'debug', base: null }, { write: (line: string) => void this.log.push(line) });
    const words = new KakaoWords(createTranslators(sentenceFacts));
    this.#answers = new KakaoAnswers({ linkOf: (text) => text, apology: words.apology, log });
    this.calls = new KakaoCalls({
      conversations: new KakaoConversations(records),
      words,
      clock: systemClock,
      callbacks: this.#callbacks(),
      events: settings.events === true ? this.#events() : undefined,
      operator: settings.operator ?? false,
      bodyOf: (bubbles) => JSON.stringify(this.#answers.body(bubbles)),
      log,
      times: quickTimes,
    });
    this.calls.attach(this.#bot());
  }

  async say(user: string, words: string, changes: PayloadChanges = {}, requestId?: string): Promise<string> {
    return this.drawn(await this.calls.answer(this.call(user, words, changes), requestId));
  }

  call(user: string, words: string, changes: PayloadChanges = {}): SkillCall {
    const read = readSkillCall(skillPayload(user, words, changes));
    if (!read.ok) throw new Error('expected a call');
    return read.value;
  }

  /** The texts of an answer, one after the other; its body is checked. */
  drawn(answer: CallAnswer): string {
    if ('callback' in answer) return `callback: ${answer.callback}`;
    const body = this.#answers.body(answer.bubbles);
    const faults = faultsOf(body);
    if (faults.length > 0) throw new Error(`expected a valid body, found ${JSON.stringify(faults)}`);
    return textsOf(JSON.stringify(body.template.outputs)).join(' / ');
  }

  /** Shows something although nobody asked: a visit was finished, an agent wrote. */
  tell(conversationId: string, ...replies: Reply[]): Promise<void> {
    return this.calls.keep(
      conversationId,
      replies.map((reply) => this.#shown(conversationId, reply)),
    );
  }

  #bot(): ChannelBot {
    return {
      deliver: async (delivery) => {
        this.deliveries.push(delivery);
        await this.script(delivery, (...replies) => this.tell(delivery.conversationId, ...replies));
      },
    };
  }

  #shown(conversationId: string, activity: Reply) {
    this.#posted += 1;
    return { id: `${conversationId}|${this.#name}.${this.#posted}`, activity };
  }

  #callbacks(): KakaoCallbacks {
    return {
      send: (address, body) => {
        this.callbacks.push({ address: address.href, body });
        return Promise.resolve(this.takesCallbacks);
      },
    };
  }

  #events(): KakaoEvents {
    return {
      send: (recipient, name) => {
        this.events.push({ recipient, name });
        return Promise.resolve(ok('task'));
      },
    };
  }
}

/** Says its words back, once. */
export const echo: Script = (delivery, show) => show(text(`echo ${delivery.activity.text ?? ''}`));

/** Every text of a JSON text, in order: of bubbles and cards, not of buttons. */
export function textsOf(json: string): string[] {
  return [...json.matchAll(/"(?:text|description)":"((?:[^"\\]|\\.)*)"/gu)].map(([, found = '']) => found);
}
