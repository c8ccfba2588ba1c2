import { sha256 } from '../shared/digest.ts';

/** What a relying party asks to be signed. */
export interface LoginRequest {
  /** The id of the relying party. */
  readonly party: string;
  /** Theirs, used once: 43 characters base64url. */
  readonly challenge: string;
  /** Theirs, comes back as it was sent: which of their log-ins this is. */
  readonly state: string;
}

/** What goes back to the relying party; bytes are base64url. */
export interface LoginAnswer {
  readonly state: string;
  readonly challenge: string;
  /** DER. */
  readonly certificate: string;
  /** PKCS#1 v1.5 or ECDSA over `loginStatement`, SHA-256. */
  readonly signature: string;
  /** R for the relying party: compact JWE (`IdentityProofContent`, its nonce is the challenge). */
  readonly identity: string;
  /** Names the browser's connection to the cloud, for asking whether it still is. */
  readonly connection: string;
}

/**
 * The bytes that are signed: who asks, from where, what, and through which connection. A signature for one relying party
 * is of no use at another; a connection cannot be exchanged afterwards.
 */
export function loginStatement(says: {
  readonly party: string;
  readonly origin: string;
  readonly challenge: string;
  readonly connection: string;
}): Buffer {
  const lines = [
    'financial certificate login 1',
    `party: ${says.party}`,
    `origin: ${says.origin}`,
    `challenge: ${says.challenge}`,
    `connection: ${sha256(says.connection)}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n`);
}
