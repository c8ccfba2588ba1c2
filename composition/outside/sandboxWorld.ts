import { OidcSandboxBank, sandboxIssuer } from '../../services/sandboxBank/oidcSandboxBank.ts';
import { SandboxRecords } from '../../services/sandbox/sandboxRecords.ts';
import { StoredSandboxWorld } from '../../services/sandbox/storedWorld.ts';
import type { SandboxWorld } from '../../services/sandbox/world.ts';
import { systemClock } from '../../services/shared/clock.ts';
import { OffsetClock } from '../../services/sandbox/offsetClock.ts';
import type { SandboxPerson } from '../../web/chat/chatSettings.ts';
import { createBankPages } from '../../web/sandbox/bankPages.ts';
import { sandboxRoutes, type MovableClock } from '../../web/sandbox/sandboxRoutes.ts';
import type { OutsideAdapters, OutsideSystems } from './adapters.ts';
import { redirectUri } from './bankLogins.ts';
import type { OutsideSystem, SandboxParts } from './outsideSystem.ts';
import type { OutsideParts, OutsideWorld } from './outsideWorld.ts';

/** How many people the sandbox's chat page offers: the listed ones. */
const shownPeople = 6;

/** As what the product is known at the sandbox's banks. */
const client = { clientId: 'certificate-assistant', clientSecret: 'sandbox-bank-client-secret' };

/** Opens the simulated world, with the pages that show and move it. */
export async function openSandboxWorld(parts: OutsideParts): Promise<OutsideWorld> {
  const { config, state, banks, assets, translate } = parts;
  const opened = await openClock(parts);
  const { clock } = opened;
  const stored = new StoredSandboxWorld({ state, clock, people: config.sandboxPeople });
  const records = new SandboxRecords({ records: state.records, world: stored });
  await records.refresh();
  const world = withRecords(stored, records);
  const origin = `http://127.0.0.1:${config.port}`;
  return {
    ...sandboxAdapters(parts.systems, {
      config,
      clock,
      world,
      bankSettings: (code) =>
        banks.byCode(code)?.issuer ? { ...client, issuer: sandboxIssuer(origin, code) } : undefined,
    }),
    clock,
    beforeSigning: (signal) => world.faulty('ca', signal, () => Promise.resolve()),
    world,
    records,
    routes: sandboxRoutes({
      world,
      clock,
      translate,
      assetUrl: (name) => assets.url(name),
      afterClockChange: parts.afterClockChange,
    }),
    mounts: [openBank(parts, world, origin)],
    people: peopleShown(world),
    close: async () => {
      records.close();
      await opened.close();
    },
  };
}

/** A test's clock, or one that is moved by `/sandbox/clock` and kept in the store. */
async function openClock({ clock, state }: OutsideParts): Promise<{ clock: MovableClock; close(): Promise<void> }> {
  if (clock) return { clock, close: () => Promise.resolve() };
  const own = await OffsetClock.open(state, systemClock);
  return { clock: own, close: () => own.close() };
}

/** A fault of the store acts from the moment it is set. */
function withRecords(world: StoredSandboxWorld, records: SandboxRecords): SandboxWorld {
  const { people, phones, mailboxes, deposits } = world;
  const faults: SandboxWorld['faults'] = {
    set: async (fault) => {
      await world.faults.set(fault);
      await records.refresh();
    },
    list: () => world.faults.list(),
    take: (service) => world.faults.take(service),
  };
  return { people, phones, mailboxes, deposits, faults, faulty: (...act) => world.faulty(...act) };
}

function sandboxAdapters(systems: OutsideSystems, parts: SandboxParts): OutsideAdapters {
  const rows: readonly (readonly [string, OutsideSystem<unknown>])[] = Object.entries(systems);
  const adapters = Object.fromEntries(rows.map(([name, { sandbox }]) => [name, sandbox?.(parts)]));
  return adapters as OutsideAdapters; // one entry a row, of the row's own kind
}

function openBank(parts: OutsideParts, { people }: SandboxWorld, origin: string): OidcSandboxBank {
  const { config, state, banks, random, assets, translate } = parts;
  return new OidcSandboxBank({
    origin,
    banks,
    people,
    records: state.records,
    random,
    client: { ...client, redirectUri: redirectUri(config) },
    pages: createBankPages({ translate, stylesheet: assets.url('design.css') }),
  });
}

function peopleShown({ people }: SandboxWorld): readonly SandboxPerson[] {
  return people.list(0, shownPeople).map(({ name, phone, email }) => ({ name, phone: hyphenated(phone), email }));
}

/** `01012345678` → `010-1234-5678`. */
function hyphenated(phone: string): string {
  return phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1-$2-$3');
}
