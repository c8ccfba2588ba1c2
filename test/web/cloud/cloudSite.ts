import { join } from 'node:path';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { ensureBundle } from '../../../scripts/bundle.ts';
import { systemClock } from '../../../services/shared/clock.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import { openAssets } from '../../../web/assets.ts';
import { cloudRoutes } from '../../../web/cloud/cloudRoutes.ts';
import { createHttpServer } from '../../../web/http.ts';
import { openCloud, relyingParty, type CloudWorld } from '../../services/cloudAccount/cloudWorld.ts';
import { freePort } from '../../support/redisServer.ts';

const root = join(import.meta.dirname, '../../..');

/** A running site of the cloud's pages. */
export interface CloudSite {
  readonly world: CloudWorld;
  readonly url: string;
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** Starts the site over a store in memory. */
export async function startCloudSite(): Promise<CloudSite> {
  await ensureBundle();
  const state = await openSqliteState(':memory:');
  const world = await openCloud(state);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const assets = await openAssets([join(root, 'web/dist'), join(root, 'web/design')]);
  const faults: unknown[] = [];
  const routes = cloudRoutes({
    view: world.view,
    logins: world.logins,
    translate: createTranslators(sentenceFacts)('ko'),
    assets,
    partyOrigins: [relyingParty.origin],
    publicUrl: url,
    bankName: (code) => code,
    counters: state.counters,
    counterKey: 'person key',
    clock: systemClock,
    random: systemRandom,
  });
  const log = { debug: () => {}, warn: () => {}, error: (fields: object) => void faults.push(fields) };
  const plain = { upgrades: [], mounts: [], trustedProxies: ['127.0.0.1', '::1'], https: false };
  const server = createHttpServer({ routes: [...routes, ...assets.routes], ...plain, log, random: systemRandom });
  await server.listen(port, 'localhost');
  return {
    world,
    url,
    faults,
    close: async () => {
      await server.close();
      await world.close();
      await state.close();
    },
  };
}

/** A page as the site answers it. */
export interface CloudReply {
  readonly status: number;
  readonly kind?: string;
  readonly html?: string;
  readonly refusal?: string;
  readonly error?: { readonly code: string };
  readonly envelope?: { readonly kid: string; readonly publicKey: JWK };
  readonly setCookies: readonly string[];
}

/** A browser that speaks HTTP to the site, from an address of its own. */
export class CloudClient {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  readonly #address = `10.${[...systemRandom.bytes(3)].join('.')}`;
  page: CloudReply | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async get(path: string): Promise<{ status: number; headers: Headers; text: string }> {
    const answer = await fetch(`${this.#url}${path}`, { headers: this.#headers({}), redirect: 'manual' });
    this.#keep(answer.headers.getSetCookie());
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<CloudReply> {
    const answer = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: this.#headers({ 'content-type': 'application/json', ...headers }),
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const setCookies = answer.headers.getSetCookie();
    this.#keep(setCookies);
    this.page = { status: answer.status, ...((await answer.json()) as object), setCookies };
    return this.page;
  }

  /** Closes fields for the page that is shown and sends them. */
  async send(path: string, fields: object, more: object = {}): Promise<CloudReply> {
    const envelope = this.page?.envelope;
    if (!envelope) throw new Error(`expected a page with a key, found ${this.page?.kind}`);
    const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(fields)))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: envelope.kid })
      .encrypt(await importJWK(envelope.publicKey, 'ECDH-ES+A256KW'));
    return this.post(path, { envelope: sealed, ...more });
  }

  #headers(more: Record<string, string>): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { 'x-forwarded-for': this.#address, ...(cookie !== '' && { cookie }), ...more };
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
  }
}
