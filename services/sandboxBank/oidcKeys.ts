import { generateKeyPair, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../shared/random.ts';
import type { Records } from '../state/records.ts';

/** What the sandbox banks sign with: ID tokens (ES256) and cookies. Made once, kept in the store. */
export interface OidcKeys {
  readonly signing: webcrypto.JsonWebKey & { readonly kid: string; readonly use: 'sig'; readonly alg: 'ES256' };
  readonly cookie: string;
}

const key = 'sandbox:oidc:keys';

/** The keys of the sandbox banks, the same for all instances; the first to ask makes them. */
export async function oidcKeys({ records, random }: { records: Records; random: Random }): Promise<OidcKeys> {
  const found = await records.get<OidcKeys>(key);
  if (found) return found.value;
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const kid = random.bytes(8).toString('base64url');
  const made: OidcKeys = {
    signing: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' },
    cookie: random.bytes(32).toString('base64url'),
  };
  const written = await records.putIfVersion(key, made, 0);
  return written === false ? oidcKeys({ records, random }) : made;
}
