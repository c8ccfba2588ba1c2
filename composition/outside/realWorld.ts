import { systemClock } from '../../services/shared/clock.ts';
import type { OutsideAdapters } from './adapters.ts';
import { chooseAdapters } from './chooseAdapters.ts';
import type { OutsideParts, OutsideWorld } from './outsideWorld.ts';

/** Opens the adapters that the settings ask for, and says in one line of the log what is done without. */
export async function openRealWorld(parts: OutsideParts): Promise<OutsideWorld> {
  const { config, state, random, log, systems } = parts;
  const clock = parts.clock ?? systemClock;
  const { chosen, without } = chooseAdapters(config, systems);
  const adapters: Record<string, unknown> = {};
  for (const name of Object.keys(systems)) adapters[name] = await chosen.get(name)?.open?.({ config, clock, random });
  const opened = Object.fromEntries([...chosen].map(([name, adapter]) => [name, adapter.name]));
  log.info({ adapters: opened, without }, 'the world outside');
  return {
    ...(adapters as OutsideAdapters), // requireAdapters saw to it that each row is open or may be undefined
    clock,
    beforeSigning: undefined,
    routes: [],
    mounts: [],
    world: undefined,
    records: state.records,
    people: undefined,
    close: () => Promise.resolve(),
  };
}
