import { placeholder, type Reader } from './reader.ts';

/** The product's own secrets; `new,old` where a rotation may be under way. */
export interface Keys {
  readonly secretPepper: string;
  readonly personKey: string;
  readonly tokenKey: string;
  readonly auditKey: string;
  readonly caKeyPassphrase: string;
}

/** The keys that production and every instance beyond the first must be given. */
export const keyNames = ['SECRET_PEPPER', 'PERSON_KEY', 'TOKEN_KEY', 'AUDIT_KEY', 'CA_KEY_PASSPHRASE'] as const;

const shortest = 32;

/** All five, or undefined in a sandbox that was given none and makes its own. */
export function readKeys(read: Reader, sandbox: boolean): Keys | undefined {
  const given = keyNames.filter((name) => read.text(name) !== undefined);
  if (sandbox && given.length === 0) return undefined;
  for (const name of keyNames) checkKey(read, name);
  return {
    secretPepper: read.text('SECRET_PEPPER') ?? '',
    personKey: read.text('PERSON_KEY') ?? '',
    tokenKey: read.text('TOKEN_KEY') ?? '',
    auditKey: read.text('AUDIT_KEY') ?? '',
    caKeyPassphrase: read.text('CA_KEY_PASSPHRASE') ?? '',
  };
}

/** A key has 32 characters or more a version and is never the value that .env.example shows. */
function checkKey(read: Reader, name: (typeof keyNames)[number]): void {
  const versions = read.list(name);
  if (versions.length === 0) read.faults.push(`${name} is missing`);
  if (versions.some((version) => version.length < shortest)) {
    read.faults.push(`${name} must have ${shortest} characters or more`);
  }
  if (versions.some((version) => version.includes(placeholder))) {
    read.faults.push(`${name} still has the value of .env.example`);
  }
}
