import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Unavailable } from '../../shared/unavailable.ts';
import type { Signer, SignatureAlgorithm } from './signer.ts';

/** Awaited before each signature; what stands between us and a signer that is not in this process can fail here. */
export type BeforeSigning = (signal: AbortSignal) => Promise<void>;

/** How long a signature may take to begin: a turn has 2.5 s (SECURITY §1). */
const patienceMilliseconds = 1500;

/** Signs with a key held in memory, on the thread pool. */
export class NativeSigner implements Signer {
  readonly algorithm: SignatureAlgorithm;
  readonly #key: KeyObject;
  readonly #beforeSigning: BeforeSigning | undefined;

  constructor(key: KeyObject, beforeSigning?: BeforeSigning) {
    this.algorithm = key.asymmetricKeyType === 'ec' ? 'ecdsaSha256' : 'rsaSha256';
    this.#key = key;
    this.#beforeSigning = beforeSigning;
  }

  async sign(bytes: Buffer): Promise<Buffer> {
    await this.#ready();
    return new Promise((resolve, reject) => {
      sign('sha256', bytes, this.#key, (error, signature) => {
        if (error) reject(new Unavailable('ca', { cause: error }));
        else resolve(signature);
      });
    });
  }

  async #ready(): Promise<void> {
    try {
      await this.#beforeSigning?.(AbortSignal.timeout(patienceMilliseconds));
    } catch (error) {
      throw error instanceof Unavailable ? error : new Unavailable('ca', { cause: error });
    }
  }
}
