import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Refusal, Result } from '../../shared/result.ts';
import type { Sealed, Sealer } from '../../shared/sealed.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import { changeRecord, removal, sweepRecords } from '../../state/changeRecord.ts';
import type { Records } from '../../state/records.ts';
import { possessionBytes, wrongCredentialsAllowed } from './keyCustody.ts';
import type { KeyCustody } from './keyCustody.ts';
import type { Credential, CredentialFault } from '../credential.ts';
import { sealIdentityProof } from './identityProof.ts';
import { NativeCredentialBox } from './nativeCredentialBox.ts';
import { NativeKeyPool } from './nativeKeyPool.ts';
import { identifyData, randomNumberBytes, virtualId } from '../authority/vid.ts';

/** R of an enrollment until its key is made. */
interface Place {
  readonly schema: 1;
  /** ISO instant. */
  readonly boundAt: string;
  readonly vidHash: string;
  readonly randomNumber: Sealed<string>;
}

/** A key at rest. Inside `outer` (the pepper) stands the box that only the credential opens. */
interface StoredKey {
  readonly schema: 1;
  readonly policy: Credential['policy'];
  /** base64url SPKI. */
  readonly publicKey: string;
  readonly outer: Sealed<string>;
  /** Entries that were begun and not yet found right: wrong ones and those under way. */
  readonly tries: number;
  /** The last requests that were answered, so that one sent again is not counted again. */
  readonly answered: readonly { readonly requestId: string; readonly right: boolean; readonly triesLeft: number }[];
  /** Of a renewal: the old key's signature. */
  readonly proof?: string;
}

/** What the innermost box holds. */
interface Opened {
  readonly key: KeyObject;
  readonly randomNumber: Buffer;
}

const answersKept = 8;

/** Collaborators of `NativeKeyCustody`, handed in by composition/. */
export interface NativeKeyCustodyParts {
  readonly records: Records;
  readonly sealer: Sealer;
  readonly random: Random;
  readonly clock: Clock;
}

/** The custody inside this process: node:crypto for every secret operation, Records for what is at rest. */
export class NativeKeyCustody implements KeyCustody {
  readonly #records: Records;
  readonly #sealer: Sealer;
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #pool = new NativeKeyPool();
  readonly #box: NativeCredentialBox;

  constructor({ records, sealer, random, clock }: NativeKeyCustodyParts) {
    this.#records = records;
    this.#sealer = sealer;
    this.#random = random;
    this.#clock = clock;
    this.#box = new NativeCredentialBox(random);
  }

  async bind(request: Parameters<KeyCustody['bind']>[0]): Promise<{ vid: string }> {
    const randomNumber = this.#random.bytes(randomNumberBytes);
    const vid = identifyData(request.name, virtualId(request.number, randomNumber)).toString('base64url');
    const key = placeKey(request.enrollmentId);
    const place: Place = {
      schema: 1,
      boundAt: this.#clock.now().toString(),
      vidHash: hashOf(vid),
      randomNumber: this.#sealer.seal(randomNumber.toString('base64url'), key),
    };
    await changeRecord<Place>(this.#records, key, () => place);
    return { vid };
  }

  async unbind(enrollmentId: string): Promise<void> {
    await changeRecord<Place>(this.#records, placeKey(enrollmentId), () => removal);
  }

  async unbindOlderThan(before: string): Promise<void> {
    const limit = Temporal.Instant.from(before);
    const isOld = ({ boundAt }: Place): boolean => Temporal.Instant.compare(Temporal.Instant.from(boundAt), limit) < 0;
    await sweepRecords<Place>(this.#records, 'place:', isOld);
  }

  async makeAhead({ enrollmentId, keyType }: Parameters<KeyCustody['makeAhead']>[0]): Promise<void> {
    this.#pool.makeAhead(enrollmentId, keyType);
  }

  async create(request: Parameters<KeyCustody['create']>[0]): ReturnType<KeyCustody['create']> {
    const made = await this.#get(request.keyId);
    if (made) return ok({ publicKey: made.publicKey });
    const key = placeKey(request.enrollmentId);
    const place = (await this.#records.get<Place>(key))?.value;
    if (!place || place.vidHash !== hashOf(request.vid)) return refuse('issue.identityGone');
    const randomNumber = Buffer.from(this.#sealer.open(place.randomNumber, key), 'base64url');
    const fresh = await this.#pool.take(request.enrollmentId, request.keyType);
    const stored = await this.#store(request.keyId, request.credential, { key: fresh, randomNumber });
    return ok({ publicKey: stored.publicKey });
  }

  async succeed(request: Parameters<KeyCustody['succeed']>[0]): ReturnType<KeyCustody['succeed']> {
    const made = await this.#get(request.keyId);
    if (made?.proof) return ok({ publicKey: made.publicKey, proof: made.proof });
    const old = await this.#open(request.oldKeyId, request.credential, request.requestId);
    if (!old.ok) return old;
    const fresh = await this.#pool.take(request.enrollmentId, request.keyType);
    const proof = (await signed(possessionBytes(request.challenge, publicKeyOf(fresh)), old.value.key)).toString(
      'base64url',
    );
    const next = { key: fresh, randomNumber: old.value.randomNumber };
    const stored = await this.#store(request.keyId, request.credential, next, proof);
    return ok({ publicKey: stored.publicKey, proof: stored.proof ?? proof });
  }

  async check(request: Parameters<KeyCustody['check']>[0]): ReturnType<KeyCustody['check']> {
    const opened = await this.#open(request.keyId, request.credential, request.requestId);
    return opened.ok ? ok(undefined) : opened;
  }

  async sign(request: Parameters<KeyCustody['sign']>[0]): ReturnType<KeyCustody['sign']> {
    const opened = await this.#open(request.keyId, request.credential, request.requestId);
    if (!opened.ok) return opened;
    const signature = await signed(Buffer.from(request.bytes, 'base64url'), opened.value.key);
    return ok({ signature: signature.toString('base64url') });
  }

  async proveIdentity(request: Parameters<KeyCustody['proveIdentity']>[0]): ReturnType<KeyCustody['proveIdentity']> {
    const opened = await this.#open(request.keyId, request.credential, request.requestId);
    if (!opened.ok) return opened;
    const { randomNumber } = opened.value;
    const content = { randomNumber: randomNumber.toString('base64url'), nonce: request.nonce };
    randomNumber.fill(0);
    return ok({ envelope: await sealIdentityProof(content, request.recipient) });
  }

  async changeCredential(
    request: Parameters<KeyCustody['changeCredential']>[0],
  ): ReturnType<KeyCustody['changeCredential']> {
    const before = await this.#get(request.keyId);
    if (before?.answered.some((one) => one.requestId === changed(request.requestId))) return ok(undefined);
    const opened = await this.#open(request.keyId, request.current, request.requestId);
    if (!opened.ok) return opened;
    const outer = await this.#seal(request.keyId, request.next, opened.value);
    const done = await this.#change(request.keyId, (key) => ({
      ...key,
      outer,
      policy: request.next.policy,
      answered: remembered(key, {
        requestId: changed(request.requestId),
        right: true,
        triesLeft: wrongCredentialsAllowed,
      }),
    }));
    return done ? ok(undefined) : refuse('credential.keyGone');
  }

  async standing(keyId: string): ReturnType<KeyCustody['standing']> {
    const key = await this.#get(keyId);
    if (!key) return undefined;
    const triesLeft = Math.max(0, wrongCredentialsAllowed - key.tries);
    return { policy: key.policy, triesLeft, locked: triesLeft === 0 };
  }

  async destroy(keyId: string): Promise<void> {
    await changeRecord<StoredKey>(this.#records, keyKey(keyId), () => removal);
  }

  async rewrap(limit: number): Promise<number> {
    const newest = this.#sealer.seal('', 'probe').keyId;
    const keys = await this.#rewrapAll<StoredKey>('key:', limit, (key, again) =>
      key.outer.keyId === newest ? undefined : { ...key, outer: again(key.outer) },
    );
    const places = await this.#rewrapAll<Place>('place:', limit - keys, (place, again) =>
      place.randomNumber.keyId === newest ? undefined : { ...place, randomNumber: again(place.randomNumber) },
    );
    return keys + places;
  }

  async #rewrapAll<T>(
    prefix: string,
    limit: number,
    rewrapped: (value: T, again: (sealed: Sealed<string>) => Sealed<string>) => T | undefined,
  ): Promise<number> {
    let done = 0;
    for await (const key of this.#records.keys(prefix)) {
      if (done >= limit) break;
      const again = (sealed: Sealed<string>): Sealed<string> => this.#sealer.seal(this.#sealer.open(sealed, key), key);
      const { before, after } = await changeRecord<T>(this.#records, key, (value) => value && rewrapped(value, again));
      if (after !== before) done += 1;
    }
    return done;
  }

  /** Counts the entry first, then tries it: a hundred parallel guesses are five (PITFALLS 12). */
  async #open(keyId: string, credential: Credential, requestId: string): Promise<Result<Opened, CredentialFault>> {
    const known = await this.#get(keyId);
    if (!known) return refuse('credential.keyGone');
    const answered = known.answered.find((one) => one.requestId === requestId);
    if (answered && !answered.right) return wrong(answered.triesLeft);
    if (known.tries >= wrongCredentialsAllowed) return refuse('credential.locked');
    const counted = await this.#count(keyId);
    if (!counted) return refuse('credential.locked');
    const inner = Buffer.from(this.#sealer.open(counted.outer, keyKey(keyId)), 'base64url');
    const content = await this.#box.open(inner, credential, innerContext(keyId, counted.publicKey));
    const triesLeft = content ? wrongCredentialsAllowed : Math.max(0, wrongCredentialsAllowed - counted.tries);
    await this.#change(keyId, (key) => ({
      ...key,
      tries: content ? 0 : key.tries,
      answered: remembered(key, { requestId, right: content !== undefined, triesLeft }),
    }));
    return content ? ok(unpack(content)) : wrong(triesLeft);
  }

  async #count(keyId: string): Promise<StoredKey | undefined> {
    return this.#change(keyId, (key) =>
      key.tries < wrongCredentialsAllowed ? { ...key, tries: key.tries + 1 } : undefined,
    );
  }

  async #store(keyId: string, credential: Credential, content: Opened, proof?: string): Promise<StoredKey> {
    const stored: StoredKey = {
      schema: 1,
      policy: credential.policy,
      publicKey: publicKeyOf(content.key),
      outer: await this.#seal(keyId, credential, content),
      tries: 0,
      answered: [],
      ...(proof ? { proof } : {}),
    };
    if ((await this.#records.putIfVersion(keyKey(keyId), stored, 0)) !== false) return stored;
    const first = await this.#get(keyId);
    if (!first) throw new Unavailable('store', { cause: new Error('a key disappeared while it was made') });
    return first;
  }

  async #seal(keyId: string, credential: Credential, { key, randomNumber }: Opened): Promise<Sealed<string>> {
    const content = Buffer.concat([randomNumber, key.export({ type: 'pkcs8', format: 'der' })]);
    const inner = await this.#box.seal(content, credential, innerContext(keyId, publicKeyOf(key)));
    content.fill(0);
    return this.#sealer.seal(inner.toString('base64url'), keyKey(keyId));
  }

  async #get(keyId: string): Promise<StoredKey | undefined> {
    return (await this.#records.get<StoredKey>(keyKey(keyId)))?.value;
  }

  /** Changes a key by compare-and-set; undefined when it is gone or `change` declines. */
  async #change(keyId: string, change: (key: StoredKey) => StoredKey | undefined): Promise<StoredKey | undefined> {
    const { before, after } = await changeRecord<StoredKey>(this.#records, keyKey(keyId), (key) => key && change(key));
    return after === before ? undefined : after;
  }
}

function placeKey(enrollmentId: string): string {
  return `place:${enrollmentId}`;
}

function keyKey(keyId: string): string {
  return `key:${keyId}`;
}

function innerContext(keyId: string, publicKey: string): string {
  return `${keyId}|${publicKey}`;
}

function changed(requestId: string): string {
  return `changed:${requestId}`;
}

function remembered(key: StoredKey, answer: StoredKey['answered'][number]): StoredKey['answered'] {
  return [...key.answered, answer].slice(-answersKept);
}

function wrong(triesLeft: number): Refusal<CredentialFault> {
  return triesLeft > 0 ? refuse('credential.wrong', { triesLeft }) : refuse('credential.locked');
}

function unpack(content: Buffer): Opened {
  const key = createPrivateKey({ key: content.subarray(randomNumberBytes), format: 'der', type: 'pkcs8' });
  const randomNumber = Buffer.from(content.subarray(0, randomNumberBytes));
  content.fill(0);
  return { key, randomNumber };
}

function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function signed(bytes: Buffer, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', bytes, key, (error, signature) => {
      if (error) reject(new Unavailable('ca', { cause: error }));
      else resolve(signature);
    });
  });
}
