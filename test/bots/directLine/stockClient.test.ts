import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { startChatSite, type ChatSite } from '../../support/chatSite.ts';
import { startStockClient } from '../../support/stockClient.ts';

let site: ChatSite;

beforeAll(async () => {
  site = await startChatSite({ secret: 'direct-line-secret' });
});

afterAll(() => site.close());

const place = (activity: Partial<Activity>): number =>
  (activity.channelData as { 'webchat:sequence-id': number })['webchat:sequence-id'];
const newToken = (): Promise<string> => site.tokens.issue('conversation', site.tokens.newOwner());

test.each([[true], [false]])('the stock client talks, WebSocket %s', async (webSocket) => {
  const client = startStockClient(site.url, { token: await newToken(), webSocket });
  expect((await client.arrived(1))[0]).toMatchObject({ text: '안녕하세요', from: { id: 'bot', role: 'bot' } });
  const id = await client.say('발급 123456', 'client-1');
  const [, echo, answer] = await client.arrived(3);
  expect(echo).toMatchObject({ id, text: '발급 ••••••', channelData: { clientActivityID: 'client-1' } });
  expect(echo?.from).toMatchObject({ id: expect.stringMatching(/^dl_/u), role: 'user' });
  expect(answer).toMatchObject({ text: '들었어요: 발급 ••••••', from: { id: 'bot' } });
  client.end();
});

test('what is posted many times at once is one turn, and every post is answered with the same id', async () => {
  const client = startStockClient(site.url, { token: await newToken(), webSocket: true });
  await client.arrived(1);
  const ids = await Promise.all(Array.from({ length: 20 }, () => client.say('네', 'the same')));
  expect(new Set(ids).size).toBe(1);
  await client.arrived(3);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(client.received).toHaveLength(3);
  client.end();
});

test('five messages at once are five turns, each with its answer, in one order for everybody', async () => {
  const owner = site.tokens.newOwner();
  const token = await site.tokens.issue('conversation', owner);
  const client = startStockClient(site.url, { token, webSocket: true });
  const watcher = startStockClient(site.url, { token, webSocket: false });
  await Promise.all([client.arrived(1), watcher.arrived(1)]);
  await Promise.all(['1', '2', '3', '4', '5'].map((text) => client.say(text)));
  // The client itself may mix two sets that come close together; Web Chat orders by the same number.
  const inOrder = (activities: readonly Partial<Activity>[]): (string | undefined)[] =>
    activities.toSorted((one, two) => place(one) - place(two)).map(({ text }) => text);
  const texts = inOrder(await client.arrived(11));
  for (let turn = 0; turn < 5; turn += 1) {
    expect(texts[2 + 2 * turn]).toBe(`들었어요: ${String(texts[1 + 2 * turn])}`);
  }
  expect(inOrder(await watcher.arrived(11))).toEqual(texts);
  client.end();
  watcher.end();
});

test('who comes back to a conversation by its id sees all of it again, and is not greeted twice', async () => {
  const owner = site.tokens.newOwner();
  const first = startStockClient(site.url, { token: await site.tokens.issue('conversation', owner), webSocket: true });
  await first.arrived(1);
  await first.say('하나');
  const before = (await first.arrived(3)).map(({ id }) => id);
  first.end();
  const options = { token: await site.tokens.issue('conversation', owner), webSocket: true };
  const again = startStockClient(site.url, { ...options, conversationId: owner.conversationId });
  expect((await again.arrived(3)).map(({ id }) => id)).toEqual(before);
  const anew = startStockClient(site.url, options);
  expect((await anew.arrived(3)).map(({ id }) => id)).toEqual(before);
  const late = startStockClient(site.url, { ...options, conversationId: owner.conversationId, watermark: '2' });
  expect((await late.arrived(1)).map(({ id }) => id)).toEqual([before[2]]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(late.received).toHaveLength(1);
  for (const client of [again, anew, late]) client.end();
});

test('a dropped stream comes back by itself with what was said meanwhile, once', async () => {
  const owner = site.tokens.newOwner();
  const token = await site.tokens.issue('conversation', owner);
  const client = startStockClient(site.url, { token, webSocket: true });
  await client.arrived(1);
  site.stream.close();
  await site.adapter.post(owner.conversationId, [
    { id: 'meanwhile-1', activity: { type: 'message', text: '끊긴 사이 1' } },
    { id: 'meanwhile-2', activity: { type: 'message', text: '끊긴 사이 2' } },
  ]);
  await site.adapter.post(owner.conversationId, [{ id: 'meanwhile-1', activity: { type: 'message', text: '다시' } }]);
  expect((await client.arrived(3)).map(({ text }) => text)).toEqual(['안녕하세요', '끊긴 사이 1', '끊긴 사이 2']);
  await site.adapter.post(owner.conversationId, [{ id: 'after', activity: { type: 'message', text: '이어서' } }]);
  expect((await client.arrived(4)).at(-1)?.text).toBe('이어서');
  client.end();
}, 60_000);

test('an instance shows what another one was told', async () => {
  const other = await startChatSite({ state: site.state });
  const owner = site.tokens.newOwner();
  const token = await site.tokens.issue('conversation', owner);
  const client = startStockClient(site.url, { token, webSocket: true });
  await client.arrived(1);
  await other.adapter.post(owner.conversationId, [{ id: 'x', activity: { type: 'message', text: '다른 곳에서' } }]);
  expect((await client.arrived(2)).at(-1)?.text).toBe('다른 곳에서');
  client.end();
  await other.close();
});

test('who holds the secret talks without a token', async () => {
  const client = startStockClient(site.url, { secret: 'direct-line-secret', webSocket: true });
  await client.arrived(1);
  await client.say('서버에서');
  expect((await client.arrived(3))[2]?.text).toBe('들었어요: 서버에서');
  client.end();
});
