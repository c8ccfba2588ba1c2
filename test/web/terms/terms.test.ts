import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTranslators } from '../../../locales/index.ts';
import { consentDocuments } from '../../../services/enrollment/consentDocuments.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { createHttpServer, type HttpServer } from '../../../web/http.ts';
import { termsRoutes } from '../../../web/terms/termsRoutes.ts';

let server: HttpServer;
let url: string;

beforeAll(async () => {
  const assets = { url: (name: string) => `/assets/${name}`, routes: [] };
  const translate = createTranslators()('ko');
  server = createHttpServer({
    routes: termsRoutes({ assets, translate, documents: consentDocuments }),
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
