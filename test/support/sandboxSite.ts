import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { createTranslators } from '../../locales/index.ts';
import { loadBanks } from '../../services/banks/banks.ts';
import { OpenidBankLogin } from '../../services/banks/openidBankLogin.ts';
import { OidcSandboxBank, sandboxIssuer } from '../../services/sandboxBank/oidcSandboxBank.ts';
import { StoredSandboxWorld } from '../../services/sandbox/storedWorld.ts';
import type { SandboxWorld } from '../../services/sandbox/world.ts';
import { systemClock } from '../../services/shared/clock.ts';
import { OffsetClock } from '../../services/sandbox/offsetClock.ts';
import { systemRandom } from '../../services/shared/random.ts';
import type { Route } from '../../services/shared/route.ts';
import type { State } from '../../services/state/state.ts';
import { createHttpServer } from '../../web/http.ts';
import { createBankPages } from '../../web/sandbox/bankPages.ts';
import { sandboxRoutes } from '../../web/sandbox/sandboxRoutes.ts';
import { freePort } from './redisServer.ts';

/** The sandbox with its banks behind the product's own HTTP wrapper, and a product that logs people in there. */
export interface SandboxSite {
  readonly port: number;
  /** The product: `http://localhost:{port}`. */
  readonly url: string;
  /** The banks: `http://127.0.0.1:{port}`. */
  readonly bankOrigin: string;
  readonly world: SandboxWorld;
  readonly clock: OffsetClock;
  readonly login: OpenidBankLogin;
  /** How often the clock's follow-up was awaited. */
  readonly clockChanges: () => number;
  readonly faults: unknown[];
  close(): Promise<void>;
}

const clientSecret = 'secret of the product at the sandbox banks';

/** Starts a site over `state`, which stays open when the site is closed. */
export async function startSandboxSite(options: {
  readonly state: State;
  readonly port?: number;
  readonly routes?: readonly Route[];
  readonly deadlineMilliseconds?: number;
}): Promise<SandboxSite> {
  const { state } = options;
  const port = options.port ?? (await freePort());
  const [url, bankOrigin] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const clock = await OffsetClock.open(state, systemClock);
  const world = new StoredSandboxWorld({ state, clock, people: 20 });
  const client = { clientId: 'certificate-assistant', clientSecret, redirectUri: `${url}/secure/return` };
  const translate = createTranslators(sentenceFacts)('ko');
  const pages = createBankPages({ translate, stylesheet: '/assets/design.css' });
  const parts = { banks: loadBanks(), people: world.people, records: state.records, random: systemRandom };
  const faults: unknown[] = [];
  let clockChanges = 0;
  const server = createHttpServer({
    routes: [
      ...sandboxRoutes({
        world,
        clock,
        translate,
        assetUrl: (name) => `/assets/${name}`,
        afterClockChange: () => Promise.resolve(void (clockChanges += 1)),
      }),
      ...(options.routes ?? []),
    ],
    upgrades: [],
    mounts: [new OidcSandboxBank({ ...parts, origin: bankOrigin, client, pages })],
    trustedProxies: [],
    https: false,
    log: { debug: () => {}, warn: (fields) => faults.push(fields), error: (fields) => faults.push(fields) },
    random: systemRandom,
  });
  await server.listen(port, '127.0.0.1');
  const login = new OpenidBankLogin({
    settings: (code) => ({ issuer: sandboxIssuer(bankOrigin, code), clientId: client.clientId, clientSecret }),
    redirectUri: client.redirectUri,
    guard: (signal, exchange) => world.faulty('bank', signal, exchange),
    deadlineMilliseconds: options.deadlineMilliseconds,
  });
  const close = async (): Promise<void> => {
    await clock.close();
    await server.close();
  };
  return { port, url, bankOrigin, world, clock, login, clockChanges: () => clockChanges, faults, close };
}
