import type { Config } from '../config.ts';
import type { Translate } from '../locales/index.ts';
import type { BankGuard, BankLoginSettings } from '../services/banks/openidBankLogin.ts';
import type { Banks } from '../services/banks/banks.ts';
import type { IdentityVerifier } from '../services/identity/identityVerifier.ts';
import { SandboxIdentityVerifier } from '../services/identity/sandboxIdentityVerifier.ts';
import { OidcSandboxBank, sandboxIssuer } from '../services/sandboxBank/oidcSandboxBank.ts';
import { SandboxRecords } from '../services/sandbox/sandboxRecords.ts';
import { StoredSandboxWorld } from '../services/sandbox/storedWorld.ts';
import type { SandboxWorld } from '../services/sandbox/world.ts';
import { systemClock, type Clock } from '../services/shared/clock.ts';
import { OffsetClock } from '../services/sandbox/offsetClock.ts';
import type { Random } from '../services/shared/random.ts';
import type { Mount, Route } from '../services/shared/route.ts';
import { SandboxSmsSender } from '../services/sms/sandboxSmsSender.ts';
import type { SmsSender } from '../services/sms/smsSender.ts';
import type { Records } from '../services/state/records.ts';
import type { State } from '../services/state/state.ts';
import type { Assets } from '../web/assets.ts';
import { createBankPages } from '../web/sandbox/bankPages.ts';
import { sandboxRoutes, type MovableClock } from '../web/sandbox/sandboxRoutes.ts';
import type { SandboxPerson } from '../web/chat/chatSettings.ts';

/** The world outside, behind its ports: simulated in the sandbox, real in production. */
export interface OutsideWorld {
  readonly clock: Clock;
  readonly sms: SmsSender;
  readonly identityVerifier: IdentityVerifier;
  readonly bankSettings: (bankCode: string) => BankLoginSettings | undefined;
  readonly bankGuard: BankGuard | undefined;
  /** Awaited before the CA signs; the sandbox's fault `ca` acts here. */
  readonly beforeSigning: ((signal: AbortSignal) => Promise<void>) | undefined;
  readonly routes: readonly Route[];
  readonly mounts: readonly Mount[];
  /** Shown beside the sandbox's chat. */
  readonly world: SandboxWorld | undefined;
  /** The records as the product sees them: in the sandbox the fault `store` acts on them. */
  readonly records: Records;
  readonly people: readonly SandboxPerson[] | undefined;
  close(): Promise<void>;
}

/** What the outside world is opened with. */
export interface OutsideParts {
  readonly config: Config;
  readonly state: State;
  readonly banks: Banks;
  readonly random: Random;
  readonly assets: Assets;
  readonly translate: Translate;
  /** A clock to run on instead of the machine's; tests only. */
  readonly clock: MovableClock | undefined;
  /** Awaited after the sandbox's clock was moved: what is due by then gets done. */
  readonly afterClockChange: () => Promise<void>;
}

/** How many people the sandbox's chat page offers: the listed ones. */
const shownPeople = 6;

/** `01012345678` → `010-1234-5678`. */
function hyphenated(phone: string): string {
  return phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1-$2-$3');
}

/** Opens the sandbox. Outside of it the production adapters are needed, which are not part of this version. */
export async function openOutsideWorld(parts: OutsideParts): Promise<OutsideWorld> {
  if (!parts.config.sandbox)
    throw new Error('expected SANDBOX=true, found production: its adapters are not in this version');
  const { config, state, banks, random, assets, translate } = parts;
  const ownClock = parts.clock ? undefined : await OffsetClock.open(state, systemClock);
  const clock = parts.clock ?? ownClock;
  if (!clock) throw new Error('expected a clock, found none');
  const world = new StoredSandboxWorld({ state, clock, people: config.sandboxPeople });
  const origin = `http://127.0.0.1:${config.port}`;
  const client = {
    clientId: 'certificate-assistant',
    clientSecret: 'sandbox-bank-client-secret',
    redirectUri: `${config.publicUrl}/secure/return`,
  };
  const pages = createBankPages({ translate, stylesheet: assets.url('design.css') });
  const bank = new OidcSandboxBank({
    origin,
    banks,
    people: world.people,
    records: state.records,
    random,
    client,
    pages,
  });
  const records = new SandboxRecords({ records: state.records, world });
  await records.refresh();
  const faults: SandboxWorld['faults'] = {
    set: async (fault) => {
      await world.faults.set(fault);
      await records.refresh();
    },
    list: () => world.faults.list(),
    take: (service) => world.faults.take(service),
  };
  const { people, phones, mailboxes, deposits } = world;
  const shown: SandboxWorld = { people, phones, mailboxes, deposits, faults, faulty: (...act) => world.faulty(...act) };
  const routes = sandboxRoutes({
    world: shown,
    clock,
    translate,
    assetUrl: (name) => assets.url(name),
    afterClockChange: parts.afterClockChange,
  });
  return {
    clock,
    sms: new SandboxSmsSender({ world }),
    identityVerifier: new SandboxIdentityVerifier({ world, clock }),
    bankSettings: (code) =>
      banks.byCode(code)?.issuer ? { ...client, issuer: sandboxIssuer(origin, code) } : undefined,
    bankGuard: (signal, exchange) => world.faulty('bank', signal, exchange),
    beforeSigning: (signal) => world.faulty('ca', signal, () => Promise.resolve()),
    world: shown,
    records,
    routes,
    mounts: [bank],
    people: world.people
      .list(0, shownPeople)
      .map(({ name, phone, email }) => ({ name, phone: hyphenated(phone), email })),
    close: async () => {
      records.close();
      await ownClock?.close();
    },
  };
}
