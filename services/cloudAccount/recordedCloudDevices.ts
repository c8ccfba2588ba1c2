import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import { sha256 } from '../shared/digest.ts';
import { describeBrowser } from './browserName.ts';
import { deviceOf, used, withDevice, withUse } from './cloudAccount.ts';
import type { CloudAccount, ConnectedDevice } from './cloudAccount.ts';
import type { CloudAccounts } from './cloudAccounts.ts';
import type { CloudDevice, CloudDevices } from './cloudDevices.ts';

/** A use is written down once in so many seconds. */
const useSeconds = 60;

/** Whose browser holds a token. */
export interface TokenHolder {
  readonly address: string;
  readonly personKey: string | undefined;
  readonly device: CloudDevice;
}

/**
 * Devices in the account's own record: connecting and disconnecting are one compare-and-set. A token is the account's
 * address and a random secret; whoever reads the store has neither.
 */
export class RecordedCloudDevices implements CloudDevices {
  readonly #accounts: CloudAccounts;
  readonly #audit: Audit;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    readonly accounts: CloudAccounts;
    readonly audit: Audit;
    readonly clock: Clock;
    readonly random: Random;
  }) {
    this.#accounts = parts.accounts;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  async devicesOf(personKey: string): Promise<readonly CloudDevice[]> {
    const accounts = await this.#accounts.ofPerson(personKey);
    const devices = accounts.flatMap(({ account }) => account.devices.map(shown));
    return devices.sort((a, b) => (a.lastUsedAt < b.lastUsedAt ? 1 : -1));
  }

  async disconnect(personKey: string, deviceId: string): Promise<number> {
    let out = 0;
    for (const { address, account } of await this.#accounts.ofPerson(personKey)) {
      for (const { id } of chosen(account, deviceId))
        await this.#audit.write({ action: 'cloud.disconnect', actor: 'customer', personKey, subject: id });
      const changed = await this.#accounts.change(address, (now) => withoutDevices(now, personKey, deviceId));
      out += (changed?.before.devices.length ?? 0) - (changed?.after.devices.length ?? 0);
    }
    return out;
  }

  async connect(request: Parameters<CloudDevices['connect']>[0]): ReturnType<CloudDevices['connect']> {
    const found = await this.#accounts.at(request.address);
    const personKey = found?.account.personKey;
    if (personKey === undefined) return undefined;
    const [id, secret] = [this.#draw(9), this.#draw(32)];
    const now = this.#clock.now();
    const at = now.toString();
    const description = describeBrowser(request.userAgent);
    const device: ConnectedDevice = { id, description, tokenHash: sha256(secret), connectedAt: at, lastUsedAt: at };
    await this.#audit.write({ action: 'cloud.connect', actor: 'customer', personKey, subject: id });
    const changed = await this.#accounts.change(request.address, (account) =>
      // It may have become somebody else's since.
      account.personKey === personKey ? withDevice(used(account, now), device) : undefined,
    );
    if (!changed || changed.before === changed.after) return undefined;
    return { device: shown(device), token: `${request.address}.${secret}` };
  }

  async isConnected(token: string): Promise<boolean> {
    return (await this.holder(token)) !== undefined;
  }

  /** Who holds the token; undefined once their device is disconnected. */
  async holder(token: string): Promise<TokenHolder | undefined> {
    const [, address, secret] = /^([\w-]{43})\.([\w-]{43})$/.exec(token) ?? [];
    if (address === undefined || secret === undefined) return undefined;
    const account = (await this.#accounts.at(address))?.account;
    const device = account && deviceOf(account, secret);
    return device && { address, personKey: account.personKey, device: shown(device) };
  }

  /** Whether a device is connected to the account at an address. */
  async isAt(address: string, deviceId: string): Promise<boolean> {
    const found = await this.#accounts.at(address);
    return found?.account.devices.some(({ id }) => id === deviceId) ?? false;
  }

  /** Writes down that the device was used now. */
  async noteUse({ address, device }: TokenHolder): Promise<void> {
    const now = this.#clock.now();
    if (now.since(Temporal.Instant.from(device.lastUsedAt)).total('seconds') < useSeconds) return;
    await this.#accounts.change(address, (account) => withUse(account, device.id, now));
  }

  #draw(bytes: number): string {
    return this.#random.bytes(bytes).toString('base64url');
  }
}

/** What others may see of a device: its token's hash stays here. */
function shown({ id, description, connectedAt, lastUsedAt }: ConnectedDevice): CloudDevice {
  return { id, description, connectedAt, lastUsedAt };
}

function chosen({ devices }: CloudAccount, deviceId: string): readonly ConnectedDevice[] {
  return deviceId === 'all' ? devices : devices.filter(({ id }) => id === deviceId);
}

function withoutDevices(account: CloudAccount, personKey: string, deviceId: string): CloudAccount | undefined {
  const out = account.personKey === personKey ? chosen(account, deviceId) : [];
  return out.length === 0 ? undefined : { ...account, devices: account.devices.filter((one) => !out.includes(one)) };
}
