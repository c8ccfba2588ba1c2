import { CompactEncrypt, importJWK, type JWK } from 'jose';

/** What an envelope is closed with: the visit's public key, and its id. */
export interface EnvelopeKey {
  readonly kid: string;
  readonly publicKey: JWK;
}

/** Whether this browser can close an envelope: WebCrypto, which asks for https or localhost. */
export function canCloseEnvelopes(): boolean {
  return typeof crypto === 'object' && typeof crypto.subtle === 'object';
}

/** Closes an envelope that only the visit's own key opens: ECDH-ES+A256KW, A256GCM (RFC 7516, 7518). */
export async function closeEnvelope(fields: object, key: EnvelopeKey): Promise<string> {
  const publicKey = await importJWK(key.publicKey, 'ECDH-ES+A256KW');
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(fields)))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid })
    .encrypt(publicKey);
}
