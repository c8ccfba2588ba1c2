import { ConfigFault, type Config } from '../../config.ts';
import { outsideSystems, type OutsideSystems } from './adapters.ts';
import type { OutsideSystem, RealAdapter } from './outsideSystem.ts';

/** Which real adapters the settings ask for. */
export interface Choice {
  /** By the name of the row; a row that is missing here has no adapter. */
  readonly chosen: ReadonlyMap<string, RealAdapter<unknown>>;
  /** What the product runs without, and what that means. */
  readonly without: readonly string[];
  /** Why it cannot run with these settings: each missing adapter by name, with the settings that would choose it. */
  readonly faults: readonly string[];
}

/** Reads the settings row by row; pure, nothing is opened. */
export function chooseAdapters(config: Config, systems: OutsideSystems): Choice {
  const rows: readonly (readonly [string, OutsideSystem<unknown>])[] = Object.entries(systems);
  const chosen = new Map<string, RealAdapter<unknown>>();
  const [without, faults]: [string[], string[]] = [[], []];
  for (const [name, system] of rows) {
    const asked = system.real.filter(({ settings }) => settings.given(config).length > 0);
    const wrong = asked.length === 0 ? missing(system) : wrongWith(system, asked, config);
    faults.push(...wrong);
    if (asked[0] && wrong.length === 0) chosen.set(name, asked[0]);
    if (asked.length === 0 && system.without !== undefined) without.push(`${system.name}: ${system.without}`);
  }
  return { chosen, without, faults };
}

/**
 * What is wrong with the settings of adapters: for the one list of all faults at the start. The sandbox has its own
 * adapters, and config.ts refuses it any setting of a real one.
 */
export function adapterFaults(config: Config, systems: OutsideSystems = outsideSystems): readonly string[] {
  return config.sandbox ? [] : chooseAdapters(config, systems).faults;
}

/** @throws ConfigFault when the product cannot run with what the settings choose */
export function requireAdapters(config: Config, systems: OutsideSystems): void {
  const faults = adapterFaults(config, systems);
  if (faults.length > 0) throw new ConfigFault(faults);
}

function missing({ name, without, real }: OutsideSystem<unknown>): readonly string[] {
  if (without !== undefined) return [];
  const ways = real.map((one) => `${one.settings.named} would choose ${nameOf(one)}`);
  return [`${name}: no adapter is chosen; ${ways.join('; ')}`];
}

function wrongWith(
  { name }: OutsideSystem<unknown>,
  asked: readonly RealAdapter<unknown>[],
  config: Config,
): readonly string[] {
  const faults = asked.flatMap(({ name: adapter, settings, open }) => {
    if (open) return settings.faults(config);
    return [`${name}: ${settings.given(config).join(', ')} given for ${adapter}, which is not in this version`];
  });
  if (faults.length > 0 || asked.length === 1) return faults;
  return [`${name}: only one adapter can be chosen, found ${asked.map((one) => one.name).join(' and ')}`];
}

function nameOf({ name, open }: RealAdapter<unknown>): string {
  return open ? name : `${name}, which is not in this version`;
}
