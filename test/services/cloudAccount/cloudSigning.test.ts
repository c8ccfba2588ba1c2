import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { compactDecrypt, importJWK } from 'jose';
import type { CloudPage } from '../../../services/cloudAccount/cloudPage.ts';
import { loginStatement } from '../../../services/cloudAccount/loginStatement.ts';
import { registeredParties } from '../../../services/cloudAccount/relyingParties.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { pin, today } from '../certificates/certificateWorld.ts';
import { asked, CloudBrowser, relyingParty, openCloud, type CloudPerson, type CloudWorld } from './cloudWorld.ts';

const wrongPin = '384950';
const agent = { kind: 'staff', name: 'agent:agent1' } as const;
let state: State;
let world: CloudWorld;
let person: CloudPerson;
let browser: CloudBrowser;
let requests = 0;

beforeAll(async () => {
  state = await openSqliteState(':memory:');
  world = await openCloud(state);
});
beforeEach(async () => {
  world.certificates.clock.at = today;
  person = await world.person();
  browser = new CloudBrowser(world, asked);
  await browser.connect(person.owner);
});
afterAll(async () => {
  await world.close();
  await state.close();
});

function change() {
  requests += 1;
  return { requestId: `change-${requests}`, serialHex: person.certificate.serialHex, actor: agent };
}

function answerOf(page: CloudPage) {
  if (page.kind !== 'signed') throw new Error(`expected an answer, found ${page.kind}`);
  return page.answer;
}

test('who asks is shown, with the certificates, and the right credential answers exactly them', async () => {
  expect(browser.answer?.page).toMatchObject({
    kind: 'sign',
    asking: { name: '모두의 민원실', origin: 'http://office.example' },
    certificates: [{ serialHex: person.certificate.serialHex, credentialPolicy: 'pin6', untilDay: '2027-12-01' }],
  });
  const page = await browser.sign(person.certificate.serialHex);
  expect(page).toMatchObject({ kind: 'signed', returnTo: relyingParty.returnTo });
  const { certificate, signature, connection, state: back, challenge } = answerOf(page);
  expect([back, challenge]).toEqual([asked.state, asked.challenge]);
  const leaf = new X509Certificate(Buffer.from(certificate, 'base64url'));
  const bytes = loginStatement({
    party: relyingParty.id,
    origin: relyingParty.origin,
    challenge: asked.challenge,
    connection,
  });
  const key = createPublicKey(leaf.publicKey.export({ type: 'spki', format: 'pem' }));
  expect(verify('sha256', bytes, key, Buffer.from(signature, 'base64url'))).toBe(true);
  const elsewhere = { ...relyingParty, party: relyingParty.id, challenge: asked.challenge, connection };
  for (const other of [
    { ...elsewhere, origin: 'http://evil.example' },
    { ...elsewhere, party: 'other' },
    { ...elsewhere, challenge: 'd'.repeat(43) },
    { ...elsewhere, connection: 'another' },
  ])
    expect(verify('sha256', loginStatement(other), key, Buffer.from(signature, 'base64url'))).toBe(false);
});

test('R reaches the relying party’s own key only, for this challenge', async () => {
  const { identity } = answerOf(await browser.sign(person.certificate.serialHex));
  const { plaintext } = await compactDecrypt(identity, await importJWK(world.relyingPartyKey, 'ECDH-ES+A256KW'));
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual({
    randomNumber: expect.stringMatching(/^[\w-]{27}$/),
    nonce: asked.challenge,
  });
});

test('every log-in is audited: the proof, and through which device', async () => {
  const before = world.certificates.audited.length;
  await browser.sign(person.certificate.serialHex);
  const entries = world.certificates.audited.slice(before);
  expect(entries.map(({ action }) => action)).toEqual(['certificate.use', 'certificate.identityProof', 'cloud.login']);
  const [device] = await world.devices.devicesOf(person.personKey);
  expect(entries.at(-1)?.details).toEqual({ party: 'relyingParty', device: device?.id });
});

test('the relying party may ask whether the browser is still connected, and nobody else may', async () => {
  const { connection } = answerOf(await browser.sign(person.certificate.serialHex));
  expect(await world.logins.isConnected('relyingParty', connection)).toBe(true);
  expect(await world.logins.isConnected('other', connection)).toBe(false);
  expect(await world.logins.isConnected('relyingParty', 'x'.repeat(43))).toBe(false);
  await world.devices.disconnect(person.personKey, 'all');
  expect(await world.logins.isConnected('relyingParty', connection)).toBe(false);
});

test('a log-in is asked about for twelve hours, and a clock that is set back revives none', async () => {
  const [first, second] = [answerOf(await browser.sign(person.certificate.serialHex)), answerOf(await again())];
  world.certificates.clock.at = today.add({ seconds: 12 * 3600 - 1 });
  expect(await world.logins.isConnected('relyingParty', first.connection)).toBe(true);
  world.certificates.clock.at = today.add({ hours: 12 });
  expect(await world.logins.isConnected('relyingParty', first.connection)).toBe(false);
  world.certificates.clock.at = today;
  expect(await world.logins.isConnected('relyingParty', first.connection)).toBe(false);
  expect(await world.logins.isConnected('relyingParty', second.connection)).toBe(true);
  world.certificates.clock.at = today.add({ hours: 12 });
  expect(await world.logins.purge()).toBeGreaterThan(0);
  expect(await world.logins.purge()).toBe(0);
});

/** One more log-in of the same browser. */
async function again(): Promise<CloudPage> {
  await browser.show();
  return browser.sign(person.certificate.serialHex);
}

test('four wrong entries are told with the tries left, the fifth locks, on a new keypad each time', async () => {
  const keypads = new Set<string>();
  for (const triesLeft of [4, 3, 2, 1]) {
    const page = await browser.sign(person.certificate.serialHex, wrongPin);
    expect(browser.answer?.refusal).toEqual({ ok: false, code: 'credential.wrong', details: { triesLeft } });
    if (page.kind === 'sign') keypads.add(page.keypad.keys.map(({ cell }) => cell).join());
  }
  expect(keypads.size).toBe(4);
  await browser.sign(person.certificate.serialHex, wrongPin);
  expect(browser.refusal).toBe('credential.locked');
  await browser.sign(person.certificate.serialHex);
  expect(browser.refusal).toBe('credential.locked');
  expect((await world.certificates.module.details(person.certificate.serialHex))?.state).toBe('locked');
});

test('an envelope opens once: sent again it signs nothing and counts nothing', async () => {
  const envelope = await browser.close(browser.signFields(person.certificate.serialHex, wrongPin));
  const answers = [await world.view.sign(browser.visitor, envelope), await world.view.sign(browser.visitor, envelope)];
  expect(answers.map(({ refusal }) => refusal?.code)).toEqual(['credential.wrong', 'visit.pageStale']);
  expect((await world.certificates.module.details(person.certificate.serialHex))?.triesLeft).toBe(4);
});

test.each([
  ['held', 'certificate.held', () => world.certificates.module.hold(change())],
  ['revoked', 'certificate.revoked', () => world.certificates.module.revoke({ ...change(), reason: 'unspecified' })],
  [
    'expired',
    'certificate.expired',
    () => Promise.resolve((world.certificates.clock.at = Temporal.Instant.from('2027-12-02T00:00:00+09:00'))),
  ],
])('what became %s while the page was open is refused as that', async (_state, code, act) => {
  await act();
  // The visit itself would be over by the time a certificate expires.
  await browser.show();
  await browser.sign(person.certificate.serialHex);
  expect(browser.refusal).toBe(code);
});

test('a browser that was disconnected meanwhile is asked to connect, and nothing is signed', async () => {
  await browser.show();
  const envelope = await browser.close(browser.signFields(person.certificate.serialHex, pin.secret));
  await world.devices.disconnect(person.personKey, 'all');
  const before = world.certificates.audited.length;
  const { page } = await world.view.sign(browser.visitor, envelope);
  expect(page).toMatchObject({ kind: 'connect', disconnected: true });
  expect(world.certificates.audited).toHaveLength(before);
});

test('somebody else’s certificate is not there, whatever the credential', async () => {
  const other = await world.person();
  await browser.sign(other.certificate.serialHex);
  expect(browser.refusal).toBe('certificate.gone');
  await browser.sign('00ff');
  expect(browser.refusal).toBe('certificate.gone');
  expect((await world.certificates.module.details(other.certificate.serialHex))?.triesLeft).toBe(5);
});

test('a relying party that nobody registered gets no page and no answer, connected or not', async () => {
  const request = { ...asked, party: 'evil' };
  const envelope = await browser.close(browser.signFields(person.certificate.serialHex, pin.secret));
  browser.asked = request;
  expect(await browser.show()).toEqual({ kind: 'stranger' });
  expect((await world.view.sign(browser.visitor, envelope)).page).toEqual({ kind: 'stranger' });
  expect(await new CloudBrowser(world, request).show()).toEqual({ kind: 'stranger' });
});

test('this browser leaves alone, or all leave together', async () => {
  browser.asked = undefined;
  const other = new CloudBrowser(world);
  world.certificates.clock.at = today.add({ seconds: 60 });
  expect(await other.connect(person.owner)).toMatchObject({ kind: 'home', devices: [{}, {}] });
  expect(await browser.leave('this')).toMatchObject({ kind: 'connect', disconnected: true });
  expect(await other.show()).toMatchObject({ kind: 'home', devices: [{}] });
  expect(await browser.leave('all')).toMatchObject({ kind: 'connect' });
  expect(await other.show()).toMatchObject({ kind: 'home' });
  expect(await other.leave('all')).toMatchObject({ kind: 'connect' });
});

test('a certificate that another took the place of is not shown, one that was revoked is', async () => {
  browser.asked = undefined;
  await world.certificates.module.revoke({ ...change(), reason: 'unspecified' });
  expect(await browser.show()).toMatchObject({ certificates: [{ state: 'revoked' }] });
});

test.each([
  ['http://office.example', 'http://evil.example/return'],
  ['http://office.example', 'http://office.example/return?to=x'],
  ['http://office.example', 'http://office.example/return#x'],
])('a register with answers of %s to %s is not opened', (origin, returnTo) => {
  const row = { ...relyingParty, encryptionKey: {}, origin, returnTo };
  expect(() => registeredParties([row])).toThrow('expected a return address');
  expect(() =>
    registeredParties([
      { ...relyingParty, encryptionKey: {} },
      { ...relyingParty, encryptionKey: {} },
    ]),
  ).toThrow('one');
});
