import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../shared/random.ts';

/** The product's own secrets, as config.ts names them. */
interface Keys {
  readonly secretPepper: string;
  readonly personKey: string;
  readonly tokenKey: string;
  readonly auditKey: string;
  readonly caKeyPassphrase: string;
}

/** Where a sandbox keeps the secrets it made for itself. */
export function sandboxSecretsFile(directory: string): string {
  return join(directory, 'sandbox-secrets.json');
}

/**
 * The secrets of a sandbox that was given none: made once, kept readable by the owner only (0600). Two that start at once
 * agree, because the file is created only where none is.
 *
 * @returns the secrets, and whether they were made just now
 */
export function sandboxSecrets(directory: string, random: Random): { keys: Keys; made: boolean } {
  mkdirSync(directory, { recursive: true });
  const file = sandboxSecretsFile(directory);
  const secret = (): string => random.bytes(32).toString('base64url');
  const keys: Keys = {
    secretPepper: secret(),
    personKey: secret(),
    tokenKey: secret(),
    auditKey: secret(),
    caKeyPassphrase: secret(),
  };
  try {
    writeFileSync(file, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return { keys, made: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // node's file errors carry a code
    return { keys: JSON.parse(readFileSync(file, 'utf8')) as Keys, made: false }; // written above
  }
}
