import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Translate } from '../../locales/index.ts';
import type { Banks } from '../../services/banks/banks.ts';
import type { SandboxWorld } from '../../services/sandbox/world.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
import type { Mount, Route } from '../../services/shared/route.ts';
import type { Records } from '../../services/state/records.ts';
import type { State } from '../../services/state/state.ts';
import type { Assets } from '../../web/assets.ts';
import type { SandboxPerson } from '../../web/chat/chatSettings.ts';
import type { MovableClock } from '../../web/sandbox/sandboxRoutes.ts';
import type { OutsideAdapters, OutsideSystems } from './adapters.ts';

/** The world outside, behind its ports: simulated in the sandbox, real in production. */
export interface OutsideWorld extends OutsideAdapters {
  readonly clock: Clock;
  /** Awaited before the CA signs; the sandbox's fault `ca` acts here. */
  readonly beforeSigning: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** The sandbox's pages; none in production. */
  readonly routes: readonly Route[];
  readonly mounts: readonly Mount[];
  /** Undefined in production. */
  readonly world: SandboxWorld | undefined;
  /** The records as the product sees them: in the sandbox the fault `store` acts on them. */
  readonly records: Records;
  /** Shown beside the sandbox's chat; undefined in production. */
  readonly people: readonly SandboxPerson[] | undefined;
  close(): Promise<void>;
}

/** What the world outside is opened with. */
export interface OutsideParts {
  readonly config: Config;
  readonly state: State;
  readonly banks: Banks;
  readonly random: Random;
  readonly log: Logger;
  readonly assets: Assets;
  readonly translate: Translate;
  /** The rows to choose adapters from: the product's own, or a test's. */
  readonly systems: OutsideSystems;
  /** A clock to run on instead of the machine's; tests only. */
  readonly clock: MovableClock | undefined;
  /** Awaited after the sandbox's clock was moved: what is due by then gets done. */
  readonly afterClockChange: () => Promise<void>;
}
