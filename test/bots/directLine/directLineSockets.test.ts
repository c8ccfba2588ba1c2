import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { socketLimits } from '../../../bots/directLine/directLineSocket.ts';
import { socketsPerConversation } from '../../../bots/directLine/directLineStream.ts';
import type { ConversationOwner } from '../../../bots/directLine/directLineTokens.ts';
import { startChatSite, type ChatSite } from '../../support/chatSite.ts';

let site: ChatSite;

beforeAll(async () => {
  site = await startChatSite({});
});

afterAll(() => site.close());

async function begin(): Promise<{ owner: ConversationOwner; streamUrl: () => Promise<string> }> {
  const owner = site.tokens.newOwner();
  const authorization = `Bearer ${await site.tokens.issue('conversation', owner)}`;
  const ask = async (): Promise<string> => {
    const response = await fetch(`${site.url}/v3/directline/conversations`, {
      method: 'POST',
      headers: { authorization },
    });
    return ((await response.json()) as { streamUrl: string }).streamUrl;
  };
  return { owner, streamUrl: ask };
}

interface Listener {
  readonly socket: WebSocket;
  readonly texts: (string | undefined)[];
  readonly closed: Promise<number>;
}

async function listen(streamUrl: string): Promise<Listener> {
  const socket = new WebSocket(streamUrl);
  const texts: (string | undefined)[] = [];
  socket.on('message', (data: Buffer) => {
    const set = JSON.parse(data.toString('utf8')) as { activities: { text?: string }[] };
    texts.push(...set.activities.map(({ text }) => text));
  });
  socket.on('error', () => {});
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
  });
  await new Promise((resolve) => {
    socket.on('open', resolve);
  });
  return { socket, texts, closed };
}

const soon = (milliseconds = 150): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('empty frames and nonsense are ignored, no frame is compressed', async () => {
  const { streamUrl } = await begin();
  const { socket, texts } = await listen(await streamUrl());
  expect(socket.extensions).toBe('');
  socket.send('');
  socket.send('not JSON');
  socket.send(JSON.stringify({ type: 'message', text: 'over the socket' }));
  await soon();
  expect(socket.readyState).toBe(WebSocket.OPEN);
  expect(texts).toEqual(['안녕하세요']);
  expect(site.bot.deliveries.filter(({ activity }) => activity.type === 'message')).toHaveLength(0);
  socket.close();
});

test('a frame of 64 KiB is read, a longer one ends the socket', async () => {
  const { streamUrl } = await begin();
  const { socket, closed } = await listen(await streamUrl());
  socket.send('x'.repeat(64 * 1024));
  await soon();
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.send('x'.repeat(64 * 1024 + 1));
  expect([1006, 1009]).toContain(await closed);
});

test('a client that does not read is cut off, and gets everything when it comes back', async () => {
  const { owner, streamUrl } = await begin();
  const { socket, closed } = await listen(await streamUrl());
  socket.pause();
  for (let round = 0; round < 120; round += 1) {
    const text = String(round).padEnd(100_000, '.');
    await site.adapter.post(owner.conversationId, [{ id: `r${round}`, activity: { type: 'message', text } }]);
  }
  await soon(socketLimits.readMilliseconds + 500);
  socket.resume();
  expect(await closed).toBe(1006);
  const again = await listen(await streamUrl());
  while (again.texts.length < 121) await soon(20);
  expect(again.texts.slice(1).map((text) => Number.parseInt(text ?? '', 10))).toEqual(
    Array.from({ length: 120 }, (_, index) => index),
  );
  again.socket.close();
}, 30_000);

test('one tab too many closes the oldest', async () => {
  const { streamUrl } = await begin();
  const tabs: Listener[] = [];
  for (let tab = 0; tab <= socketsPerConversation; tab += 1) tabs.push(await listen(await streamUrl()));
  expect(await tabs[0]?.closed).toBe(1001);
  expect(tabs.slice(1).every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);
  for (const { socket } of tabs) socket.close();
});

test('a store that does not answer ends the socket, and nothing is lost', async () => {
  const { owner, streamUrl } = await begin();
  const { closed } = await listen(await streamUrl());
  await soon(50);
  const { streams } = site.state;
  const read = streams.read.bind(streams);
  streams.read = () => Promise.reject(new Error('the store is away'));
  await site.adapter.post(owner.conversationId, [{ id: 'kept', activity: { type: 'message', text: '남아 있어요' } }]);
  expect(await closed).toBe(1011);
  streams.read = read;
  expect(String(site.faults.at(-1))).toContain('the store is away');
  const again = await listen(await streamUrl());
  await soon();
  expect(again.texts).toEqual(['안녕하세요', '남아 있어요']);
  again.socket.close();
});
