import { compactDecrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JWK } from 'jose';

/** How a page closes its envelope: RFC 7518 names; the only pair that is opened. */
const envelopeAlgorithms = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const;

/** Characters of an envelope of typed text, ten times what the longest form needs; a page that sends more says so. */
export const usualEnvelopeLength = 16_384;

/** A visit's P-256 pair as JWKs. The private half is a secret: seal it before it is stored. */
export async function makeEnvelopeKeys(): Promise<{ readonly publicKey: JWK; readonly privateKey: JWK }> {
  const pair = await generateKeyPair(envelopeAlgorithms.alg, { crv: 'P-256', extractable: true });
  return { publicKey: await exportJWK(pair.publicKey), privateKey: await exportJWK(pair.privateKey) };
}

/**
 * Opens what a page sent: a compact JWE around a JSON object.
 *
 * @param kid the visit's id, which the envelope must name
 * @param longest characters of the longest envelope that this page sends
 * @returns undefined for anything else than an envelope closed for this visit: forged, altered, another's, too long.
 *   Why is not said, and never thrown: the reason could hold what was inside.
 */
export async function openEnvelope(
  envelope: string,
  privateKey: JWK,
  kid: string,
  longest = usualEnvelopeLength,
): Promise<unknown> {
  if (envelope.length > longest) return undefined;
  const key = await importJWK(privateKey, envelopeAlgorithms.alg);
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(envelope, key, {
      keyManagementAlgorithms: [envelopeAlgorithms.alg],
      contentEncryptionAlgorithms: [envelopeAlgorithms.enc],
      maxDecompressedLength: 0,
    });
    if (protectedHeader.kid !== kid) return undefined;
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
  } catch {
    return undefined;
  }
}

/** What a page needs to close its envelope. */
export interface EnvelopeKey {
  readonly publicKey: JWK;
  /** The visit's id, as `kid`. */
  readonly kid: string;
}
