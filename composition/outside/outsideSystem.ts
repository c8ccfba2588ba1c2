import type { Config, OutsideSettingName } from '../../config.ts';
import type { BankLoginSettings } from '../../services/banks/openidBankLogin.ts';
import type { SandboxWorld } from '../../services/sandbox/world.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
import { namedSettings, type AdapterSettings, type SettingsRow } from './adapterSettings.ts';

/** What a real adapter may be made of, beside its settings. */
export interface RealParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
}

/** Collaborators that composition/ hands in. */
export interface SandboxParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly world: SandboxWorld;
  /** Undefined for a bank that issues nothing. */
  readonly bankSettings: (bankCode: string) => BankLoginSettings | undefined;
}

/** One real adapter of an outside system. */
export interface RealAdapter<Port> {
  /** By technology or provider: `SOLAPI`. */
  readonly name: string;
  readonly settings: AdapterSettings;
  /** Absent: not in this version. Called only when `settings` has some given and no faults. */
  readonly open?: (parts: RealParts) => Port | Promise<Port>;
}

/** An outside system, and every adapter there is for it. */
export interface OutsideSystem<Port> {
  /** With its article, as it stands in a sentence: `the SMS carrier`. */
  readonly name: string;
  /** What the product does without it; undefined: it does not start without it. */
  readonly without: string | undefined;
  /** Undefined: the sandbox does without. */
  readonly sandbox: ((parts: SandboxParts) => Port) | undefined;
  readonly real: readonly RealAdapter<Port>[];
}

/** A row of a system that the product cannot run without. */
export function required<Port>(row: {
  readonly name: string;
  readonly sandbox: (parts: SandboxParts) => Port;
  readonly real: readonly RealAdapter<Port>[];
}): OutsideSystem<Port> {
  return { ...row, without: undefined };
}

/** A row of a system that the product can run without; its port is undefined then. */
export function optional<Port>(row: {
  readonly name: string;
  readonly without: string;
  readonly sandbox?: (parts: SandboxParts) => Port;
  readonly real: readonly RealAdapter<Port>[];
}): OutsideSystem<Port | undefined> {
  return { sandbox: undefined, ...row };
}

/** What a real adapter says of itself in its row. */
export interface AdapterRow<Name extends OutsideSettingName, Port> extends SettingsRow {
  readonly name: string;
  readonly needs: readonly Name[];
  /** Absent: not in this version. @param settings each that `needs` names */
  readonly open?: (settings: Readonly<Record<Name, string>>, parts: RealParts) => Port | Promise<Port>;
}

/** An adapter that is chosen by named settings. */
export function adapter<Name extends OutsideSettingName, Port>(row: AdapterRow<Name, Port>): RealAdapter<Port> {
  const { name, needs, open } = row;
  const settings = namedSettings(row);
  if (!open) return { name, settings };
  return {
    name,
    settings,
    open: (parts) => {
      const values = needs.map((one) => [one, parts.config.outside[one] ?? '']);
      return open(Object.fromEntries(values) as Record<Name, string>, parts); // one entry for each that it needs
    },
  };
}
