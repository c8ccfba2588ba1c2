import type { JWK } from 'jose';
import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import type { Sealed, Sealer } from '../shared/sealed.ts';
import type { CodeSend } from '../sms/verificationCode.ts';
import { changeRecord, sweepRecords } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import { makeEnvelopeKeys, openEnvelope } from '../secureEntry/envelope.ts';
import { cellsByDigit, drawKeypad } from '../secureEntry/keypad.ts';
import type { Keypad, StoredKeypad } from '../secureEntry/keypad.ts';
import { sha256 } from '../shared/digest.ts';
import type { CloudAccountOwner } from './cloudAccount.ts';

/** Minutes that a browser may stay at the cloud's pages before it begins anew. */
const cloudVisitMinutes = 30;

/** A connection under way: a code was asked for. Whether anybody has an account by these three things is not in here. */
export interface Connecting {
  readonly owner: Sealed<CloudAccountOwner>;
  readonly maskedPhone: string;
  /** What its sends and guesses are counted by. */
  readonly limitKey: string;
  /** Nothing was sent: nobody was found. */
  readonly decoy: boolean;
  readonly sends: readonly CodeSend[];
  /** For the last code. */
  readonly triesLeft: number;
  readonly usedAt?: string;
  /** The last code was seen to have run out: a clock that is set back does not revive it. */
  readonly expired?: boolean;
}

/** A browser at the cloud's pages, at rest under `cloudVisit:{SHA-256 of its cookie}`. */
export interface CloudVisit {
  readonly schema: 1;
  readonly openedAt: string;
  readonly publicKey: JWK;
  readonly privateKey: Sealed<JWK>;
  /** The keypad of the page drawn last. */
  readonly keypad?: StoredKeypad;
  readonly connecting?: Connecting;
  /** The number of the last code; grows over everybody that this visit asked for. */
  readonly lastSend: number;
}

/** A visit as found. */
export interface FoundCloudVisit {
  readonly id: string;
  readonly visit: CloudVisit;
}

/** The visits of browsers to the cloud's pages: one key pair, one keypad, one connection under way. */
export class CloudVisits {
  readonly #records: Records;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    readonly records: Records;
    readonly sealer: Sealer;
    readonly clock: Clock;
    readonly random: Random;
  }) {
    this.#records = parts.records;
    this.#sealer = parts.sealer;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** The visit of a browser that holds this cookie; begun when there is none, or when it is over. */
  async open(cookie: string): Promise<FoundCloudVisit> {
    const id = sha256(cookie);
    const { after: visit } = await changeRecord<CloudVisit>(this.#records, keyOf(id), (found) =>
      found && this.#isLive(found) ? undefined : this.#begin(id, found),
    );
    if (!visit) throw new Error('expected the visit that was opened, found none');
    return { id, visit };
  }

  async #begin(id: string, before: CloudVisit | undefined): Promise<CloudVisit> {
    const keys = await makeEnvelopeKeys();
    return {
      schema: 1,
      openedAt: this.#clock.now().toString(),
      publicKey: keys.publicKey,
      privateKey: this.#sealer.seal(keys.privateKey, privateKeyContext(id)),
      // A code of the visit before must not come again.
      lastSend: before?.lastSend ?? 0,
    };
  }

  /** Changes a visit by compare-and-set; undefined leaves it as it is. Answers it before and after. */
  async change(
    id: string,
    change: (visit: CloudVisit) => CloudVisit | undefined,
  ): Promise<{ readonly before: CloudVisit; readonly after: CloudVisit } | undefined> {
    const { before, after } = await changeRecord<CloudVisit>(
      this.#records,
      keyOf(id),
      (visit) => visit && change(visit),
    );
    return before && after && { before, after };
  }

  /** Draws the keypad of a page; the one of the page before is read by nobody any more. */
  async drawKeypad(id: string): Promise<Keypad> {
    const keypad = drawKeypad(this.#random);
    const cells = this.#sealer.seal(cellsByDigit(keypad), keypadContext(id));
    await this.change(id, (visit) => ({ ...visit, keypad: { id: keypad.id, cells } }));
    return keypad;
  }

  /** Takes the keypad away before anything is done with it: one layout, one use. */
  async takeKeypad(id: string): Promise<{ readonly id: string; readonly cells: readonly string[] } | undefined> {
    const taken = (await this.change(id, (visit) => ({ ...visit, keypad: undefined })))?.before.keypad;
    return taken && { id: taken.id, cells: this.#sealer.open(taken.cells, keypadContext(id)) };
  }

  /** What a page of this visit closed in an envelope; undefined for anything else. */
  async openEnvelope({ id, visit }: FoundCloudVisit, envelope: string): Promise<unknown> {
    return openEnvelope(envelope, this.#sealer.open<JWK>(visit.privateKey, privateKeyContext(id)), id);
  }

  sealOwner(id: string, owner: CloudAccountOwner): Sealed<CloudAccountOwner> {
    return this.#sealer.seal(owner, ownerContext(id));
  }

  openOwner(id: string, { owner }: Connecting): CloudAccountOwner {
    return this.#sealer.open<CloudAccountOwner>(owner, ownerContext(id));
  }

  /** Removes visits that are over; for a sweep. Answers how many. */
  purge(): Promise<number> {
    return sweepRecords<CloudVisit>(this.#records, 'cloudVisit:', (visit) => !this.#isLive(visit));
  }

  #isLive({ openedAt }: CloudVisit): boolean {
    const minutes = this.#clock.now().since(Temporal.Instant.from(openedAt)).total('minutes');
    return minutes >= -1 && minutes < cloudVisitMinutes;
  }
}

function keyOf(id: string): string {
  return `cloudVisit:${id}`;
}

function privateKeyContext(id: string): string {
  return `cloudVisit:${id}:privateKey`;
}

function keypadContext(id: string): string {
  return `cloudVisit:${id}:keypad`;
}

function ownerContext(id: string): string {
  return `cloudVisit:${id}:owner`;
}
