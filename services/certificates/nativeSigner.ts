import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Unavailable } from '../shared/unavailable.ts';
import type { Signer, SignatureAlgorithm } from './signer.ts';

/** Signs with a key held in memory, on the thread pool. */
export class NativeSigner implements Signer {
  readonly algorithm: SignatureAlgorithm;
  readonly #key: KeyObject;
  readonly #outside: (call: string) => Promise<void>;

  /** @param outside awaited before each signature: where a fault of the authority can be played */
  constructor(key: KeyObject, outside: (call: string) => Promise<void> = async () => {}) {
    this.algorithm = key.asymmetricKeyType === 'ec' ? 'ecdsaSha256' : 'rsaSha256';
    this.#key = key;
    this.#outside = outside;
  }

  async sign(bytes: Buffer): Promise<Buffer> {
    await this.#outside('ca.sign');
    return new Promise((resolve, reject) => {
      sign('sha256', bytes, this.#key, (error, signature) => {
        if (error) reject(new Unavailable('ca', { cause: error }));
        else resolve(signature);
      });
    });
  }
}
