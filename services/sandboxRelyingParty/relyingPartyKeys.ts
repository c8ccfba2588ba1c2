import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { changeRecord } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

/** The pair that R is encrypted to; of the sandbox's world, so its private half is kept as it is. */
export interface RelyingPartyKeys {
  readonly publicKey: JWK;
  readonly privateKey: JWK;
}

const key = 'sandbox:relyingParty:keys';

/** The keys of the sandbox's relying party, the same for all instances; the first to ask makes them. */
export async function relyingPartyKeys(records: Records): Promise<RelyingPartyKeys> {
  const { after } = await changeRecord<RelyingPartyKeys>(records, key, (found) => (found ? undefined : makeKeys()));
  if (!after) throw new Error('expected the keys that were made, found none');
  return after;
}

async function makeKeys(): Promise<RelyingPartyKeys> {
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  return {
    publicKey: await exportJWK(pair.publicKey),
    privateKey: await exportJWK(pair.privateKey),
  };
}
