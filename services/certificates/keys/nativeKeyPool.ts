import { generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Unavailable } from '../../shared/unavailable.ts';
import type { Profile } from '../authority/profile.ts';
import { Semaphore } from './semaphore.ts';

/** Keys made at the same time: the thread pool has four threads, and derivations and signatures need some. */
const widthOfPool = 2;
/** Callers that wait for a key (≈ 25 keys a second and core: half a minute). */
const waitingAtMost = 1000;
/** Keys made ahead and not yet used; the oldest is forgotten first. */
const aheadAtMost = 64;
/** With this many waiting no key is begun ahead: those who wait come first. */
const busyFrom = 8;

type KeyType = Profile['keyType'];
const generate = promisify(generateKeyPair);

/** Key pairs for subscribers, made on the thread pool, some ahead of their use (DESIGN §12). In memory only. */
export class NativeKeyPool {
  readonly #places = new Semaphore({
    width: widthOfPool,
    waiting: waitingAtMost,
    full: () => new Unavailable('ca', { cause: new Error('too many keys are asked for at once') }),
  });
  readonly #ahead = new Map<string, Promise<KeyObject | undefined>>();

  /** Begins a key for `owner`; does nothing when one is under way or the pool is busy. */
  makeAhead(owner: string, keyType: KeyType): void {
    const label = `${keyType}:${owner}`;
    if (this.#ahead.has(label) || this.#places.waiting >= busyFrom) return;
    // A key that fails ahead of its use is made again when it is needed.
    this.#ahead.set(
      label,
      this.#make(keyType).catch(() => undefined),
    );
    const oldest = this.#ahead.keys().next().value;
    if (this.#ahead.size > aheadAtMost && oldest !== undefined) this.#ahead.delete(oldest);
  }

  /** The key begun for `owner`, or a new one; each key is handed out once. Outage: `Unavailable('ca')`. */
  async take(owner: string, keyType: KeyType): Promise<KeyObject> {
    const label = `${keyType}:${owner}`;
    const begun = this.#ahead.get(label);
    this.#ahead.delete(label);
    return (await begun) ?? this.#make(keyType);
  }

  #make(keyType: KeyType): Promise<KeyObject> {
    return this.#places.run(async () => (await pairOf(keyType)).privateKey);
  }
}

function pairOf(keyType: KeyType): Promise<{ privateKey: KeyObject }> {
  if (keyType === 'p256') return generate('ec', { namedCurve: 'P-256' });
  return generate('rsa', { modulusLength: 2048 });
}
