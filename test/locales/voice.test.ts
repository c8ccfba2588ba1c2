import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { withFacts } from '../../locales/facts.ts';
import { createTranslators, readSentences } from '../../locales/index.ts';

/** What is typed by customers and compared, not said. */
const heard = /(^|\.)\w*[wW]ords(\.|$)/;
const folder = new URL('../../locales/ko/', import.meta.url);

function flatten(tree: unknown, path: string): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree ?? {}).flatMap(([key, value]) => flatten(value, path === '' ? key : `${path}.${key}`));
}

/** As customers hear them: with the facts filled in. */
const spoken = new Map(flatten(withFacts(readSentences('ko'), sentenceFacts), ''));

function writtenIn(file: string): [string, string][] {
  const tree: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return flatten(tree, '').filter(([key]) => !heard.test(key));
}

function saidIn(file: string): [string, string][] {
  return writtenIn(file).map(([key]) => [key, spoken.get(key) ?? '']);
}

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const said = files.flatMap(saidIn);
const byKey = new Map(said);

/** The sentences of a text: what ends in a mark. Names of buttons, titles and lines of lists have none. */
function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.?])\s+|\n/)
    .map((part) => part.replaceAll(/[’”)]+$/g, '').trim())
    .filter((part) => /[가-힣][.?]$/.test(part));
}

test('there is something to listen to', () => {
  expect(said.length).toBeGreaterThan(900);
  expect(said.flatMap(([, text]) => sentencesOf(text)).length).toBeGreaterThan(900);
});

test('every sentence ends as people talk: 해요체', () => {
  const sentences = said.filter(([key]) => !key.endsWith('.label'));
  const wrong = sentences.flatMap(([key, text]) =>
    sentencesOf(text)
      .filter((sentence) => !/(요|죠)[.?]$/.test(sentence))
      .map((sentence) => `${key}: ${sentence}`),
  );
  expect(wrong).toEqual([]);
});

test('nothing is shouted, drawn or pleaded', () => {
  const wrong = said.filter(([, text]) => /[!！]|\p{Extended_Pictographic}|[~ㅠㅜㅎㅋ^]{2,}|\.{2,}|…/u.test(text));
  expect(wrong).toEqual([]);
});

test('no particle that changes with the word before it stands behind a value', () => {
  const glued =
    /\}\}(?:을|를|이|가|은|는|과|와|으로|로|이나|나|이랑|랑|이에요|예요|이라|라|이라서|라서|이고|아|야)(?![가-힣])/u;
  const written = files.flatMap((file) => writtenIn(file));
  expect(written.filter(([, text]) => glued.test(text)).map(([key, text]) => `${key}: ${text}`)).toEqual([]);
});

test('every sentence fits a bubble with the longest values in it', () => {
  const values = new Proxy(
    {},
    { get: () => '가나다라마바사아자차카타파하가나다라마바사아자차카타파하', has: () => true },
  );
  const t = createTranslators(sentenceFacts)('ko');
  const longest = said.map(([key]) => [key, t(key, { ...namesIn(key, values) }).length] as const);
  expect(longest.filter(([key, length]) => length > (key.startsWith('terms.') ? 1_500 : 500))).toEqual([]);
});

function namesIn(key: string, values: Readonly<Record<string, string>>): Record<string, string> {
  const names = [...(byKey.get(key) ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
  return Object.fromEntries(names.map((name) => [name, values[name] ?? '']));
}

/** Two keys a customer may hear one after the other, and which must not be one sentence. */
const inARow = said.flatMap(([key]): [string, string][] => {
  const plain = key.endsWith('_plain') ? '_plain' : '';
  const bare = key.slice(0, key.length - plain.length);
  const twin = (other: string): string => (byKey.has(`${other}${plain}`) ? `${other}${plain}` : other);
  if (bare.startsWith('issue.') && bare.endsWith('.retry')) {
    const step = bare.slice(0, -'.retry'.length);
    const asked = ['ask', 'text', 'title'].map((kind) => twin(`${step}.${kind}`)).filter((one) => byKey.has(one));
    return [...asked, twin(`${step}.retryMore`)].map((other) => [key, other]);
  }
  if (bare.startsWith('error.again.')) return [[key, twin(bare.replace('error.again.', 'error.'))]];
  if (/^common\.(again|unknown)\.\d$/.test(bare))
    return ['again.0', 'again.1', 'again.2', 'again.3', 'unknown.1', 'unknown.2']
      .map((one) => twin(`common.${one}`))
      .filter((other) => other !== key)
      .map((other) => [key, other]);
  return [];
});

test('who is not understood twice does not hear the same sentence twice', () => {
  expect(inARow.length).toBeGreaterThan(50);
  expect(
    inARow.filter(([key, other]) => byKey.get(other) === undefined || byKey.get(key) === byKey.get(other)),
  ).toEqual([]);
});

test('a plain form is another sentence, and no longer than it needs to be', () => {
  const plain = said.filter(([key]) => key.endsWith('_plain'));
  expect(plain.length).toBeGreaterThan(90);
  expect(plain.filter(([key, text]) => byKey.get(key.replace(/_plain$/, '')) === text)).toEqual([]);
  expect(plain.filter(([, text]) => sentencesOf(text).some((sentence) => sentence.length > 50))).toEqual([]);
});

/** Foreign words that somebody of eighty may not know. */
const foreign =
  /링크|브라우저|클라우드|(?<![가-힣])앱|로그인|뱅킹|챗봇|메뉴|스팸|(?<![가-힣])웹|PC|태블릿|서비스|비행기 모드|채팅|홈페이지|센터|시스템|USB|온라인|클릭|체크|아이디|패스워드|데이터|이메일|메시지/;
/** What is not on the way of an issue, or what the outside world calls so. */
const offTheWay =
  /^(sms\.code$|issue\.business\.|issue\.done\.uses\.business|elsewhere\.|expiry\.|manners\.hop\.|continue\.|format\.|why\.nothing)/;

/** What the holder of a certificate comes for most; buttons say what they are called everywhere. */
const laterOn = /^life\.(renew|expiry|hold|bank)\.|^life\.proof\.(bankLogin|note|by)/;

test('on the whole way nobody in plain mode meets a foreign word', () => {
  const later = saidIn('life.json').filter(([key]) => laterOn.test(key) && !/\.business/.test(key));
  const way = [...['conversation.json', 'plain.json', 'patience.json'].flatMap(saidIn), ...later];
  const plainly = way.map(([key, text]) => [key, byKey.get(`${key.replace(/_plain$/, '')}_plain`) ?? text] as const);
  expect(plainly.length).toBeGreaterThan(300);
  expect(plainly.filter(([key, text]) => !offTheWay.test(key) && foreign.test(text))).toEqual([]);
});
