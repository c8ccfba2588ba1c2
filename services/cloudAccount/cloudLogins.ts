import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import { changeRecord, removal, sweepRecords } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import { sha256 } from '../shared/digest.ts';
import type { RecordedCloudDevices } from './recordedCloudDevices.ts';

/** Hours after which a relying party has to ask for a log-in anew. */
const loginHours = 12;

/** One log-in at one relying party: through which device it was made. Kept under the SHA-256 of its name. */
interface CloudLogin {
  readonly schema: 1;
  readonly party: string;
  readonly address: string;
  readonly deviceId: string;
  readonly madeAt: string;
}

/**
 * What a relying party may ask of a log-in afterwards: whether the browser it came from is still connected. The name of a
 * log-in is random and good for this one question; it tells neither account nor device.
 */
export class CloudLogins {
  readonly #records: Records;
  readonly #devices: Pick<RecordedCloudDevices, 'isAt'>;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    readonly records: Records;
    readonly devices: Pick<RecordedCloudDevices, 'isAt'>;
    readonly clock: Clock;
    readonly random: Random;
  }) {
    this.#records = parts.records;
    this.#devices = parts.devices;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Writes down that a log-in goes out through a device; answers its name. */
  async begin(login: { readonly party: string; readonly address: string; readonly deviceId: string }): Promise<string> {
    const name = this.#random.bytes(32).toString('base64url');
    const { party, address, deviceId } = login;
    const value: CloudLogin = { schema: 1, party, address, deviceId, madeAt: this.#clock.now().toString() };
    await this.#records.putIfVersion(keyOf(name), value, 0);
    return name;
  }

  /** Whether the log-in is this relying party's and its browser is still connected; reads the store each time. */
  async isConnected(party: string, name: string): Promise<boolean> {
    // One that is over is removed: a clock that is set back does not revive it.
    const { after: login } = await changeRecord<CloudLogin>(this.#records, keyOf(name), (found) =>
      found && found.party === party && !this.#isLive(found) ? removal : undefined,
    );
    return login?.party === party && this.#devices.isAt(login.address, login.deviceId);
  }

  /** Removes log-ins that nobody may ask about any more. Answers how many. */
  purge(): Promise<number> {
    return sweepRecords<CloudLogin>(this.#records, 'cloudLogin:', (login) => !this.#isLive(login));
  }

  #isLive({ madeAt }: CloudLogin): boolean {
    return this.#clock.now().since(Temporal.Instant.from(madeAt)).total('hours') < loginHours;
  }
}

function keyOf(name: string): string {
  return `cloudLogin:${sha256(name)}`;
}
