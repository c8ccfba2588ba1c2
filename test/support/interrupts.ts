import { expect } from '@jest/globals';
import type { Activity, CardAction } from 'botbuilder';
import { limits } from '../../dialogs/turn/replies.ts';
import { buttonsOf } from '../transcripts/draw.ts';
import type { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

/** What comes in between at any step, and whether the way stays where it was. */
export const interrupts: Readonly<Record<string, { readonly says: string; readonly stays: boolean }>> = {
  'a question': { says: 'user: 수수료', stays: true },
  help: { says: 'user: 도움말', stays: true },
  repeat: { says: 'user: 다시 말해줘', stays: true },
  why: { says: 'user: 왜 필요해요?', stays: true },
  'a person': { says: 'user: 상담원', stays: true },
  'a break': { says: 'user: 잠시만요', stays: true },
  cancel: { says: 'user: 취소', stays: true },
  nonsense: { says: 'user: 뷁뷁뷁', stays: true },
  nothing: { says: 'user: \u3164', stays: true },
  'a resident number': { says: 'user: 900101-1234568', stays: true },
  'a very long message': { says: `user: ${'발급 '.repeat(600)}`, stays: true },
  'an older button': { says: 'old', stays: true },
  'the same delivery': { says: '[Again]', stays: true },
  'another bank': { says: 'user: 아니 신한은행으로 할게요', stays: false },
  back: { says: 'user: 이전', stays: false },
  'start over': { says: 'user: 처음으로', stays: false },
};

/** Says it in a conversation. */
export async function interrupt(player: Player, says: string): Promise<void> {
  if (says !== 'old') {
    for (const { act } of readScript(says)) if (act) await player.do(act);
    return;
  }
  const value = { step: 'finished-long-ago', token: '1' };
  await player.test.app.bot.deliver({
    channel: 'terminal',
    conversationId: player.conversationId,
    userId: player.userId,
    deliveryKey: 'an old button',
    activity: { type: 'message', text: '개인용', value },
    locale: 'ko-KR',
  });
}

/** Whatever happens: one to three bubbles within every channel's limits, and a way on. */
export function expectGoodAnswer(shown: readonly Partial<Activity>[]): void {
  expect(shown.length).toBeGreaterThanOrEqual(1);
  expect(shown.length).toBeLessThanOrEqual(limits.bubbles);
  const buttons: readonly CardAction[] = shown.flatMap((activity) => buttonsOf(activity));
  expect(buttons.length).toBeGreaterThan(0);
  expect(buttons.filter(({ title }) => title.length > limits.label)).toEqual([]);
  expect(shown.flatMap(({ suggestedActions }) => suggestedActions?.actions ?? []).length).toBeLessThanOrEqual(
    limits.quickReplies,
  );
  expect(shown.filter(({ text }) => (text ?? '').length > 500)).toEqual([]);
}
