import { lookup } from 'node:dns';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { request as requestHttp } from 'node:http';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import type { KakaoCallbacks } from './kakaoCallback.ts';

const answerMilliseconds = 5_000;
const longestAnswer = 16 * 1024;

/** Callbacks over HTTPS by node's own client: it follows no redirect, and a name that leads inside is not called. */
export class HttpKakaoCallbacks implements KakaoCallbacks {
  readonly #through: URL | undefined;

  /** @param settings `through`: a stand-in that takes the calls instead, in tests */
  constructor(settings: { readonly through?: string } = {}) {
    this.#through = settings.through === undefined ? undefined : new URL(settings.through);
  }

  async send(address: URL, body: string): Promise<boolean> {
    try {
      const answer = await this.#post(address, body);
      const read: unknown = JSON.parse(answer);
      return typeof read === 'object' && read !== null && 'status' in read && read.status === 'SUCCESS';
    } catch {
      return false;
    }
  }

  #post(address: URL, body: string): Promise<string> {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) };
    const options: RequestOptions = { method: 'POST', headers, signal: AbortSignal.timeout(answerMilliseconds) };
    const path = `${address.pathname}${address.search}`;
    return new Promise((resolve, reject) => {
      const request = this.#through
        ? requestHttp({ ...options, host: this.#through.hostname, port: this.#through.port, path })
        : requestHttps({ ...options, host: address.hostname, path, lookup: publicLookup, agent: false });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length > longestAnswer) request.destroy(new Error('expected a short answer, found a long one'));
          else parts.push(part);
        });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(parts).toString());
          else reject(new Error(`expected status 200, found ${response.statusCode}`));
        });
      });
      request.end(body);
    });
  }
}

const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6');

/** True for an address of a private, local or other special network. */
export function leadsInside(address: string): boolean {
  return inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Resolves a name once and hands on those addresses only, so that no second answer can lead elsewhere. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    const [first] = found;
    if (!first || found.some(({ address }) => leadsInside(address))) {
      return done(new Error(`expected a public address of ${hostname}, found another`), '', 0);
    }
    if (options.all === true) return done(null, found);
    return done(null, first.address, first.family);
  });
};
