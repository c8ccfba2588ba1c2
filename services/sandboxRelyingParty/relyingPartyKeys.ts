import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Records } from '../state/records.ts';

/** The pair that R is encrypted to; of the sandbox's world, so its private half is kept as it is. */
export interface RelyingPartyKeys {
  readonly publicKey: JWK;
  readonly privateKey: JWK;
}

const key = 'sandbox:relyingParty:keys';

/** The keys of the sandbox's relying party, the same for all instances; the first to ask makes them. */
export async function relyingPartyKeys(records: Records): Promise<RelyingPartyKeys> {
  const found = await records.get<RelyingPartyKeys>(key);
  if (found) return found.value;
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const made: RelyingPartyKeys = {
    publicKey: await exportJWK(pair.publicKey),
    privateKey: await exportJWK(pair.privateKey),
  };
  return (await records.putIfVersion(key, made, 0)) === false ? relyingPartyKeys(records) : made;
}
