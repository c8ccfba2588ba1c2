import type { Config, OutsideSettingName } from '../../config.ts';

/** The settings that choose one real adapter. */
export interface AdapterSettings {
  /** As an operator is told of them: `SMS_PROVIDER=solapi, SOLAPI_API_KEY, …`. */
  readonly named: string;
  /** Those of them that are set; none: nobody asked for this adapter. */
  given(config: Config): readonly string[];
  /** What is wrong with those that are set, e.g. that others are missing. */
  faults(config: Config): readonly string[];
}

/** Which settings an adapter asks for. */
export interface SettingsRow {
  /** One setting and the value of it that chooses this adapter among several: `['SMS_PROVIDER', 'solapi']`. */
  readonly chosenBy?: readonly [OutsideSettingName, string];
  /** All of them are needed. */
  readonly needs: readonly OutsideSettingName[];
  /** Groups of settings that may be left out, each whole or not at all. */
  readonly options?: readonly (readonly OutsideSettingName[])[];
}

/** One setting as an operator writes it, `SMS_SENDER` or `SMS_PROVIDER=solapi`. */
interface Written {
  readonly text: string;
  readonly isSet: (config: Config) => boolean;
}

function written(name: OutsideSettingName, value?: string): Written {
  if (value === undefined) return { text: name, isSet: ({ outside }) => outside[name] !== undefined };
  return { text: `${name}=${value}`, isSet: ({ outside }) => outside[name] === value };
}

function textOf(settings: readonly Written[]): string {
  return settings.map(({ text }) => text).join(', ');
}

/** Settings by their names; options count as given, too, so that none of them is ignored. */
export function namedSettings({ chosenBy, needs, options = [] }: SettingsRow): AdapterSettings {
  const wanted = [...(chosenBy ? [written(...chosenBy)] : []), ...needs.map((name) => written(name))];
  const groups = options.map((group) => group.map((name) => written(name)));
  const givenOf = (config: Config): Written[] => [...wanted, ...groups.flat()].filter(({ isSet }) => isSet(config));
  return {
    named: textOf(wanted),
    given: (config) => givenOf(config).map(({ text }) => text),
    faults: (config) => {
      const begun = groups.filter((group) => group.some(({ isSet }) => isSet(config)));
      const missing = [wanted, ...begun].flat().filter(({ isSet }) => !isSet(config));
      return missing.length === 0 ? [] : [`${textOf(givenOf(config))} given without ${textOf(missing)}`];
    },
  };
}
