import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { activityOf, conversationIdOf, readSkillCall, type SkillCall } from '../../../bots/kakao/kakaoSkill.ts';
import { sandboxBotId, skillPayload } from '../../support/kakaoCustomer.ts';

const folder = join(import.meta.dirname, 'payloads');
const sample = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

function read(body: unknown): SkillCall {
  const result = readSkillCall(body);
  if (!result.ok) throw new Error(`expected a call, found ${result.code}`);
  return result.value;
}

/** A payload with one thing changed, deep inside. */
function changed(path: string, value: unknown): unknown {
  const body: Record<string, unknown> = structuredClone(skillPayload('user', '발급'));
  const names = path.split('.');
  let place = body;
  for (const name of names.slice(0, -1)) place = place[name] as Record<string, unknown>; // the payload's own objects
  const last = names.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
  return body;
}

test.each(readdirSync(folder))('the captured payload %s is read', (name) => {
  const call = read(sample(name));
  expect(call.userId).toHaveLength(66);
  expect(conversationIdOf(call)).toMatch(/^kakao\.[\w-]{22}$/);
});

test('what kind of call it is', () => {
  expect(read(sample('10_welcome_block.json')).kind).toBe('welcome');
  expect(read(sample('09_event_api_block.json')).kind).toBe('event');
  expect(read(sample('01_text_input_full.json'))).toMatchObject({ kind: 'message', utterance: '금융인증서 발급' });
  expect(read(sample('03_quickreply_block_with_extra_and_context.json')).extra).toEqual({
    a: 'issue.pickUse',
    v: 'personal',
    t: 'st_9f2c41',
  });
  expect(read(sample('04_callback_enabled_block.json')).callbackUrl).toMatch(/^https:\/\/bot-api\.kakao\.com\//);
  expect(read(sample('07_secure_image_plugin.json'))).toMatchObject({ pictures: 1, utterance: '' });
});

describe('whatever Kakao adds, leaves out or sends as null is fine', () => {
  test.each<[string, unknown]>([
    ['action.clientExtra', null],
    ['action.clientExtra', {}],
    ['action.clientExtra', undefined],
    ['action.clientExtra', []],
    ['action.clientExtra', 'text'],
    ['action.clientExtra', 7],
    ['action.params', null],
    ['action.params', []],
    ['action.params', undefined],
    ['action.params', { amount: '{"amount":1' }],
    ['action.detailParams', undefined],
    ['action', null],
    ['action', undefined],
    ['action', 'skill'],
    ['intent', undefined],
    ['intent', null],
    ['intent.name', 5],
    ['intent.extra', { knowledge: { matchedKnowledges: [{ answer: '답', categories: [] }] } }],
    ['contexts', undefined],
    ['contexts', null],
    ['contexts', [{ name: 'issue', lifespan: 4, ttl: 540, params: {} }]],
    ['flow', undefined],
    ['flow', { trigger: { type: 'CARD_BUTTON_BLOCK' } }],
    ['flow', { trigger: null }],
    ['userRequest.block', undefined],
    ['userRequest.block', null],
    ['userRequest.block.id', 12],
    ['userRequest.lang', 'kr'],
    ['userRequest.lang', 'ko'],
    ['userRequest.lang', null],
    ['userRequest.timezone', undefined],
    ['userRequest.params', undefined],
    ['userRequest.params', null],
    ['userRequest.params', { surface: 'BuilderBotTest', ignoreMe: 'true' }],
    ['userRequest.user.properties', undefined],
    ['userRequest.user.properties', null],
    ['userRequest.user.properties', { plusfriendUserKey: 'Qk7', isFriend: false, somethingNew: [1] }],
    ['userRequest.user.type', 'appUserId'],
    ['userRequest.callbackUrl', 1],
    ['userRequest.callbackUrl', null],
    ['userRequest.somethingNew', { deep: { deeper: [null] } }],
    ['somethingNew', 'x'],
    ['bot.name', undefined],
    ['action.params', { when: '{"origin":"내일","value":null}', sys_number: '{"amount":1}' }],
  ])('%s = %j', (path, value) => {
    expect(read(changed(path, value))).toMatchObject({
      kind: 'message',
      utterance: '발급',
      userId: 'user',
      botId: sandboxBotId,
      pictures: 0,
      locale: 'ko-KR',
      extra: undefined,
      callbackUrl: undefined,
    });
  });

  test('English speakers are spoken to in English', () => {
    expect(read(changed('userRequest.lang', 'en')).locale).toBe('en-US');
  });
});

describe('only a user id and an utterance of the right type are asked for', () => {
  test.each<[string, unknown]>([
    ['userRequest', undefined],
    ['userRequest', null],
    ['userRequest', []],
    ['userRequest.user', undefined],
    ['userRequest.user', 'user'],
    ['userRequest.user.id', undefined],
    ['userRequest.user.id', null],
    ['userRequest.user.id', 12],
    ['userRequest.user.id', ''],
    ['userRequest.user.id', '  '],
    ['userRequest.user.id', 'u'.repeat(71)],
    ['userRequest.user.id', ['u']],
    ['userRequest.utterance', undefined],
    ['userRequest.utterance', null],
    ['userRequest.utterance', 123456],
    ['userRequest.utterance', { $gt: '' }],
    ['userRequest.utterance', ['발급']],
  ])('%s = %j is refused', (path, value) => {
    expect(readSkillCall(changed(path, value))).toEqual({ ok: false, code: 'skill.malformed' });
  });

  test.each([null, [], 'text', 7, true, undefined])('%j is refused', (body) => {
    expect(readSkillCall(body)).toEqual({ ok: false, code: 'skill.malformed' });
  });

  test('seventy letters are an id', () => {
    expect(read(changed('userRequest.user.id', 'u'.repeat(70))).userId).toHaveLength(70);
  });
});

describe('what was said', () => {
  test.each([
    ['발급\n', '발급'],
    ['  발급  ', '발급'],
    ['', ''],
    ['   \n', ''],
    ['두 줄\n이에요', '두 줄\n이에요'],
    ['가'.repeat(5_000), '가'.repeat(5_000)],
  ])('%#', (said, heard) => {
    expect(read(skillPayload('user', said)).utterance).toBe(heard);
  });
});

describe('pictures', () => {
  const picture = 'http://dn-m.talk.kakao.com/talkm/oXyz/i_photo.jpg';
  const secure = {
    privacyAgreement: 'Y',
    imageQuantity: '2',
    secureUrls: 'List(http://a.kakaocdn.net/1, http://a.kakaocdn.net/2)',
  };

  test.each<[string, unknown, number]>([
    ['a plain photo', skillPayload('u', picture, { requestParams: { media: { type: 'image', url: picture } } }), 1],
    ['the address alone', skillPayload('u', picture), 1],
    ['secure images as a string', skillPayload('u', '사진', { params: { secureimage: JSON.stringify(secure) } }), 2],
    ['secure images as an object', skillPayload('u', '사진', { params: { secureimage: secure } }), 2],
    ['secure images as a list', skillPayload('u', '사진', { params: { id: { secureUrls: ['http://a/1'] } } }), 1],
    ['a hundred', skillPayload('u', '사진', { params: { id: { secureUrls: 'x,'.repeat(100) } } }), 10],
  ])('%s', (_name, body, count) => {
    const call = read(body);
    expect(call.pictures).toBe(count);
    const activity = activityOf(call, 'c', 'id');
    expect(activity.text).toBe('');
    expect(activity.attachments).toHaveLength(count);
    expect(JSON.stringify(activity)).not.toContain('kakaocdn');
    expect(JSON.stringify(activity)).not.toContain('dn-m.talk');
  });

  test('an address of somebody else’s is words', () => {
    expect(read(skillPayload('u', 'https://example.com/a.jpg'))).toMatchObject({ pictures: 0 });
  });
});

test('a conversation is one customer with one bot, and does not tell who', () => {
  const id = conversationIdOf({ botId: 'bot', userId: 'user' });
  expect(id).toBe(conversationIdOf({ botId: 'bot', userId: 'user' }));
  expect(id).not.toBe(conversationIdOf({ botId: 'bot', userId: 'other' }));
  expect(id).not.toBe(conversationIdOf({ botId: 'bot!', userId: 'user' }));
  expect(conversationIdOf({ botId: 'ab', userId: 'c' })).not.toBe(conversationIdOf({ botId: 'a', userId: 'bc' }));
});
