import { isSame, sha256 } from '../shared/digest.ts';

/** Who a cloud account belongs to: the three things that the cloud knows a customer by (DOMAIN §2). */
export interface CloudAccountOwner {
  /** As `parsePersonName` answers it. */
  readonly name: string;
  /** `1990-01-01` */
  readonly birthDate: string;
  /** National digits. */
  readonly phone: string;
}

/** A device that was connected with an SMS code; instants are ISO strings. */
export interface ConnectedDevice {
  readonly id: string;
  /** `Chrome · Windows`, made of what the browser calls itself. */
  readonly description: string;
  /** SHA-256 of the secret half of its token. */
  readonly tokenHash: string;
  readonly connectedAt: string;
  readonly lastUsedAt: string;
}

/** Another bank or office at which the certificate was registered (타기관 등록). */
export interface RegisteredInstitution {
  readonly code: string;
  readonly registeredAt: string;
}

/** The customer's place in the cloud. Nothing in it says who they are. */
export interface CloudAccount {
  readonly schema: 2;
  readonly accountId: string;
  /** Whose it is by the identity check that led here; unknown for one that was made without. */
  readonly personKey?: string;
  readonly createdAt: string;
  /** The last time it was connected or used; twelve months later the cloud clears it. */
  readonly lastUsedAt: string;
  readonly devices: readonly ConnectedDevice[];
  readonly institutions: readonly RegisteredInstitution[];
}

/** As it was kept before devices and people were known. */
export interface CloudAccountOfSchema1 extends Omit<CloudAccount, 'schema' | 'personKey' | 'devices'> {
  readonly schema: 1;
  readonly devices: readonly Omit<ConnectedDevice, 'description' | 'tokenHash'>[];
}

/** Devices of one account; another one takes the place of the one that was unused longest. */
export const devicesKept = 10;

/** A stored account of any age, as it is kept today. A device of schema 1 had no token: it has to be connected again. */
export function upgradeAccount(stored: CloudAccount | CloudAccountOfSchema1): CloudAccount {
  return stored.schema === 2 ? stored : { ...stored, schema: 2, devices: [] };
}

/** The account after a use; a clock that was set back takes no use away. */
export function used(account: CloudAccount, now: Temporal.Instant): CloudAccount {
  return { ...account, lastUsedAt: later(account.lastUsedAt, now) };
}

/** The account of this person from now on; devices that somebody else had connected are out. */
export function ownedBy(account: CloudAccount, personKey: string | undefined): CloudAccount {
  if (personKey === undefined || personKey === account.personKey) return account;
  return { ...account, personKey, devices: account.personKey === undefined ? account.devices : [] };
}

/** The account with one device more. */
export function withDevice(account: CloudAccount, device: ConnectedDevice): CloudAccount {
  const byUse = account.devices.toSorted((a, b) => (a.lastUsedAt < b.lastUsedAt ? 1 : -1));
  return { ...account, devices: [device, ...byUse].slice(0, devicesKept) };
}

/** The device whose secret this is. */
export function deviceOf(account: CloudAccount, secret: string): ConnectedDevice | undefined {
  const shown = sha256(secret);
  return account.devices.find(({ tokenHash }) => isSame(tokenHash, shown));
}

/** The account after a device was used. */
export function withUse(account: CloudAccount, deviceId: string, now: Temporal.Instant): CloudAccount {
  const devices = account.devices.map((device) =>
    device.id === deviceId ? { ...device, lastUsedAt: later(device.lastUsedAt, now) } : device,
  );
  return { ...used(account, now), devices };
}

function later(at: string, now: Temporal.Instant): string {
  return Temporal.Instant.compare(now, Temporal.Instant.from(at)) > 0 ? now.toString() : at;
}
