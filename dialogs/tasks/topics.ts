import type { Turn } from '../turn/turn.ts';

/** 자주 묻는 질문: the pages first, then the questions of one. */
export function showTopics(turn: Turn): void {
  turn.say('faq.ask');
  turn.offer(...turn.world.topics.all().map((key) => turn.button(key)), turn.button('common.agent'));
}
