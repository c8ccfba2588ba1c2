import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { envelopeBody, credentialFields, HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walkToCredential } from '../support/httpWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';
import { postPipelined } from '../support/pipelined.ts';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { caseIdOf } from '../../services/cases/caseRecord.ts';
import { freshPeople } from './journeys.ts';

describe.each(['SQLite', 'Redis'])('on %s', (store) => {
  let redis: RedisServer | undefined;
  let product: ListeningApp;
  let people: AsyncGenerator<ListedPerson, never>;

  beforeAll(async () => {
    redis = store === 'Redis' ? await startRedisServer() : undefined;
    product = await openListeningApp({ people: 20, ...(redis && { redisUrl: redis.url }) });
    people = freshPeople(product.url);
  }, 30_000);
  afterAll(async () => {
    await product.close();
    await redis?.stop();
    expect(product.log.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  async function newCustomer(): Promise<HttpCustomer> {
    return new HttpCustomer(product.url, new HttpBrowser(), (await people.next()).value);
  }

  /** Who said what, in order: `user: 발급`, then one line for everything that was answered. */
  async function turnsOf(customer: HttpCustomer): Promise<{ user: string; answers: number }[]> {
    const turns: { user: string; answers: number }[] = [{ user: '', answers: 0 }];
    for (const { from, text } of await customer.shown()) {
      if (from?.role === 'user') turns.push({ user: text ?? '', answers: 0 });
      else for (const turn of turns.slice(-1)) turn.answers += 1;
    }
    return turns.slice(1);
  }

  const message = (text: string, clientActivityID: string): object => ({
    type: 'message',
    text,
    channelData: { clientActivityID },
  });

  test('five messages at once are five turns in their order, each with its own answer', async () => {
    const customer = await newCustomer();
    await customer.begin();
    const said = ['발급', '국민은행', '개인용', '이전', '취소'];
    const path = `/v3/directline/conversations/${customer.conversationId}/activities`;
    const bodies = said.map((text, index) => message(text, `five-${index}`));
    const statuses = await postPipelined(product.config.port, path, customer.token, bodies);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const turns = await turnsOf(customer);
    expect(turns.map(({ user }) => user)).toEqual(said);
    for (const { answers } of turns) expect(answers).toBeGreaterThan(0);
  });

  test('more messages than may wait are refused, and nothing of those is done', async () => {
    const customer = await newCustomer();
    await customer.begin();
    const path = `/v3/directline/conversations/${customer.conversationId}/activities`;
    const bodies = Array.from({ length: 12 }, (_, index) => message(`발급 ${index}`, `twelve-${index}`));
    const statuses = await postPipelined(product.config.port, path, customer.token, bodies);
    const taken = statuses.filter((status) => status === 200).length;
    expect(statuses.filter((status) => status === 429)).toHaveLength(12 - taken);
    expect(taken).toBeGreaterThanOrEqual(6);
    expect(taken).toBeLessThan(12);
    expect(await turnsOf(customer)).toHaveLength(taken);
  });

  test('the same delivery twenty times in parallel is one turn with one answer', async () => {
    const customer = await newCustomer();
    await customer.begin();
    const before = (await customer.shown()).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => customer.post(message('발급', 'the same'))));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await turnsOf(customer)).toEqual([{ user: '발급', answers: 2 }]);
    await customer.post(message('발급', 'the same'));
    expect(await customer.shown()).toHaveLength(before + 3);
  });

  test('fifty taps on the last button are one certificate, and the chat says so once', async () => {
    const customer = await newCustomer();
    await walkToCredential(customer);
    const { value } = await customer.button('비밀번호 정하기');
    const token = String(value).split('/secure/')[1] ?? '';
    await customer.openLink(String(value));
    const page = await customer.secure('/secure/begin', { link: { token } });
    const body = await envelopeBody(token, credentialFields(page, 'Gimbap!2026'), page);
    const taps = await Promise.all(Array.from({ length: 50 }, () => customer.secure('/secure/steps/credential', body)));
    expect(new Set(taps.map(({ kind }) => kind))).toEqual(new Set(['finished']));
    await customer.hears('발급이 완료됐어요. ');
    expect(await completionsOf(customer)).toHaveLength(1);
    const codes = (await customer.messages()).filter(({ text }) => /\b\d{6}\b/.test(text));
    expect(codes).toHaveLength(1);
  });

  test('fifty submits behind the pages are one certificate too, with one serial in every answer', async () => {
    const customer = await newCustomer();
    await walkToCredential(customer);
    const owner = { caseId: caseIdOf(customer.conversationId), visitNumber: 2 };
    const fields = { policy: 'pin6', secret: '482913', confirmation: '482913' } as const;
    const results = await Promise.all(
      Array.from({ length: 50 }, () => product.app.secureSteps.credential.acts.complete(owner, fields)),
    );
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const facts = await product.app.visitCase.facts(owner);
    await customer.hears('발급이 완료됐어요. ');
    const completions = await completionsOf(customer);
    expect(completions).toHaveLength(1);
    expect(completions[0]).toContain(facts?.issued?.serialHex.slice(-4).toUpperCase());
  });

  async function completionsOf(customer: HttpCustomer): Promise<string[]> {
    const shown = (await customer.shown()).map((activity) => JSON.stringify(activity));
    return shown.filter((text) => text.includes('"끝자리"'));
  }
});
