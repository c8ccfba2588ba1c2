import type { Credential, CredentialFault, CredentialPolicy } from '../credential.ts';
import type { JWK } from 'jose';
import type { Result } from '../../shared/result.ts';
import type { Profile } from '../authority/profile.ts';

/** Wrong entries over all channels before a key is locked for good (SECURITY §1). */
export const wrongCredentialsAllowed = 5;

/**
 * Where the subscribers' private keys live, the only place that sees a credential or R. Every request and answer is
 * plain data (bytes as base64url) and idempotent – by its place or key id, or by `requestId` – so that the custody can
 * become a process or a machine of its own: sending a request again after silence changes nothing twice.
 *
 * Outage: `Unavailable('store')`; `Unavailable('ca')` when too many keys are asked for at once.
 */
export interface KeyCustody {
  /** Draws R, computes the VID over the number, keeps R for the enrollment and forgets the number. Again: replaces it. */
  bind(request: {
    readonly enrollmentId: string;
    readonly name: string;
    readonly number: string;
  }): Promise<{ readonly vid: string }>;
  /** Forgets R of an enrollment that came to its end. */
  unbind(enrollmentId: string): Promise<void>;
  /** Forgets R of enrollments that were bound before an instant and came to nothing. */
  unbindOlderThan(before: string): Promise<void>;
  /** Begins a key for the enrollment; bounded, so it may do nothing. */
  makeAhead(request: { readonly enrollmentId: string; readonly keyType: Profile['keyType'] }): Promise<void>;
  /** Makes key `keyId` with R of the enrollment under the credential. Again: answers the same key. */
  create(request: {
    readonly keyId: string;
    readonly enrollmentId: string;
    readonly vid: string;
    readonly keyType: Profile['keyType'];
    readonly credential: Credential;
  }): Promise<Result<{ readonly publicKey: string }, 'issue.identityGone'>>;
  /**
   * Makes key `keyId` with R of `oldKeyId`, which the credential must open; `proof` is the old key's signature over
   * `challenge` and the new public key (see `possessionBytes`). Again: answers the same.
   */
  succeed(request: {
    readonly requestId: string;
    /** Whose key made ahead may be taken. */
    readonly enrollmentId: string;
    readonly keyId: string;
    readonly oldKeyId: string;
    readonly keyType: Profile['keyType'];
    readonly credential: Credential;
    readonly challenge: string;
  }): Promise<Result<{ readonly publicKey: string; readonly proof: string }, CredentialFault>>;
  /** Says whether the credential opens the key; a wrong one counts like any other. */
  check(request: {
    readonly requestId: string;
    readonly keyId: string;
    readonly credential: Credential;
  }): Promise<Result<void, CredentialFault>>;
  /** Signs SHA-256 of `bytes` (PKCS#1 v1.5 or ECDSA) with the key that the credential opens. */
  sign(request: {
    readonly requestId: string;
    readonly keyId: string;
    readonly credential: Credential;
    readonly bytes: string;
  }): Promise<Result<{ readonly signature: string }, CredentialFault>>;
  /**
   * Lets R leave for one reader: a compact JWE (ECDH-ES+A256KW, A256GCM) that only `recipient` opens, around
   * `IdentityProofContent`. With R and the number the reader recomputes the VID (DOMAIN §7).
   */
  proveIdentity(request: {
    readonly requestId: string;
    readonly keyId: string;
    readonly credential: Credential;
    /** Public P-256 key. */
    readonly recipient: JWK;
    readonly nonce: string;
  }): Promise<Result<{ readonly envelope: string }, CredentialFault>>;
  /** Puts the key under another credential; the old one opens it for this call. */
  changeCredential(request: {
    readonly requestId: string;
    readonly keyId: string;
    readonly current: Credential;
    readonly next: Credential;
  }): Promise<Result<void, CredentialFault>>;
  /** What may be shown of a key; undefined when there is none. */
  standing(
    keyId: string,
  ): Promise<{ readonly policy: CredentialPolicy; readonly triesLeft: number; readonly locked: boolean } | undefined>;
  /** Destroys a key: it was superseded, revoked, or never certified. */
  destroy(keyId: string): Promise<void>;
  /** Re-wraps up to `limit` outer layers that are not under the newest pepper; answers how many. Needs no credential. */
  rewrap(limit: number): Promise<number>;
}

/** What the reader of an identity proof finds inside. */
export interface IdentityProofContent {
  /** base64url of R. */
  readonly randomNumber: string;
  /** The one of the request: the proof answers this question and no other. */
  readonly nonce: string;
}

/** What the old key signs when a new one follows it: bound to the challenge and to the new key. */
export function possessionBytes(challenge: string, publicKey: string): Buffer {
  return Buffer.from(`financial certificate renewal\n${challenge}\n${publicKey}\n`);
}
