import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { redact, nothingPending } from '../../../services/language/redaction/redact.ts';
import { Answering } from '../../../services/knowledge/answering.ts';
import { Knowledge } from '../../../services/knowledge/knowledge.ts';
import { judgeMessage, looksPasted, noticeKey, pastedKeys, verdictOf } from '../../../services/knowledge/phishing.ts';
import { QuestionFinder } from '../../../services/knowledge/questionFinder.ts';
import { knowledgeBase } from '../../../services/knowledge/questions.ts';
import type { SentNotices } from '../../../services/notices/sentNotices.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import messages from './messages.json' with { type: 'json' };
import { now, rooms } from './samples.ts';

const key = 'a key of its own';
const keys = new Set([messages.code, messages.notice].map((text) => noticeKey(key, text)));
const sent: SentNotices = { has: async (one) => keys.has(one) };
const judge = (text: string) => judgeMessage({ text, key, sent });

test('a code message of ours is known as ours, as it arrived, with its code erased, with a question around it', async () => {
  for (const text of messages.codeAsPasted) expect([text, await judge(text)]).toEqual([text, 'sentCode']);
});

test('what the redaction leaves of our message is still known as ours', async () => {
  for (const expectingCode of [false, true]) {
    const { text } = redact(messages.code, { expectingCode, previous: nothingPending });
    expect([text, await judge(text)]).toEqual([text, 'sentCode']);
  }
});

test('a notice of ours is known as ours', async () => {
  expect(await judge(messages.notice)).toBe('sentNotice');
});

test('a message that we did not send is never called ours, however much it looks like it', async () => {
  for (const { text, verdict } of messages.notOurs) expect([text, await judge(text)]).toEqual([text, verdict]);
});

test('one changed character is another message', async () => {
  for (let at = 0; at < messages.notice.length; at += 1) {
    if (/\s/.test(messages.notice[at] ?? '')) continue;
    const forged = `${messages.notice.slice(0, at)}7${messages.notice.slice(at + 1)}`;
    expect([forged, (await judge(forged)).startsWith('sent')]).toEqual([forged, false]);
  }
});

test('another key finds nothing: the records alone say nothing', async () => {
  expect(await judgeMessage({ text: messages.notice, key: 'another', sent })).toBe('unknown');
});

test('a warning against giving secrets away does not ask for them', () => {
  expect(verdictOf(messages.denial, false)).toBe('unknown');
});

test('when the records cannot be read nothing is vouched for, and what is plainly a fraud is still called one', async () => {
  const down: SentNotices = { has: () => Promise.reject(new Unavailable('store')) };
  expect(await judgeMessage({ text: messages.notice, key, sent: down })).toBe('cannotCheck');
  for (const { text, verdict } of messages.notOurs.filter((one) => ['link', 'asksSecrets'].includes(one.verdict)))
    expect(await judgeMessage({ text, key, sent: down })).toBe(verdict);
  const broken: SentNotices = { has: () => Promise.reject(new Error('a bug')) };
  await expect(judgeMessage({ text: messages.notice, key, sent: broken })).rejects.toThrow('a bug');
});

test('a question without a message is asked for the message; a pasted one is judged', () => {
  for (const text of messages.questionsOnly) expect([text, looksPasted(text)]).toEqual([text, false]);
  for (const text of [
    ...messages.codeAsPasted,
    ...messages.notOurs.map((one) => one.text).filter((one) => one.includes('[Web')),
  ])
    expect([text, looksPasted(text)]).toEqual([text, true]);
});

test('few look-ups, whatever is pasted', () => {
  expect(pastedKeys(key, '').length).toBeLessThanOrEqual(1);
  expect(pastedKeys(key, '이문자 '.repeat(200)).length).toBeLessThanOrEqual(16);
});

test('each verdict has its sentences, in both languages', () => {
  const answering = new Answering({
    ...rooms,
    finder: new QuestionFinder({ base: knowledgeBase }),
    knowledge: new Knowledge({ base: knowledgeBase }),
  });
  const translators = createTranslators(sentenceFacts);
  const verdicts = ['sentCode', 'sentNotice', 'asksSecrets', 'link', 'codeForm', 'unknown', 'cannotCheck'] as const;
  expect(Object.keys(knowledgeBase.messageVerdicts).sort()).toEqual([...verdicts].sort());
  for (const say of [translators('ko'), translators('en')])
    for (const verdict of verdicts) {
      const { sentences, next } = answering.answerToMessage(verdict, { now }, say);
      for (const { key: sentence, values } of sentences) expect(say(sentence, values)).not.toContain('{{');
      for (const label of next) expect(say(label).length).toBeLessThanOrEqual(14);
      expect(next).toContain('answer.act.agent');
    }
});

test('nothing in the room can open a link', () => {
  for (const file of ['phishing.ts', 'answering.ts', 'knowledge.ts', 'questionFinder.ts'])
    expect(readFileSync(new URL(`../../../services/knowledge/${file}`, import.meta.url), 'utf8')).not.toMatch(
      /fetch\(|node:https?|node:net|undici/,
    );
});
