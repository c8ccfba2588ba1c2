import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { archiveLines, restoreArchive } from '../../../services/certificates/keeping/archive.ts';
import { certificateKinds } from '../../../services/certificates/certificateRegister.ts';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { ellipticProducts, issued, openWorld, pin, today } from './certificateWorld.ts';
import type { CertificateWorld } from './certificateWorld.ts';

let world: CertificateWorld;

beforeAll(async () => {
  world = await openWorld({ products: ellipticProducts });
});

afterEach(() => {
  world.clock.at = today;
});

afterAll(() => world.close());

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const kind of certificateKinds)
    found[kind] = (await world.parts.register.find({ kind, index: 'at', limit: 1000 })).length;
  return found;
}

async function lines(): Promise<string[]> {
  const found: string[] = [];
  for await (const line of archiveLines(stores(world))) found.push(line);
  return found;
}

function stores({ parts }: CertificateWorld) {
  return { register: parts.register, records: parts.state.records, schedule: parts.state.schedule };
}

async function* each(all: readonly string[]): AsyncIterable<string> {
  yield* all;
}

test('what was archived stands in empty stores again: certificates, holders, keys, statuses', async () => {
  const [{ certificate }, revoked] = [await issued(world), await issued(world)];
  const actor = { kind: 'customer', name: 'customer' } as const;
  await world.module.revoke({
    requestId: 'r1',
    serialHex: revoked.certificate.serialHex,
    actor,
    reason: 'keyCompromise',
  });
  await world.module.crlDer();
  const archived = await lines();
  const other = await openWorld({ products: ellipticProducts, directory: world.directory });
  expect(await restoreArchive(each(archived), stores(other))).toBe(archived.length - 1);
  expect(await restoreArchive(each(archived), stores(other))).toBe(archived.length - 1);
  expect(await other.module.details(certificate.serialHex)).toEqual(await world.module.details(certificate.serialHex));
  const use = { requestId: 'after restore', serialHex: certificate.serialHex, credential: pin };
  expect((await other.module.checkCredential(use)).ok).toBe(true);
  expect((await other.module.details(revoked.certificate.serialHex))?.state).toBe('revoked');
  expect((await other.module.crlDer()).equals(await world.module.crlDer())).toBe(true);
  expect(archived.join('\n')).not.toContain('홍길동');
  await other.state.close();
});

test.each([
  ['cut short', (all: string[]) => all.slice(0, -2)],
  ['without a line', (all: string[]) => all.toSpliced(1, 1)],
  ['with two lines changed about', (all: string[]) => [all[1] ?? '', all[0] ?? '', ...all.slice(2)]],
])('an archive %s is refused', async (_, change) => {
  await issued(world);
  const other = await openWorld({ products: ellipticProducts, directory: world.directory });
  await expect(restoreArchive(each(change(await lines())), stores(other))).rejects.toThrow('a whole archive');
  await other.state.close();
});

test('an archive is not mixed with other certificates of the same name', async () => {
  const [first = '', ...rest] = await lines();
  const changed = first.replace('2027', '2037');
  await expect(restoreArchive(each([changed, ...rest]), stores(world))).rejects.toThrow('as archived');
});

test('five years after their end certificates go, a checkpoint on both sides, not a day sooner', async () => {
  const { subject, certificate } = await issued(world);
  const end = Temporal.Instant.from(certificate.notAfter);
  world.clock.at = end.toZonedDateTimeISO('UTC').add({ years: 5 }).toInstant();
  expect(await world.module.retain()).toBe(0);
  expect(await world.module.details(certificate.serialHex)).toBeDefined();
  world.clock.at = world.clock.at.add({ seconds: 1 });
  const before = world.audited.length;
  expect(await world.module.retain()).toBeGreaterThan(0);
  const checkpoints = world.audited.slice(before).map(({ action }) => action);
  expect(checkpoints).toEqual(['register.purge.before', 'register.purge.after']);
  expect(Object.values(await counts()).every((count) => count === 0)).toBe(true);
  expect(await world.module.active(subject.personKey, 'personal')).toBeUndefined();
  expect(await world.module.certificate(certificate.serialHex)).toBeUndefined();
  for (const prefix of ['holder:', 'key:', 'use:'])
    for await (const key of world.state.records.keys(prefix)) throw new Error(`expected nothing left, found ${key}`);
  expect(await world.module.retain()).toBe(0);
});

test('the key of a certificate that ended is destroyed a day later', async () => {
  const { certificate } = await issued(world);
  world.clock.at = Temporal.Instant.from(certificate.notAfter).add({ hours: 23 });
  await world.module.retain();
  expect((await world.module.details(certificate.serialHex))?.triesLeft).toBe(5);
  world.clock.at = world.clock.at.add({ hours: 2 });
  await world.module.retain();
  expect((await world.module.details(certificate.serialHex))?.triesLeft).toBe(0);
});

test('after a rotation of the pepper keys and certificates open without the old one', async () => {
  const { certificate } = await issued(world);
  await world.module.ocsp(Buffer.from(ocspRequestHex, 'hex'));
  const under = (...peppers: string[]) => new GcmSealer({ peppers, random: systemRandom });
  const rotating = await world.reopen({ sealer: under('a new pepper', 'a pepper of the tests') });
  const before = await rotating.certificate(certificate.serialHex);
  while ((await rotating.rewrap(10)) > 0);
  const after = await world.reopen({ sealer: under('a new pepper') });
  expect((await after.certificate(certificate.serialHex))?.equals(before ?? Buffer.alloc(0))).toBe(true);
  const use = { requestId: 'after rotation', serialHex: certificate.serialHex, credential: pin };
  expect((await after.checkCredential(use)).ok).toBe(true);
  const request = Buffer.from(ocspRequestHex, 'hex');
  expect((await after.ocsp(request)).length).toBeGreaterThan(500);
});

/** For serial 1 of an authority that is not ours. */
const ocspRequestHex = `30423040303e303c303a300906052b0e03021a05000414${'11'.repeat(20)}0414${'22'.repeat(20)}020101`;
