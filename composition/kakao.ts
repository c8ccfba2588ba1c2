import { HttpKakaoCallbacks } from '../bots/kakao/httpKakaoCallbacks.ts';
import { KakaoAdapter } from '../bots/kakao/kakaoAdapter.ts';
import { KakaoAnswers } from '../bots/kakao/kakaoAnswers.ts';
import { KakaoCalls } from '../bots/kakao/kakaoCalls.ts';
import { KakaoConversations } from '../bots/kakao/kakaoConversations.ts';
import { kakaoRoutes } from '../bots/kakao/kakaoRoutes.ts';
import { KakaoWords } from '../bots/kakao/kakaoWords.ts';
import type { ChannelBot } from '../bots/conversationPort.ts';
import { systemClock } from '../services/shared/clock.ts';
import type { Route } from '../services/shared/route.ts';
import type { Foundation, Instead } from './foundation.ts';
import { linksOf, type Services } from './services.ts';

/** The KakaoTalk channel. */
export interface Kakao {
  readonly adapter: KakaoAdapter;
  routes(bot: ChannelBot): readonly Route[];
  close(): Promise<void>;
}

export function openKakao(foundation: Foundation, services: Services, instead: Instead['kakao'] = {}): Kakao {
  const { config, state, random, translators, outside, log } = foundation;
  const { skillSecrets: secrets, botIds, operator } = config.kakao;
  const words = new KakaoWords(translators);
  const links = linksOf(foundation, services);
  const answers = new KakaoAnswers({ linkOf: (text) => links.of(text), apology: words.apology, log });
  const calls = new KakaoCalls({
    conversations: new KakaoConversations(state.records),
    words,
    clock: systemClock,
    callbacks: instead.callbacks ?? new HttpKakaoCallbacks(),
    events: instead.events ?? outside.kakaoEvents,
    operator: instead.operator ?? operator,
    bodyOf: (bubbles) => JSON.stringify(answers.body(bubbles)),
    log,
    times: instead.times,
  });
  return {
    adapter: new KakaoAdapter({ calls, random }),
    routes: (bot) => {
      calls.attach(bot);
      return kakaoRoutes({ calls, answers, secrets, botIds, sandbox: config.sandbox });
    },
    close: () => calls.close(),
  };
}
