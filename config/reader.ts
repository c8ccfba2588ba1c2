/** The settings as the process was given them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What `.env.example` shows in place of a secret; never accepted as one. */
export const placeholder = 'change-me';

/** Reads settings one by one and collects what is wrong with them; it never throws and never repeats a value. */
export class Reader {
  readonly faults: string[] = [];
  readonly environment: Environment;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  /** Without the space around it; an empty setting is one that is not set. */
  text(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  whole(name: string, otherwise: number, least: number, most: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    this.faults.push(`${name} must be a whole number from ${least} to ${most}`);
    return otherwise;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (value === 'true' || value === 'false') return value === 'true';
    this.faults.push(`${name} must be true or false`);
    return otherwise;
  }

  list(name: string): readonly string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  /** Without a slash at the end. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
    this.faults.push(`${name} must be an address that begins with ${protocols.join(' or ')}`);
    return undefined;
  }
}
