import type { Config, OutsideSettingName } from '../../config.ts';
import type { BankLoginSettings } from '../../services/banks/openidBankLogin.ts';
import type { SandboxWorld } from '../../services/sandbox/world.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';

/** What a real adapter may be made of, beside its settings. */
export interface RealParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
}

/** What the sandbox's adapters are made of. */
export interface SandboxParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly world: SandboxWorld;
  /** Undefined for a bank that issues nothing. */
  readonly bankSettings: (bankCode: string) => BankLoginSettings | undefined;
}

/** The settings that choose one real adapter. */
export interface AdapterSettings {
  /** As an operator is told of them: `SMS_PROVIDER=solapi, SOLAPI_API_KEY, …`. */
  readonly named: string;
  /** Those of them that are set; none: nobody asked for this adapter. */
  given(config: Config): readonly string[];
  /** What is wrong with those that are set, e.g. that others are missing. */
  faults(config: Config): readonly string[];
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
export interface AdapterRow<Name extends OutsideSettingName, Port> {
  readonly name: string;
  /** One setting and the value of it that chooses this adapter among several: `['SMS_PROVIDER', 'solapi']`. */
  readonly chosenBy?: readonly [OutsideSettingName, string];
  /** All of them are needed. */
  readonly needs: readonly Name[];
  /** Groups of settings that may be left out, each whole or not at all. */
  readonly options?: readonly (readonly OutsideSettingName[])[];
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

function namedSettings<Name extends OutsideSettingName>({
  chosenBy,
  needs,
  options = [],
}: Pick<AdapterRow<Name, unknown>, 'chosenBy' | 'needs' | 'options'>): AdapterSettings {
  const choice = chosenBy ? `${chosenBy[0]}=${chosenBy[1]}` : undefined;
  const all = [...needs, ...options.flat()];
  const chosen = ({ outside }: Config): readonly string[] =>
    chosenBy && outside[chosenBy[0]] === chosenBy[1] ? [`${chosenBy[0]}=${chosenBy[1]}`] : [];
  const set = ({ outside }: Config, names: readonly OutsideSettingName[]): readonly string[] =>
    names.filter((one) => outside[one] !== undefined);
  const given = (config: Config): readonly string[] => [...chosen(config), ...set(config, all)];
  return {
    named: [...(choice ? [choice] : []), ...needs].join(', '),
    given,
    faults: (config) => {
      const wanted = [...(choice ? [choice] : []), ...needs];
      const groups = [wanted, ...options.filter((group) => set(config, group).length > 0)];
      const missing = groups.flat().filter((one) => !given(config).includes(one));
      return missing.length === 0 ? [] : [`${given(config).join(', ')} given without ${missing.join(', ')}`];
    },
  };
}
