import { generateKeyPair, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../shared/random.ts';
import { changeRecord } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

/** What the sandbox banks sign with: ID tokens (ES256) and cookies. Made once, kept in the store. */
export interface OidcKeys {
  readonly signing: webcrypto.JsonWebKey & { readonly kid: string; readonly use: 'sig'; readonly alg: 'ES256' };
  readonly cookie: string;
}

const key = 'sandbox:oidc:keys';

/** The keys of the sandbox banks, the same for all instances; the first to ask makes them. */
export async function oidcKeys({ records, random }: { records: Records; random: Random }): Promise<OidcKeys> {
  const { after } = await changeRecord<OidcKeys>(records, key, (found) => (found ? undefined : makeKeys(random)));
  if (!after) throw new Error('expected the keys that were made, found none');
  return after;
}

async function makeKeys(random: Random): Promise<OidcKeys> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const kid = random.bytes(8).toString('base64url');
  return {
    signing: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' },
    cookie: random.bytes(32).toString('base64url'),
  };
}
