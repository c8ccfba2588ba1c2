import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { Unavailable } from '../../services/shared/unavailable.ts';
import { eventually } from '../support/eventually.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';

let product: ListeningApp;
let customer: HttpCustomer;

beforeAll(async () => {
  product = await openListeningApp();
  await ask('/sandbox/clock', { now: '2026-11-23T10:00:00+09:00' });
}, 60_000);
afterAll(() => product.close());
beforeEach(async () => {
  const people = (await (await fetch(`${product.url}/sandbox/people?count=1`)).json()) as ListedPerson[];
  for (const person of people) customer = new HttpCustomer(product.url, new HttpBrowser(), person);
  await customer.begin();
});

interface Answer {
  readonly status: number;
  readonly body: {
    readonly ok?: boolean;
    readonly said?: string;
    readonly handoff?: { readonly words: readonly { readonly text: string }[]; readonly state: string };
    readonly error?: { readonly code: string };
  };
}

async function ask(path: string, json?: unknown): Promise<Answer> {
  const body =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${product.url}${path}`, { method: 'POST', ...body });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const act = (number: string, name: string, json?: unknown): Promise<Answer> =>
  ask(`/sandbox/assistance/${number}/${name}`, json);

/** The customer wants a person; the number on the card. */
async function wantPerson(): Promise<string> {
  for (const text of ['발급', '국민은행', '상담원']) await customer.say(text);
  const shown = JSON.stringify(await customer.shown());
  const number = /상담번호 (\d{4})/u.exec(shown)?.[1];
  if (number === undefined) throw new Error(`expected a number, found ${shown}`);
  return number;
}

describe('the stand-in for the console', () => {
  test('takes, writes, reads and gives back by HTTP; the web chat hears of it at once', async () => {
    const number = await wantPerson();
    const address = `${product.url}/v3/directline/conversations/${customer.conversationId}`;
    const headers = { authorization: `Bearer ${customer.token}` };
    const { streamUrl } = (await (await fetch(address, { headers })).json()) as { streamUrl: string };
    const heard: string[] = [];
    const socket = new WebSocket(streamUrl);
    socket.on('message', (frame: Buffer) => void heard.push(frame.toString('utf8')));
    await new Promise((resolve) => socket.on('open', resolve));

    expect((await act(number, 'take')).status).toBe(200);
    expect((await act(number, 'say', { text: '안녕하세요' })).body).toEqual({ ok: true, said: '안녕하세요' });
    await eventually(() => heard.join('').includes('상담원: 안녕하세요'));
    expect(heard.join('')).toContain('상담원이 들어왔어요');
    socket.close();

    await customer.say('개인용이 뭐예요?');
    await customer.hears('상담원에게 전했어요');
    const view = await fetch(`${product.url}/sandbox/assistance/${number}?agent=agent1&reason=test`);
    const { handoff } = (await view.json()) as Answer['body'];
    expect(handoff?.words.map(({ text }) => text)).toEqual(['안녕하세요', '개인용이 뭐예요?']);
    expect((await act(number, 'giveBack', { agent: 'agent1' })).body.ok).toBe(true);
    await customer.hears('어떤 인증서');
  });

  test('lists the board without a case id, a name or a number to call', async () => {
    const number = await wantPerson();
    const list = (await (await fetch(`${product.url}/sandbox/assistance`)).json()) as Record<string, unknown>[];
    const own = list.find((one) => one['number'] === number);
    expect(own).toMatchObject({ state: 'waiting', reason: 'asked', bank: '004', number });
    expect(Object.keys(own ?? {})).not.toContain('caseId');
    expect(Object.keys(own ?? {})).not.toContain('words');
  });

  test('refuses with a code: nobody’s number, another’s case, what is over, and bodies that are none', async () => {
    const number = await wantPerson();
    const code = async (answer: Promise<Answer>): Promise<string> => {
      const { status, body } = await answer;
      return `${status} ${body.error?.code}`;
    };
    expect(await code(act('0000', 'take'))).toBe('404 assistance.unknown');
    expect(await code(act(number, 'say', { text: '일찍' }))).toBe('409 assistance.taken');
    expect(await code(act(number, 'take', { agent: 'no such name!' }))).toBe('422 assistance.agentForm');
    expect(await code(act(number, 'take', { agent: 7 }))).toBe('400 sandbox.assistanceForm');
    expect(await code(act(number, 'take', { agent: 'agent1', pin: '482913' }))).toBe('400 sandbox.assistanceForm');
    await act(number, 'take', { agent: 'agent1' });
    expect(await code(act(number, 'say', { agent: 'agent2', text: '나도' }))).toBe('409 assistance.taken');
    expect(await code(act(number, 'say', {}))).toBe('400 sandbox.assistanceForm');
    expect(await code(act(number, 'say', { text: '가'.repeat(501) }))).toBe('422 assistance.textTooLong');
    await act(number, 'close', { agent: 'agent1' });
    expect(await code(act(number, 'close', { agent: 'agent1' }))).toBe('409 assistance.closed');
  });
});

describe('when the board can’t be written', () => {
  test('a person and the bank’s phone are there at once, the number as soon as it can be made', async () => {
    const { records } = product.app.state;
    const put = records.putIfVersion.bind(records);
    records.putIfVersion = (key, value, version) =>
      key.startsWith('handoffs:') ? Promise.reject(new Unavailable('store')) : put(key, value, version);
    for (const text of ['발급', '국민은행', '상담원']) await customer.say(text);
    await customer.hears('사람과 이어 드릴게요');
    await customer.say('상담원');
    await customer.hears('1588-9999');
    expect(JSON.stringify(await customer.shown())).not.toMatch(/상담번호 \d/u);
    records.putIfVersion = put;
    await customer.hears('상담번호');
    await eventually(async () => /상담번호 \d{4}/u.test(JSON.stringify(await customer.shown())), 8_000);
    expect(JSON.stringify(await customer.shown()).match(/상담번호 \d{4}/gu)).toHaveLength(1);
  }, 20_000);

  test('one that was ended before it had its number is not left on the board', async () => {
    const { records } = product.app.state;
    const put = records.putIfVersion.bind(records);
    records.putIfVersion = (key, value, version) =>
      key.startsWith('handoffs:') ? Promise.reject(new Unavailable('store')) : put(key, value, version);
    const before = (await product.app.assistance.all()).length;
    for (const text of ['발급', '국민은행', '상담원', '그만 기다릴래요']) await customer.say(text);
    records.putIfVersion = put;
    await eventually(async () => (await product.app.assistance.all()).length > before, 8_000);
    await eventually(async () => (await product.app.assistance.all()).at(-1)?.state === 'closed');
    expect(JSON.stringify(await customer.shown())).not.toMatch(/상담번호 \d/u);
  }, 20_000);
});
