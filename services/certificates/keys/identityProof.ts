import { CompactEncrypt, importJWK } from 'jose';
import type { JWK } from 'jose';
import type { IdentityProofContent } from './keyCustody.ts';

/** RFC 7518 names; the only pair that an identity proof is closed with. */
const identityProofAlgorithms = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const;

/**
 * Closes R for its one reader.
 * @throws Error for anything but a public P-256 key, before R is touched: a proof to nobody is an operator's fault
 */
export async function sealIdentityProof(content: IdentityProofContent, recipient: JWK): Promise<string> {
  checkRecipient(recipient);
  const key = await importJWK(recipient, identityProofAlgorithms.alg);
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader(identityProofAlgorithms)
    .encrypt(key);
}

/** @throws Error when R could be read by somebody else than the holder of one P-256 key */
export function checkRecipient({ kty, crv, d }: JWK): void {
  if (kty !== 'EC' || crv !== 'P-256') throw new Error(`expected a P-256 key of a reader, found ${kty} ${crv}`);
  if (d !== undefined) throw new Error('expected a public key of a reader, found a private one');
}
