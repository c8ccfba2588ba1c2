import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ActivityTypes, BotAdapter, CardFactory, TurnContext, type Activity } from 'botbuilder';
import { KakaoAdapter } from '../../../bots/kakao/kakaoAdapter.ts';
import { activityOf, conversationIdOf } from '../../../bots/kakao/kakaoSkill.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { KakaoStage } from '../../support/kakaoCalls.ts';
import { sandboxBotId } from '../../support/kakaoCustomer.ts';
import { seededRandom } from '../../support/seededRandom.ts';

let state: State;
beforeEach(async () => {
  state = await openSqliteState(':memory:');
});
afterEach(() => state.close());

/** A bot that is written against the SDK alone. */
function sdkBot(logic: (context: TurnContext) => Promise<void>): { kakao: KakaoStage; adapter: KakaoAdapter } {
  const holder: { adapter?: KakaoAdapter } = {};
  const kakao = new KakaoStage(state.records, async ({ activity }) => {
    if (!holder.adapter) throw new Error('expected an adapter');
    await logic(new TurnContext(holder.adapter, activity));
  });
  holder.adapter = new KakaoAdapter({ calls: kakao.calls, random: seededRandom('adapter') });
  return { kakao, adapter: holder.adapter };
}

test('it is a BotAdapter: what context.sendActivity says is the answer, typing and traces have no form', async () => {
  const { kakao, adapter } = sdkBot(async (context) => {
    await context.sendActivity({ type: ActivityTypes.Typing });
    await context.sendActivity(`들은 말: ${context.activity.text}`);
    await context.sendActivity({ type: ActivityTypes.Trace, name: 'x', value: 'secret' });
    await context.sendActivity({ attachments: [CardFactory.heroCard('제목', '글')] });
  });
  expect(adapter).toBeInstanceOf(BotAdapter);
  const said = await kakao.say('a', '안녕');
  expect(said).toBe('들은 말: 안녕 / 글');
});

test('every message has an id of its own, and the answer of sendActivities names each activity', async () => {
  const ids: string[] = [];
  const { kakao } = sdkBot(async (context) => {
    const answers = await context.sendActivities([{ type: 'message', text: '하나' }, { type: 'typing' }]);
    ids.push(...answers.map(({ id }) => id));
  });
  await kakao.say('a', '안녕');
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
});

test('continueConversation speaks later: kept, and shown with the next message', async () => {
  const { kakao, adapter } = sdkBot(async (context) => {
    await context.sendActivity('답');
  });
  const call = kakao.call('a', '안녕');
  const activity = activityOf(call, conversationIdOf({ botId: sandboxBotId, userId: 'a' }), 'first') as Activity; // as the channel makes it
  await kakao.say('a', '안녕');
  await adapter.continueConversation(TurnContext.getConversationReference(activity), async (context) => {
    await context.sendActivity('나중 말');
  });
  expect(await kakao.say('a', '또')).toBe('나중 말 / 답');
});

test('a shown bubble can’t be changed or taken back: said so, instead of doing nothing', async () => {
  const { adapter } = sdkBot(() => Promise.resolve());
  await expect(adapter.updateActivity()).rejects.toThrow('no change');
  await expect(adapter.deleteActivity()).rejects.toThrow('no removal');
});
