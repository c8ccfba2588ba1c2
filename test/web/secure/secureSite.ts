import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ensureBundle } from '../../../scripts/bundle.ts';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators, type Locale, type Translate } from '../../../locales/index.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { VisitStep } from '../../../services/visits/visitStep.ts';
import { openAssets } from '../../../web/assets.ts';
import { createHttpServer, type HttpServer } from '../../../web/http.ts';
import { secureRoutes } from '../../../web/secure/secureRoutes.ts';
import { freePort } from '../../support/redisServer.ts';
import { secureStepViews } from '../../../web/secure/steps/registry.ts';
import type { StepView } from '../../../web/secure/steps/stepView.ts';
import { VisitWorld } from '../../services/visits/visitWorld.ts';

const root = join(import.meta.dirname, '../../..');
export const der = Buffer.from('30030201ff', 'hex');

/** A running site of the secure view, and a bank on another origin. */
export class SecureSite {
  readonly world: VisitWorld;
  readonly url: string;
  readonly faults: unknown[];
  readonly #server: HttpServer;
  readonly #bank: Server;

  constructor(parts: { world: VisitWorld; url: string; faults: unknown[]; server: HttpServer; bank: Server }) {
    this.world = parts.world;
    this.url = parts.url;
    this.faults = parts.faults;
    this.#server = parts.server;
    this.#bank = parts.bank;
  }

  /** Opens a visit of a case of its own and answers its link. */
  async link(steps: Parameters<VisitWorld['visit']>[0], caseId: string, visitNumber = 1): Promise<string> {
    return `${this.url}/secure/${await this.world.visit(steps, visitNumber, caseId)}`;
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.#bank.closeAllConnections();
    this.#bank.close();
    await this.world.state.close();
  }
}

/** What a site has besides the product: steps with their views, and words for them. */
export interface MoreSteps {
  readonly steps: readonly VisitStep[];
  readonly views: readonly StepView[];
  readonly translators: (locale: Locale) => Translate;
}

/** Starts the site. */
export async function startSecureSite(more?: MoreSteps): Promise<SecureSite> {
  await ensureBundle();
  const world = new VisitWorld(await openSqliteState(':memory:'), undefined, more?.steps);
  const bank = await startBank();
  const bankOrigin = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`; // a TCP server's address is an object
  const port = await freePort();
  const url = `http://localhost:${port}`;
  world.bank.address = `${bankOrigin}/login`;
  world.bank.returnTo = `${url}/secure/return`;
  const assets = await openAssets([join(root, 'web/dist'), join(root, 'web/design')]);
  const faults: unknown[] = [];
  const routes = secureRoutes({
    view: world.view,
    steps: [...Object.values(secureStepViews), ...(more?.views ?? [])],
    translators: more?.translators ?? createTranslators(sentenceFacts),
    assets,
    bankOrigins: [bankOrigin],
    publicUrl: url,
    secureCookies: true,
    bankName: (code) => (code === '004' ? 'KB국민은행' : code),
    certificate: (serialHex) => Promise.resolve(serialHex === '0a7f3a' ? der : undefined),
    clock: world.clock,
    random: systemRandom,
  });
  const log = { debug: () => {}, warn: () => {}, error: (fields: object) => void faults.push(fields) };
  const server = createHttpServer({
    routes: [...routes, ...assets.routes],
    upgrades: [],
    mounts: [],
    trustedProxies: [],
    https: false,
    log,
    random: systemRandom,
  });
  await server.listen(port, 'localhost');
  return new SecureSite({ world, url, faults, server, bank });
}

/** The bank's page: `로그인`, then back where the customer came from. */
function startBank(): Promise<Server> {
  const server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? '', 'http://bank');
    if (pathname === '/login' && request.method === 'POST') {
      const back = new URL(searchParams.get('return') ?? '');
      back.searchParams.set('state', searchParams.get('state') ?? '');
      back.searchParams.set('code', 'right');
      response.writeHead(303, { location: back.href });
      response.end();
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>bank</title><form method="post"><button>로그인</button></form>');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
