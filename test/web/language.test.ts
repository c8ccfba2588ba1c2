import { expect, test } from '@jest/globals';
import { languageOf, preferredLanguage } from '../../web/language.ts';

function asked(header: string | undefined): string {
  return preferredLanguage({ headers: { 'accept-language': header } }) ?? 'nothing spoken here';
}

test.each([
  [undefined, 'nothing spoken here'],
  ['', 'nothing spoken here'],
  ['*', 'nothing spoken here'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['en-US,en;q=0.9', 'en'],
  ['EN', 'en'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['de-DE,de;q=0.9,en;q=0.8,ko;q=0.7', 'en'],
  ['fr', 'nothing spoken here'],
  ['en;q=0', 'nothing spoken here'],
  ['en;q=0.5,ko;q=0.5', 'en'],
  ['ko;q=0.5, en; q=0.6', 'en'],
  ['en;q=x,ko;q=0.1', 'ko'],
  ['en;q=7,ko;q=0.1', 'ko'],
  ['english,kor', 'nothing spoken here'],
  [',;=,q=1', 'nothing spoken here'],
])('Accept-Language %p is %s', (header, language) => {
  expect(asked(header)).toBe(language);
});

test.each([
  ['language=en', 'en'],
  ['language=ko', 'ko'],
  ['language=', 'ko'],
  ['language=xx', 'ko'],
  ['language=en&language=ko', 'en'],
  ['', 'ko'],
])('a link that says %p leads to a page in %s', (query, language) => {
  expect(languageOf({ query: new URLSearchParams(query) })).toBe(language);
});
