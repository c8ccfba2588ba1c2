import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { consentDocuments } from '../../../services/enrollment/consentDocuments.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { createHttpServer, type HttpServer } from '../../../web/http.ts';
import { termsRoutes } from '../../../web/terms/termsRoutes.ts';

let server: HttpServer;
let url: string;

beforeAll(async () => {
  const assets = { url: (name: string) => `/assets/${name}`, routes: [] };
  const translators = createTranslators(sentenceFacts);
  server = createHttpServer({
    routes: termsRoutes({ assets, translators, documents: consentDocuments }),
    upgrades: [],
    mounts: [],
    trustedProxies: [],
    https: false,
    log: { debug: () => {}, warn: () => {}, error: () => {} },
    random: systemRandom,
  });
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
});

afterAll(() => server.close());

test('every document that a customer agrees to can be read in the version that is recorded', async () => {
  for (const { document, version } of consentDocuments) {
    const response = await fetch(`${url}/terms/${document}/${version}`);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toContain('견본 약관이에요');
    expect(text).toContain(`버전 ${version}`);
  }
});

test('the list leads to each of them and keeps 필수 and 선택 apart', async () => {
  const text = await (await fetch(`${url}/terms`)).text();
  for (const { document, version } of consentDocuments) expect(text).toContain(`href="/terms/${document}/${version}"`);
  expect(text.match(/>필수</gu)).toHaveLength(4);
  expect(text.match(/>선택</gu)).toHaveLength(1);
});

test.each(['/terms/service/9.9', '/terms/nothing/1.0', '/terms/__proto__/1.0', '/terms/%3Cscript%3E/1.0'])(
  '%s says kindly that there is no such text',
  async (path) => {
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(404);
    const text = await response.text();
    expect(text).toContain('찾는 글이 없어요');
    expect(text).not.toContain('<script');
  },
);

test.each([
  ['a browser that asks for English', '/terms', { 'accept-language': 'en-US,en;q=0.9' }, 'ko'],
  ['a link that names English, in a Korean browser', '/terms?language=en', { 'accept-language': 'ko-KR' }, 'en'],
  ['a link that names Korean, in an English browser', '/terms?language=ko', { 'accept-language': 'en' }, 'ko'],
  ['a language that is not spoken here', '/terms?language=fr', { 'accept-language': 'fr' }, 'ko'],
  ['nobody in particular', '/terms', {}, 'ko'],
])('%s', async (_name, path, headers, language) => {
  const response = await fetch(`${url}${path}`, { headers });
  const text = await response.text();
  expect(text).toContain(`<html lang="${language}">`);
  const links = [...text.matchAll(/href="(\/terms\/[^"]+)"/gu)].map((match) => match[1] ?? '');
  expect(links).toHaveLength(consentDocuments.length);
  const further = await (await fetch(`${url}${links[0]}`, { headers })).text();
  expect(further).toContain(`<html lang="${language}">`);
});
