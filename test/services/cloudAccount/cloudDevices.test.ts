import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditEvent } from '../../../services/audit/audit.ts';
import { devicesKept } from '../../../services/cloudAccount/cloudAccount.ts';
import { CloudAccounts } from '../../../services/cloudAccount/cloudAccounts.ts';
import { RecordedCloudDevices } from '../../../services/cloudAccount/recordedCloudDevices.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { FixedClock } from '../../support/fixedClock.ts';
import { startRedisServer } from '../../support/redisServer.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36';
const begin = '2026-12-01T14:30:00+09:00';

interface Store {
  readonly state: State;
  close(): Promise<void>;
}

async function sqlite(): Promise<Store> {
  const state = await openSqliteState(':memory:');
  return { state, close: () => state.close() };
}

async function redis(): Promise<Store> {
  const server = await startRedisServer();
  const state = await openRedisState(server.url);
  return {
    state,
    close: async () => {
      await state.close();
      await server.stop();
    },
  };
}

describe.each([
  ['SQLite', sqlite],
  ['Redis', redis],
])('devices on %s', (_name, open) => {
  let store: Store;
  let clock: FixedClock;
  const audited: AuditEvent[] = [];
  let people = 0;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  /** One instance of the product on the store. */
  function instance(): { accounts: CloudAccounts; devices: RecordedCloudDevices } {
    const { records } = store.state;
    const accounts = new CloudAccounts({ records, random: systemRandom, key: 'person key' });
    const audit = { write: async (event: AuditEvent) => void audited.push(event) };
    return { accounts, devices: new RecordedCloudDevices({ accounts, audit, clock, random: systemRandom }) };
  }

  /** A person of their own with an account; the clock stands at the beginning. */
  async function person() {
    people += 1;
    clock = new FixedClock(begin);
    audited.length = 0;
    const { accounts, devices } = instance();
    const owner = { name: '홍길동', birthDate: '1990-01-01', phone: `0108${String(people).padStart(7, '0')}` };
    const personKey = `person-${people}`;
    await accounts.connect({ ...owner, personKey, now: clock.now() });
    const address = (await accounts.connectable(owner))?.address ?? '';
    const connect = async (userAgent: string | undefined = chrome) => {
      const connected = await devices.connect({ address, userAgent });
      if (!connected) throw new Error('expected a device, found none');
      return connected;
    };
    return { accounts, devices, owner, personKey, address, connect };
  }

  test('a connected device is listed in words, with when it was connected and used', async () => {
    const { devices, personKey, connect } = await person();
    const { device, token } = await connect();
    expect(device).toEqual({
      id: expect.stringMatching(/^[\w-]{12}$/),
      description: 'Chrome · Windows',
      connectedAt: '2026-12-01T05:30:00Z',
      lastUsedAt: '2026-12-01T05:30:00Z',
    });
    expect(await devices.devicesOf(personKey)).toEqual([device]);
    expect(await devices.isConnected(token)).toBe(true);
    expect(await devices.holder(token)).toMatchObject({ personKey, device });
  });

  test('the one used last comes first; uses within a minute are one', async () => {
    const { devices, personKey, connect } = await person();
    const first = await connect();
    await clock.advance(30);
    const second = await connect('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1');
    const use = async () => {
      const holder = await devices.holder(first.token);
      if (holder) await devices.noteUse(holder);
    };
    const ids = async () => (await devices.devicesOf(personKey)).map(({ id }) => id);
    expect(await ids()).toEqual([second.device.id, first.device.id]);
    await clock.advance(29);
    await use();
    expect(await ids()).toEqual([second.device.id, first.device.id]);
    await clock.advance(1);
    await use();
    expect(await ids()).toEqual([first.device.id, second.device.id]);
    await clock.advance(-3600);
    await use();
    expect((await devices.devicesOf(personKey))[0]?.lastUsedAt).toBe('2026-12-01T05:31:00Z');
  });

  test('disconnected on one instance it is out on another at once, and the others stay', async () => {
    const { devices, personKey, connect } = await person();
    const [out, stays] = [await connect(), await connect()];
    expect(await instance().devices.disconnect(personKey, out.device.id)).toBe(1);
    expect(await devices.isConnected(out.token)).toBe(false);
    expect(await devices.isConnected(stays.token)).toBe(true);
    expect((await devices.devicesOf(personKey)).map(({ id }) => id)).toEqual([stays.device.id]);
  });

  test('disconnecting again, or fifty times at once, disconnects once and is audited', async () => {
    const { devices, personKey, connect } = await person();
    const { device } = await connect();
    const counts = await Promise.all(Array.from({ length: 50 }, () => devices.disconnect(personKey, device.id)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await devices.disconnect(personKey, device.id)).toBe(0);
    expect(await devices.disconnect(personKey, 'all')).toBe(0);
    expect(audited).toContainEqual({ action: 'cloud.connect', actor: 'customer', personKey, subject: device.id });
    expect(audited).toContainEqual({ action: 'cloud.disconnect', actor: 'customer', personKey, subject: device.id });
  });

  test('all are out together, over every phone number of the person', async () => {
    const { accounts, devices, owner, personKey, connect } = await person();
    const old = await connect();
    const newOwner = { ...owner, phone: owner.phone.replace('0108', '0107') };
    await accounts.connect({ ...newOwner, personKey, now: clock.now() });
    const address = (await accounts.connectable(newOwner))?.address ?? '';
    const fresh = await devices.connect({ address, userAgent: undefined });
    expect((await devices.devicesOf(personKey)).map(({ description }) => description).sort()).toEqual([
      'Browser',
      'Chrome · Windows',
    ]);
    expect(await devices.disconnect(personKey, 'all')).toBe(2);
    expect(await devices.isConnected(old.token)).toBe(false);
    expect(await devices.isConnected(fresh?.token ?? '')).toBe(false);
  });

  test('a number that was given up connects no device any more; going back to it does', async () => {
    const { accounts, owner, personKey } = await person();
    const newOwner = { ...owner, phone: owner.phone.replace('0108', '0107') };
    await accounts.connect({ ...newOwner, personKey, now: clock.now() });
    expect(await accounts.connectable(owner)).toBeUndefined();
    expect(await accounts.connectable(newOwner)).toBeDefined();
    await accounts.connect({ ...owner, personKey, now: clock.now() });
    expect(await accounts.connectable(owner)).toBeDefined();
    expect(await accounts.connectable(newOwner)).toBeUndefined();
  });

  test('nobody disconnects somebody else’s device', async () => {
    const { devices, connect } = await person();
    const mine = await connect();
    const other = await person();
    await other.connect();
    expect(await other.devices.disconnect(other.personKey, mine.device.id)).toBe(0);
    expect(await other.devices.disconnect('nobody', 'all')).toBe(0);
    expect(await devices.isConnected(mine.token)).toBe(true);
  });

  test('an account that another identity check claims keeps none of its devices', async () => {
    const { accounts, devices, owner, connect, personKey } = await person();
    const { token } = await connect();
    await accounts.connect({ ...owner, personKey, now: clock.now() });
    expect(await devices.isConnected(token)).toBe(true);
    await accounts.connect({ ...owner, personKey: 'somebody else', now: clock.now() });
    expect(await devices.isConnected(token)).toBe(false);
    expect(await devices.devicesOf(personKey)).toEqual([]);
  });

  test('an account that no identity check made connects nothing', async () => {
    const { accounts, devices, owner } = await person();
    const nobody = { ...owner, phone: owner.phone.replace('0108', '0106') };
    await accounts.connect({ ...nobody, now: clock.now() });
    expect(await accounts.connectable(nobody)).toBeUndefined();
    expect(await devices.connect({ address: 'x'.repeat(43), userAgent: chrome })).toBeUndefined();
  });

  test('twenty devices at once are ten, and those out are the ones unused longest', async () => {
    const { devices, personKey, connect } = await person();
    const first = await connect();
    await clock.advance(60);
    const all = await Promise.all(Array.from({ length: devicesKept }, () => connect()));
    expect(await devices.devicesOf(personKey)).toHaveLength(devicesKept);
    expect(await devices.isConnected(first.token)).toBe(false);
    for (const { token } of all) expect(await devices.isConnected(token)).toBe(true);
  });

  test.each(['', 'x', `${'x'.repeat(43)}.${'y'.repeat(43)}`, '__proto__', `${'x'.repeat(43)}.`])(
    'the token %j is nobody’s',
    async (token) => {
      const { devices } = await person();
      expect(await devices.isConnected(token)).toBe(false);
    },
  );

  test('half a token, or one with another secret, opens nothing, and the store holds none', async () => {
    const { devices, connect, address } = await person();
    const { token } = await connect();
    const other = await connect();
    const secret = token.split('.')[1] ?? '';
    expect(await devices.isConnected(`${address}.${'A'.repeat(43)}`)).toBe(false);
    expect(await devices.isConnected(`${'A'.repeat(43)}.${secret}`)).toBe(false);
    expect(await devices.isConnected(other.token)).toBe(true);
    const stored = JSON.stringify(await store.state.records.get(`cloudAccount:${address}`));
    expect(stored).not.toContain(secret);
    expect(stored).toContain('tokenHash');
  });

  test('twelve months without a use clear the account; the day they end on, or a use elsewhere, does not', async () => {
    const { accounts, devices, owner, personKey, connect } = await person();
    const { token } = await connect();
    clock = new FixedClock('2027-12-01T23:59:59+09:00');
    await accounts.purge(clock.now());
    expect(await accounts.find(owner)).toBeDefined();
    await clock.advance(1);
    await accounts.purge(clock.now(), (key) => Promise.resolve(key === personKey ? '2026-12-02T00:00:00Z' : undefined));
    expect(await accounts.find(owner)).toBeDefined();
    expect(await accounts.purge(clock.now())).toBeGreaterThan(0);
    expect(await accounts.find(owner)).toBeUndefined();
    expect(await devices.isConnected(token)).toBe(false);
    expect(await devices.devicesOf(personKey)).toEqual([]);
    expect(await store.state.records.get(`cloudPerson:${personKey}`)).toBeUndefined();
  });

  test('a record as it was kept before goes on, with nothing that pretends to be connected', async () => {
    const { accounts, devices, owner, personKey, address } = await person();
    const key = `cloudAccount:${address}`;
    const version = (await store.state.records.get(key))?.version ?? 0;
    const at = '2026-06-01T00:00:00Z';
    const device = { id: 'old', connectedAt: at, lastUsedAt: at };
    const institutions = [{ code: '090', registeredAt: at }];
    const old = { schema: 1, accountId: 'a', createdAt: at, lastUsedAt: at, devices: [device], institutions };
    await store.state.records.putIfVersion(key, old, version);
    expect(await accounts.connectable(owner)).toBeUndefined();
    const account = await accounts.connect({ ...owner, personKey, now: clock.now() });
    expect(account).toMatchObject({ schema: 2, accountId: 'a', personKey, devices: [], institutions });
    expect((await devices.connect({ address, userAgent: chrome }))?.device.description).toBe('Chrome · Windows');
  });
});
