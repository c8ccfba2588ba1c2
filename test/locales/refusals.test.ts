import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { createTranslators, locales, readSentences } from '../../locales/index.ts';
import { failure } from '../../services/shared/failure.ts';
import { refusals, type RefusalSpeaker } from '../../services/shared/refusals.ts';
import { refuse } from '../../services/shared/result.ts';
import { placeCloudError } from '../../web/cloud/drawing.ts';
import { sentenceOf } from '../../web/secure/drawing.ts';
import { codesToldBy } from './namesInCode.ts';
import { flatten } from './flatten.ts';

/** Where each speaker's sentences stand. */
const groups: Readonly<Record<RefusalSpeaker, string>> = {
  page: 'error',
  cloud: 'cloud.error',
  chat: 'error',
  chatAgain: 'error.again',
  outcome: 'life.refused',
  relyingParty: 'error',
};
const speakers = Object.keys(groups) as RefusalSpeaker[]; // the record has them all

/** What a code is told with: the sentences of its speakers, and those that are said in its place. */
const told = Object.entries(refusals).map(([code, ways]) => ({
  code,
  ways,
  keys: (ways as readonly string[]).flatMap((way) => {
    const speaker = speakers.find((one) => one === way);
    if (speaker) return [`${groups[speaker]}.${code}`];
    return way === 'program' ? [] : [way];
  }),
}));

test.each(locales)('%s: every refusal has its sentences', (locale) => {
  const sentences = flatten(readSentences(locale));
  expect(
    told.flatMap(({ code, keys }) => keys.map((key) => ({ code, key }))).filter(({ key }) => !sentences.has(key)),
  ).toEqual([]);
});

test('every refusal is told to somebody, or is for programs only', () => {
  expect(
    told.filter(({ keys, ways }) => keys.length === 0 && !(ways as readonly string[]).includes('program')),
  ).toEqual([]);
});

/** Sentences of refusals that no code has. */
function withoutCode(keys: readonly string[]): readonly string[] {
  const known = new Set(told.flatMap(({ keys: all }) => all));
  const inGroup = /^(?:error|cloud\.error|life\.refused)\./;
  return keys.filter((key) => inGroup.test(key) && !known.has(key));
}

test.each(locales)('%s: every sentence of a refusal has its code', (locale) => {
  expect(withoutCode([...flatten(readSentences(locale)).keys()])).toEqual([]);
});

test('a sentence of a refusal without a code would be found', () => {
  const madeUp = ['error.zzz', 'error.sms.zzz', 'error.again.sms.codeWrong', 'cloud.error.zzz', 'life.refused.zzz'];
  expect(withoutCode(madeUp)).toEqual(madeUp);
});

test('a code that is not on the list does not compile, and a page is not given one that it cannot say', () => {
  // @ts-expect-error there is no such code
  const madeUp: unknown = refuse('zzz.zzz');
  const translate = createTranslators(sentenceFacts)('ko');
  // @ts-expect-error the secure view has no sentence for it
  expect(() => sentenceOf(refuse('revoke.notFound'), translate)).toThrow('error.revoke.notFound');
  // @ts-expect-error the cloud has no sentence for it
  expect(() => placeCloudError(refuse('revoke.notFound'), translate)).toThrow('cloud.error.revoke.notFound');
  // @ts-expect-error a route answers programs
  expect(failure(400, 'identity.nameForm', 'id')).toMatchObject({ status: 400 });
  expect(madeUp).toEqual({ ok: false, code: 'zzz.zzz' });
});

test('what is answered again is a refusal of the chat', () => {
  const chat = new Set(codesToldBy('chat'));
  expect(codesToldBy('chatAgain').filter((code) => !chat.has(code))).toEqual([]);
});
