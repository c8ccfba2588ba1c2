import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { changeRecord, removal, sweepRecords } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

interface Stored {
  readonly payload: AdapterPayload;
  /** Real time in milliseconds: protocol artifacts live by the machine's clock (CONTRACT §4). */
  readonly expiresAt: number;
}

interface Members {
  readonly keys: readonly string[];
  readonly expiresAt: number;
}

const sweepEvery = 500;

/** What belongs to a grant and ends with it. */
const ofGrant = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/** Keeps the sessions, codes and tokens of one sandbox bank in the store, so that they survive a restart. */
export function oidcRecords(records: Records, bankCode: string): AdapterFactory {
  let writes = 0;
  const prefix = `sandbox:oidc:${bankCode}:`;
  const afterWrite = async () => {
    writes += 1;
    if (writes % sweepEvery === 0) await sweep(records, prefix);
  };
  return (model) => new RecordsAdapter({ records, prefix, model, afterWrite });
}

class RecordsAdapter implements Adapter {
  readonly #records: Records;
  readonly #prefix: string;
  readonly #model: string;
  readonly #afterWrite: () => Promise<void>;

  constructor(parts: { records: Records; prefix: string; model: string; afterWrite: () => Promise<void> }) {
    this.#records = parts.records;
    this.#prefix = parts.prefix;
    this.#model = parts.model;
    this.#afterWrite = parts.afterWrite;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    const expiresAt = expiresInSeconds === undefined ? Infinity : Date.now() + expiresInSeconds * 1000;
    const key = this.#key(id);
    await changeRecord<Stored>(this.#records, key, () => ({
      payload,
      expiresAt: Math.min(expiresAt, Number.MAX_SAFE_INTEGER),
    }));
    if (payload.uid) await this.#point(`uid:${payload.uid}`, key, expiresAt);
    if (payload.grantId && ofGrant.has(this.#model)) await this.#point(`grant:${payload.grantId}`, key, expiresAt);
    await this.#afterWrite();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#payload(this.#key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const pointer = await this.#records.get<Members>(`${this.#prefix}uid:${uid}`);
    const key = pointer?.value.keys.at(-1);
    return key === undefined ? undefined : this.#payload(key);
  }

  /** The device flow is not offered. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async consume(id: string): Promise<void> {
    const consumed = Math.floor(Date.now() / 1000);
    await changeRecord<Stored>(this.#records, this.#key(id), (stored) =>
      stored ? { ...stored, payload: { ...stored.payload, consumed } } : undefined,
    );
  }

  async destroy(id: string): Promise<void> {
    await changeRecord<Stored>(this.#records, this.#key(id), () => removal);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const members = await this.#records.get<Members>(`${this.#prefix}grant:${grantId}`);
    for (const key of members?.value.keys ?? []) await changeRecord<Stored>(this.#records, key, () => removal);
    await changeRecord<Members>(this.#records, `${this.#prefix}grant:${grantId}`, () => removal);
  }

  #key(id: string): string {
    return `${this.#prefix}${this.#model}:${id}`;
  }

  async #payload(key: string): Promise<AdapterPayload | undefined> {
    const stored = await this.#records.get<Stored>(key);
    return stored && stored.value.expiresAt > Date.now() ? stored.value.payload : undefined;
  }

  async #point(name: string, key: string, expiresAt: number): Promise<void> {
    await changeRecord<Members>(this.#records, `${this.#prefix}${name}`, (members) => ({
      keys: [...(members?.keys ?? []).filter((one) => one !== key), key],
      expiresAt: Math.min(Math.max(expiresAt, members?.expiresAt ?? 0), Number.MAX_SAFE_INTEGER),
    }));
  }
}

/** Removes what has expired; nothing but room depends on it. */
async function sweep(records: Records, prefix: string): Promise<void> {
  await sweepRecords<{ expiresAt: number }>(records, prefix, ({ expiresAt }) => expiresAt <= Date.now());
}
