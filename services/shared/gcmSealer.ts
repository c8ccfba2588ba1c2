import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from './random.ts';
import type { Sealed, Sealer } from './sealed.ts';

const nonceBytes = 12;
const tagBytes = 16;
const cipher = 'aes-256-gcm';

interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

/** What a `GcmSealer` works with: the versions of SECRET_PEPPER, newest first, and where nonces come from. */
export interface Sealing {
  readonly peppers: readonly string[];
  readonly random: Random;
}

/**
 * AES-256-GCM under keys derived by HKDF-SHA-256 from each version of the pepper: seals with the newest, opens with any.
 * The context and the key's id are authenticated. A value goes through JSON: Temporal values must be strings already.
 */
export class GcmSealer implements Sealer {
  readonly #newest: SealingKey;
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #random: Random;

  constructor({ peppers, random }: Sealing) {
    const keys = peppers.map(sealingKey);
    const [newest] = keys;
    if (!newest || peppers.some((pepper) => pepper.length === 0))
      throw new Error('expected peppers, found an empty one');
    this.#newest = newest;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
    this.#random = random;
  }

  seal<T>(value: T, context: string): Sealed<T> {
    const { id: keyId, key } = this.#newest;
    return { keyId, box: sealBytes(Buffer.from(JSON.stringify(value)), key, aad(keyId, context), this.#random) };
  }

  open<T>({ keyId, box }: Sealed<T>, context: string): T {
    const key = this.#keys.get(keyId);
    if (!key) throw new Error(`expected a sealing key ${keyId}, found it gone`);
    // the type parameter of Sealed is what seal() was given
    return JSON.parse(openBytes(box, key, aad(keyId, context)).toString()) as T;
  }
}

/** base64url of nonce, ciphertext and tag: `plain` under a key of 32 bytes, bound to `additional`. */
export function sealBytes(plain: Buffer, key: Buffer, additional: Buffer, random: Random): string {
  const nonce = random.bytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(additional);
  const body = Buffer.concat([sealing.update(plain), sealing.final()]);
  return Buffer.concat([nonce, body, sealing.getAuthTag()]).toString('base64url');
}

/** What `sealBytes` closed. @throws Error when key, box or `additional` is another one; it says nothing of the content. */
export function openBytes(box: string, key: Buffer, additional: Buffer): Buffer {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new Error('expected a sealed box, found too few bytes');
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  opening.setAAD(additional).setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()]);
  } catch (cause) {
    throw new Error('expected a sealed box of this context, found another or an altered one', { cause });
  }
}

/** The id depends on the pepper alone, so that it stays when the pepper moves from first to second place. */
function sealingKey(pepper: string): SealingKey {
  return { id: derive(pepper, 'seal key id', 6).toString('base64url'), key: derive(pepper, 'seal key', 32) };
}

function derive(pepper: string, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', pepper, '', `certificate-assistant ${purpose}`, length));
}

function aad(keyId: string, context: string): Buffer {
  return Buffer.from(`${keyId}\n${context}`);
}
