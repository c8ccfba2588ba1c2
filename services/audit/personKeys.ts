import { openBytes, sealBytes } from '../shared/gcmSealer.ts';
import type { Json } from '../shared/json.ts';
import type { Random } from '../shared/random.ts';
import type { Sealed, Sealer } from '../shared/sealed.ts';
import { changeRecord, removal } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

/** Personal details that can be forgotten: sealed under a key of the person's own. Plain JSON, for `AuditEvent.details`. */
export interface PersonalBlob {
  readonly [field: string]: string;
  /** Which of the person's keys: after an erasure a new one begins. */
  readonly keyId: string;
  readonly box: string;
}

interface PersonKeyRecord {
  readonly keyId: string;
  /** 32 bytes, base64url. */
  readonly key: Sealed<string>;
}

/** What `ErasablePersonKeys` works with. */
export interface PersonKeyStore {
  readonly records: Records;
  readonly sealer: Sealer;
  readonly random: Random;
}

/**
 * One key a person, kept sealed in the store. Entries of the audit log are never changed; destroying the key is what
 * erases the personal details in them (DESIGN §2). Outage: `Unavailable('store')`.
 */
export class ErasablePersonKeys {
  readonly #with: PersonKeyStore;

  constructor(store: PersonKeyStore) {
    this.#with = store;
  }

  /** Seals `details` under the person's key, which is made at the first call. */
  async seal(personKey: string, details: Json): Promise<PersonalBlob> {
    const { keyId, key } = (await this.#find(personKey)) ?? (await this.#make(personKey));
    const box = sealBytes(Buffer.from(JSON.stringify(details)), key, context(personKey, keyId), this.#with.random);
    return { keyId, box };
  }

  /**
   * What was sealed, or undefined once it was erased.
   *
   * @throws Error when the blob was altered or is another person's
   */
  async open(personKey: string, { keyId, box }: PersonalBlob): Promise<Json | undefined> {
    const found = await this.#find(personKey);
    if (found?.keyId !== keyId) return undefined;
    // seal() put JSON there
    return JSON.parse(openBytes(box, found.key, context(personKey, keyId)).toString()) as Json;
  }

  /** Destroys the person's key: every blob sealed so far stays closed for ever. */
  async erase(personKey: string): Promise<void> {
    await changeRecord<PersonKeyRecord>(this.#with.records, recordKey(personKey), () => removal);
  }

  async #find(personKey: string): Promise<{ readonly keyId: string; readonly key: Buffer } | undefined> {
    const found = await this.#with.records.get<PersonKeyRecord>(recordKey(personKey));
    if (!found) return undefined;
    const { keyId, key } = found.value;
    return { keyId, key: Buffer.from(this.#with.sealer.open(key, recordKey(personKey)), 'base64url') };
  }

  /** Of several who make it at once one wins, and all use that one's. */
  async #make(personKey: string): Promise<{ readonly keyId: string; readonly key: Buffer }> {
    const { records, sealer, random } = this.#with;
    const [keyId, key] = [random.bytes(9).toString('base64url'), random.bytes(32)];
    const record: PersonKeyRecord = { keyId, key: sealer.seal(key.toString('base64url'), recordKey(personKey)) };
    if ((await records.putIfVersion(recordKey(personKey), record, 0)) !== false) return { keyId, key };
    return (await this.#find(personKey)) ?? this.#make(personKey);
  }
}

function recordKey(personKey: string): string {
  return `personKey:${personKey}`;
}

function context(personKey: string, keyId: string): Buffer {
  return Buffer.from(`${personKey}\n${keyId}`);
}
