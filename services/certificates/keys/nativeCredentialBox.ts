import { argon2, createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../shared/random.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import { normalizeCredential } from './credentialPolicy.ts';
import type { Credential } from '../credential.ts';
import { Semaphore } from './semaphore.ts';

/** argon2id as OWASP sets it: 19 MiB, two passes, one lane. */
const derivation = { parallelism: 1, tagLength: 32, memory: 19 * 1024, passes: 2 } as const;
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

const derivations = { width: 2, waiting: 1000 } as const;

/** Seals bytes under a credential: AES-256-GCM with a key that only argon2id over the credential gives. */
export class NativeCredentialBox {
  readonly #random: Random;
  readonly #places = new Semaphore({
    ...derivations,
    full: () => new Unavailable('ca', { cause: new Error('too many credentials are checked at once') }),
  });

  constructor(random: Random) {
    this.#random = random;
  }

  /** @returns salt, nonce, ciphertext and tag; `context` is authenticated, not stored */
  async seal(content: Buffer, credential: Credential, context: string): Promise<Buffer> {
    const salt = this.#random.bytes(saltBytes);
    const nonce = this.#random.bytes(nonceBytes);
    const key = await this.#derive(credential, salt);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([salt, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    key.fill(0);
    return sealed;
  }

  /** The content, or undefined when the credential (or the context, or a bit of the box) is another. */
  async open(box: Buffer, credential: Credential, context: string): Promise<Buffer | undefined> {
    const salt = box.subarray(0, saltBytes);
    const nonce = box.subarray(saltBytes, saltBytes + nonceBytes);
    const key = await this.#derive(credential, salt);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    key.fill(0);
    decipher.setAuthTag(box.subarray(-tagBytes));
    const opened = decipher.update(box.subarray(saltBytes + nonceBytes, -tagBytes));
    try {
      decipher.final();
      return opened;
    } catch {
      return undefined;
    }
  }

  #derive({ policy, secret }: Credential, salt: Buffer): Promise<Buffer> {
    const message = Buffer.from(`${policy}:${normalizeCredential(policy, secret)}`);
    return this.#places.run(
      () =>
        new Promise((resolve, reject) => {
          argon2('argon2id', { ...derivation, message, nonce: salt }, (error, key) => {
            message.fill(0);
            if (error) reject(new Unavailable('ca', { cause: error }));
            else resolve(key);
          });
        }),
    );
  }
}
