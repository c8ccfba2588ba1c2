import { expect, test } from '@jest/globals';
import { languageOf } from '../../web/language.ts';

function asked(header: string | undefined, query = ''): string {
  return languageOf({ headers: { 'accept-language': header }, query: new URLSearchParams(query) });
}

test.each([
  [undefined, 'ko'],
  ['', 'ko'],
  ['*', 'ko'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['en-US,en;q=0.9', 'en'],
  ['EN', 'en'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['de-DE,de;q=0.9,en;q=0.8,ko;q=0.7', 'en'],
  ['fr', 'ko'],
  ['en;q=0', 'ko'],
  ['en;q=0.5,ko;q=0.5', 'en'],
  ['ko;q=0.5, en; q=0.6', 'en'],
  ['en;q=x,ko;q=0.1', 'ko'],
  ['en;q=7,ko;q=0.1', 'ko'],
  ['english,kor', 'ko'],
  [',;=,q=1', 'ko'],
])('Accept-Language %p is %s', (header, language) => {
  expect(asked(header)).toBe(language);
});

test.each([
  ['language=en', 'ko', 'en'],
  ['language=ko', 'en', 'ko'],
  ['language=', 'en', 'en'],
  ['language=xx', 'en', 'en'],
  ['language=en&language=ko', 'ko', 'en'],
])('a link that says %p wins over a browser that asks for %s: %s', (query, header, language) => {
  expect(asked(header, query)).toBe(language);
});
