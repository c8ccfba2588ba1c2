import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startChatSite, type ChatSite } from '../../support/chatSite.ts';
import { startStockClient } from '../../support/stockClient.ts';

let site: ChatSite;

beforeAll(async () => {
  site = await startChatSite({});
});

afterAll(() => site.close());

const newToken = async (): Promise<string> => site.tokens.issue('conversation', site.tokens.newOwner());

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
