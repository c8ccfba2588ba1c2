/**
 * Personal data at rest: AES-256-GCM, opened only where a screen or an outside check needs it (DESIGN §4).
 * `keyId` names the version of SECRET_PEPPER it was sealed under. The type parameter says what is inside.
 */
export interface Sealed<T> {
  readonly keyId: string;
  /** base64url of 12 bytes nonce, ciphertext, 16 bytes tag. */
  readonly box: string;
  /** Never present: it only carries the type of what is inside. */
  readonly __inside?: T;
}

/** Seals and opens small values. `context` is authenticated, not stored: opening under another context fails. */
export interface Sealer {
  seal<T>(value: T, context: string): Sealed<T>;
  /** @throws Error when the box was altered, belongs to another context, or its key is gone. */
  open<T>(sealed: Sealed<T>, context: string): T;
}
