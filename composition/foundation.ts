import { pino, type Logger } from 'pino';
import type { ChannelOutput } from '../bots/conversationPort.ts';
import type { KakaoCallParts } from '../bots/kakao/kakaoCalls.ts';
import type { Config, Keys } from '../config.ts';
import { banksServed, type Banks } from '../services/banks/banks.ts';
import type { Register } from '../services/register/register.ts';
import type { Clock } from '../services/shared/clock.ts';
import { systemRandom, type Random } from '../services/shared/random.ts';
import type { DueActs } from '../services/shared/rounds.ts';
import type { State } from '../services/state/state.ts';
import type { MovableClock } from '../web/sandbox/sandboxRoutes.ts';
import { readFiles, type Files } from './files.ts';
import { outsideSystems, type OutsideSystems } from './outside/adapters.ts';
import { requireAdapters } from './outside/chooseAdapters.ts';
import { openOutsideWorld } from './outside/openOutsideWorld.ts';
import type { OutsideWorld } from './outside/outsideWorld.ts';
import { openStores, type Stores } from './stores.ts';

/** What a test may put in the place of the machine's. */
export interface Instead {
  readonly clock?: MovableClock;
  readonly random?: Random;
  readonly log?: Logger;
  /** Stores that are open already. */
  readonly stores?: Stores;
  /** Files that were read already, for the same settings. */
  readonly files?: Files;
  /** More channels than the product's own: the terminal's, a test's. */
  readonly outputs?: Readonly<Record<string, ChannelOutput>>;
  /** Stand-ins for Kakao's own servers. */
  readonly kakao?: Partial<Pick<KakaoCallParts, 'callbacks' | 'events' | 'operator' | 'times'>>;
  /** Other rows to choose the adapters of the world outside from. */
  readonly outsideSystems?: OutsideSystems;
  readonly wrap?: Wrap;
}

/** Something put round what a start has opened: a test counts calls there, lets one fail, or ends the process at one. */
export interface Wrap {
  /** The product's own view of its stores; the sandbox's world keeps the bare ones. */
  stores?(stores: Stores): Stores;
  outside?(outside: OutsideWorld): OutsideWorld;
}

/** What everything else stands on: settings, keys, stores, words, banks, and the world outside. */
export interface Foundation extends Files {
  readonly config: Config;
  readonly keys: Keys;
  /** The keys were made by this start (sandbox only). */
  readonly keysMade: boolean;
  readonly random: Random;
  readonly log: Logger;
  readonly state: State;
  readonly register: Register;
  /** Those whose customers can log in issue; the others are known by name. */
  readonly banks: Banks;
  readonly outside: OutsideWorld;
  readonly clock: Clock;
  /** Begun when the sandbox's clock was moved: what is due by then gets done. */
  readonly due: DueActs;
}

/**
 * Opens the stores and what is read from files.
 * @throws ConfigFault that names every missing adapter of the world outside, before anything is opened
 */
export async function openFoundation(config: Config, instead: Instead): Promise<Foundation> {
  const systems = instead.outsideSystems ?? outsideSystems;
  requireAdapters(config, systems);
  const random = instead.random ?? systemRandom;
  const log = instead.log ?? pino({ level: config.logLevel, base: null });
  const { keys, made } = await keysOf(config, random);
  const stores = instead.stores ?? (await openStores(config));
  const files = instead.files ?? (await readFiles(config));
  const due: DueActs = new Set();
  const bareOutside = await openOutsideWorld({
    config,
    state: stores.state,
    banks: files.banks,
    random,
    log,
    assets: files.assets,
    translate: files.translators('ko'),
    systems,
    clock: instead.clock,
    afterClockChange: () => {
      for (const act of due) act();
      return Promise.resolve();
    },
  });
  const { wrap } = instead;
  const outside = wrap?.outside?.(bareOutside) ?? bareOutside;
  const bareStores = { ...stores, state: { ...stores.state, records: bareOutside.records } };
  return {
    config,
    keys,
    keysMade: made,
    random,
    log,
    ...(wrap?.stores?.(bareStores) ?? bareStores),
    ...files,
    banks: banksServed(files.banks, (code) => outside.bankLogin.serves(code)),
    outside,
    clock: outside.clock,
    due,
  };
}

async function keysOf(config: Config, random: Random): Promise<{ keys: Keys; made: boolean }> {
  if (config.keys) return { keys: config.keys, made: false };
  const { sandboxSecrets } = await import('../services/sandbox/sandboxSecrets.ts');
  return sandboxSecrets(config.directory, random);
}

/** The versions of a key that is rotating, newest first: `new,old`. */
export function versionsOf(key: string): readonly [string, ...string[]] {
  const [first, ...rest] = key.split(',').map((version) => version.trim());
  if (!first) throw new Error('expected a key, found an empty one');
  return [first, ...rest];
}
