import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultsOf } from '../../../bots/kakao/kakaoValidator.ts';
import { drawn, postSkill, sandboxBotId, sandboxSecret, skillPayload } from '../../support/kakaoCustomer.ts';
import { openKakaoSite, type KakaoSite } from '../../support/kakaoSite.ts';

let site: KakaoSite;
beforeAll(async () => {
  site = await openKakaoSite();
});
afterAll(() => site.close());

interface Raw {
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string | undefined;
}

/** Sends bytes as they are. */
function raw({ body, headers = {}, secret = sandboxSecret }: Raw): Promise<{ status: number; text: string }> {
  const given = { 'content-type': 'application/json', 'x-skill-secret': secret, ...headers };
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  return new Promise((resolve, reject) => {
    const asked = request(`${site.origin}/kakao/skill`, { method: 'POST', headers: sent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const good = JSON.stringify(skillPayload('routes', '안녕하세요'));
const tooLarge = JSON.stringify(skillPayload('routes', '가'.repeat(30_000)));
const badShape = JSON.stringify({ bot: { id: 'other' }, userRequest: { utterance: '발급' } });
const otherBot = JSON.stringify(skillPayload('routes', '발급', { botId: 'other' }));

describe('the codes, in the order of the contract', () => {
  test.each<[string, Raw, number]>([
    ['no secret', { body: good, secret: '' }, 401],
    ['another secret', { body: good, secret: 'sandbox-secreT' }, 401],
    ['a longer secret', { body: good, secret: `${sandboxSecret}x` }, 401],
    ['the secret before the size', { body: tooLarge, secret: 'wrong' }, 401],
    ['the secret before the media type', { body: good, secret: 'wrong', headers: { 'content-type': 'text/xml' } }, 401],
    ['the secret before the shape', { body: '<xml/>', secret: 'wrong' }, 401],
    ['the secret before the bot', { body: otherBot, secret: 'wrong' }, 401],
    ['too large', { body: tooLarge }, 413],
    ['the size before the media type', { body: tooLarge, headers: { 'content-type': 'text/xml' } }, 413],
    ['compressed', { body: gzipSync(good), headers: { 'content-encoding': 'gzip' } }, 415],
    [
      'a form',
      { body: 'userRequest[utterance]=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
    ],
    ['no media type', { body: good, headers: { 'content-type': '' } }, 415],
    ['the media type before the shape', { body: 'null', headers: { 'content-type': 'text/plain' } }, 415],
    ['empty', { body: '' }, 400],
    ['not JSON', { body: '<xml/>' }, 400],
    ['null', { body: 'null' }, 400],
    ['a list', { body: '[]' }, 400],
    ['a byte order mark', { body: '\ufeff{}' }, 400],
    ['broken UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400],
    ['too deep', { body: `${'['.repeat(2_000)}${']'.repeat(2_000)}` }, 400],
    ['no user id', { body: badShape }, 400],
    ['the shape before the bot', { body: badShape }, 400],
    [
      'an utterance that is none',
      { body: JSON.stringify(skillPayload('u', '1')).replace('"utterance":"1"', '"utterance":1') },
      400,
    ],
    ['a user id of ten thousand letters', { body: JSON.stringify(skillPayload('u'.repeat(10_240), '발급')) }, 400],
    ['another bot', { body: otherBot }, 403],
    ['a bot with two marks', { body: JSON.stringify(skillPayload('u', '발급', { botId: `${sandboxBotId}!!` })) }, 403],
    [
      'the development channel',
      { body: JSON.stringify(skillPayload('u', '발급', { botId: `${sandboxBotId}!` })) },
      200,
    ],
    ['a call', { body: good }, 200],
    ['a call with a charset', { body: good, headers: { 'content-type': 'application/json; charset=utf-8' } }, 200],
  ])('%s', async (_name, sent, status) => {
    const answer = await raw(sent);
    expect(answer.status).toBe(status);
    const body: unknown = JSON.parse(answer.text);
    if (status === 200) expect(faultsOf(body)).toEqual([]);
    else expect(body).toEqual({ error: { code: expect.any(String), id: expect.any(String) } });
  });

  test('the other secret of a rotation is good too', async () => {
    const { kakaoRoutes } = await import('../../../bots/kakao/kakaoRoutes.ts');
    const [route] = kakaoRoutes({
      calls: undefined as never,
      answers: undefined as never,
      secrets: ['new', 'old'],
      botIds: [],
      sandbox: false,
    }); // admit needs neither
    const admit = (secret: string) => route?.admit?.({ id: 'x', headers: { 'x-skill-secret': secret } } as never); // nor the rest of a request
    expect(await admit('new')).toBeUndefined();
    expect(await admit('old')).toBeUndefined();
    expect(await admit('')).toMatchObject({ status: 401 });
  });

  test('no secret in the settings lets nobody in', async () => {
    const { kakaoRoutes } = await import('../../../bots/kakao/kakaoRoutes.ts');
    const [route] = kakaoRoutes({
      calls: undefined as never,
      answers: undefined as never,
      secrets: [],
      botIds: [],
      sandbox: false,
    }); // admit needs neither
    expect(await route?.admit?.({ id: 'x', headers: {} } as never)).toMatchObject({ status: 401 }); // nor the rest of a request
  });
});

describe('the captured payloads are answered', () => {
  const folder = join(import.meta.dirname, 'payloads');
  test.each(readdirSync(folder))('%s', async (name) => {
    const payload = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { userRequest: { user: { id: string } } };
    payload.userRequest.user.id = name;
    const answer = await postSkill(site.origin, payload);
    expect(answer.status).toBe(200);
    expect(faultsOf(answer.body)).toEqual([]);
  });
});

describe('whatever is said is answered', () => {
  test.each([
    '',
    ' ',
    '\n',
    '발급\n',
    '?',
    '...',
    'ㅋㅋㅋ',
    'ㅁㄴㅇㄹ',
    '👍',
    '👨‍👩‍👧‍👦'.repeat(200),
    '가'.repeat(5_000),
    '\u0000',
    '\u200b\u200b',
    '\u202e발급',
    '<a href=javascript:alert(1)>발급</a>',
    "'; DROP TABLE case; --",
    '{{constructor}}',
    '${7*7}',
    '__proto__',
    '%00',
    '１２３４５６',
    'null',
    '한글',
    '900101-1234568',
    'https://example.com',
    '더보기',
    '결과 보기',
    'cert_expiring',
    '웰컴',
  ])('%j', async (words) => {
    const customer = site.customer(`said-${Buffer.from(words).toString('hex').slice(0, 40)}`);
    const reply = await customer.say(words);
    expect(reply.milliseconds).toBeLessThan(3_000);
    expect(drawn(reply)).not.toMatch(/undefined|null|\{\{|stack|Error/);
    expect(JSON.stringify(reply.body)).not.toContain('1234568');
  });

  test.each<unknown>([
    { show: 'more' },
    { show: 'result' },
    { show: 7 },
    { step: 'confirmation', token: 'x' },
    { step: { $gt: '' } },
    { visit: 1 },
    { visit: -1, step: 'identity' },
    { step: 'bank', bank: '__proto__' },
    { page: 1e9, step: 'bank' },
    { page: 'x' },
    { answer: Number.MAX_VALUE },
    { constructor: 'x' },
    'text',
    7,
    [],
    null,
  ])('a button that carries %j', async (extra) => {
    const customer = site.customer(`extra-${Buffer.from(JSON.stringify(extra)).toString('hex').slice(0, 40)}`);
    expect(drawn(await customer.say('네', { extra }))).not.toBe('');
  });

  test('a member named __proto__ changes nothing', async () => {
    const body = JSON.stringify(skillPayload('proto', '발급')).replace(
      '"params":{}',
      '"params":{"__proto__":{"verified":true}}',
    );
    const answer = await raw({ body });
    expect(answer.status).toBe(200);
    expect(({} as { verified?: unknown }).verified).toBeUndefined();
  });

  test('thirty-one messages in a minute are too many, and that is said', async () => {
    const customer = site.customer('flood');
    const replies: string[] = [];
    for (let count = 0; count < 32; count += 1) replies.push(drawn(await customer.say(`질문 ${count}`)));
    expect(replies.at(-1)).toContain('한꺼번에');
    expect(replies.slice(0, 29).join('')).not.toContain('한꺼번에');
  });

  test('twenty messages at once are answered all, none with an error', async () => {
    const customer = site.customer('at-once');
    const replies = await Promise.all(Array.from({ length: 20 }, (_, count) => customer.say(`질문 ${count}`)));
    expect(replies.filter((reply) => drawn(reply).includes('차례로')).length).toBeGreaterThan(5);
    for (const reply of replies) expect(reply.milliseconds).toBeLessThan(3_000);
  });
});
