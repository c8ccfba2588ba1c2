import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';
import { rawHttp } from '../support/rawHttp.ts';
import { addressesIn, addressOf, type Address } from './support/names.ts';
import { paperNames, readPaper, type Paper } from './support/paper.ts';

let site: ListeningApp;
beforeAll(async () => {
  site = await openListeningApp();
});
afterAll(() => site.close());

/** Named parts of a path (`{token}`, `:token`, `…`) are filled with anything. */
function filled({ path }: Address): string {
  return path.replaceAll(/:\w+|\{[^}]*\}|…/g, 'x');
}

/** Whether a route of the product is behind an address; one that is named without its method may take another. */
async function isThere(address: Address): Promise<boolean> {
  if (address.path.endsWith('/stream')) return isSocket(address);
  const response = await fetch(`${site.url}${filled(address)}`, {
    method: address.method ?? 'GET',
    redirect: 'manual',
  });
  if (response.status === 405) return address.method === undefined;
  return !(response.status === 404 && (await response.text()).includes('route.unknown'));
}

/** A WebSocket without a token is refused, not unknown. */
async function isSocket(address: Address): Promise<boolean> {
  const lines = [`GET ${filled(address)} HTTP/1.1`, 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'];
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
  const answer = await rawHttp(site.config.port, `${lines.join('\r\n')}\r\n${key}\r\n\r\n`);
  return answer.startsWith('HTTP/1.1 ') && !answer.startsWith('HTTP/1.1 404');
}

function addresses({ spans, lines }: Paper): readonly Address[] {
  return [...spans.flatMap((span) => addressOf(span) ?? []), ...lines.flatMap((line) => addressesIn(line))];
}

const all = new Map(
  paperNames
    .flatMap((name) => addresses(readPaper(name)))
    .map((one) => [[one.method, one.path].filter(Boolean).join(' '), one] as const),
);

test.each([...all])('%s', async (_name, address) => {
  expect(await isThere(address)).toBe(true);
});

test('an address that nothing is behind would be found', async () => {
  expect(await isThere({ method: undefined, path: '/pki/nothing' })).toBe(false);
  expect(await isThere({ method: 'GET', path: '/kakao/skill' })).toBe(false);
  expect(await isThere({ method: undefined, path: '/v3/directline/stream' })).toBe(false);
});

test("Azure Bot Service has no adapter: its address is nobody's", async () => {
  expect(readPaper('docs/adapters.md').text).toContain('/api/messages answers 404');
  expect(await isThere({ method: 'POST', path: '/api/messages' })).toBe(false);
});
