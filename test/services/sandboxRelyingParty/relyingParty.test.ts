import { sign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { sealIdentityProof } from '../../../services/certificates/keys/identityProof.ts';
import type { LoginAnswer } from '../../../services/cloudAccount/loginStatement.ts';
import { SandboxRelyingParty } from '../../../services/sandboxRelyingParty/relyingParty.ts';
import { RelyingPartyChecks } from '../../../services/sandboxRelyingParty/relyingPartyChecks.ts';
import type { Exchange } from '../../../services/sandboxRelyingParty/relyingPartyStatus.ts';
import { virtualIdOf } from '../../../services/sandboxRelyingParty/relyingPartyVid.ts';
import { loadPeople } from '../../../services/sandbox/people.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { openWorld, today } from '../certificates/certificateWorld.ts';
import {
  CloudBrowser,
  relyingParty as party,
  openCloud,
  type CloudPerson,
  type CloudWorld,
} from '../cloudAccount/cloudWorld.ts';

const agent = { kind: 'staff', name: 'agent:agent1' } as const;
let state: State;
let world: CloudWorld;
let relyingParty: SandboxRelyingParty;
let person: CloudPerson;
let browser: CloudBrowser;
let changes = 0;
/** Set: the authority or the cloud does not answer. */
let silent = false;

/** The authority and the cloud as HTTP would answer. */
const exchange: Exchange = async (url, _type, body) => {
  if (silent) throw new Error('no answer');
  const { module } = world.certificates;
  if (url.endsWith('/pki/issuing.cer')) return module.issuingCertificate;
  if (url.endsWith('/pki/ocsp')) return module.ocsp(Buffer.from(body));
  const asked = JSON.parse(Buffer.from(body).toString()) as { party: string; connection: string };
  const connected = await world.logins.isConnected(asked.party, asked.connection);
  return Buffer.from(JSON.stringify({ connected }));
};

function officeWith(anchor: Buffer): SandboxRelyingParty {
  const checks = new RelyingPartyChecks({
    rootCertificate: anchor,
    authority: 'http://localhost:3978',
    exchange,
    party,
    privateKey: world.relyingPartyKey,
    people: loadPeople(20),
  });
  return new SandboxRelyingParty({
    records: state.records,
    clock: world.certificates.clock,
    random: systemRandom,
    checks: () => Promise.resolve(checks),
  });
}

beforeAll(async () => {
  state = await openSqliteState(':memory:');
  world = await openCloud(state);
  relyingParty = officeWith(world.certificates.module.rootCertificate);
});
beforeEach(async () => {
  silent = false;
  world.certificates.clock.at = today;
  person = await world.person();
  browser = new CloudBrowser(world);
  await browser.connect(person.owner);
});
afterAll(async () => {
  await world.close();
  await state.close();
});

function later(seconds: number): void {
  world.certificates.clock.at = world.certificates.clock.at.add({ seconds });
}

function change() {
  changes += 1;
  return { requestId: `change-${changes}`, serialHex: person.certificate.serialHex, actor: agent };
}

/** A log-in begun at the relying party, and the cloud's answer to it. */
async function answered(): Promise<{ cookie: string; answer: LoginAnswer }> {
  const { state: login, challenge, cookie } = await relyingParty.begin();
  browser.asked = { party: party.id, challenge, state: login };
  await browser.show();
  const page = await browser.sign(person.certificate.serialHex);
  if (page.kind !== 'signed') throw new Error(`expected an answer, found ${page.kind} ${browser.refusal}`);
  return { cookie, answer: page.answer };
}

/** Brings an answer back, and answers what the relying party says: a session's cookie, or why not. */
async function bring(cookie: string | undefined, answer: LoginAnswer, to = relyingParty): Promise<string> {
  await to.receive({ ...answer });
  const finished = await to.finish(cookie);
  return finished.ok ? finished.value.cookie : finished.code;
}

async function loggedIn(): Promise<string> {
  const { cookie, answer } = await answered();
  const session = await bring(cookie, answer);
  expect(session).toMatch(/^[\w-]{43}$/);
  return session;
}

test('whoever signs with their own certificate is let in by their number, and asked for nothing else', async () => {
  const session = await loggedIn();
  expect(await relyingParty.look(session)).toMatchObject({ as: 'in', maskedName: '홍*동' });
  expect(await relyingParty.look(undefined)).toEqual({ as: 'out' });
  expect(await relyingParty.look('x'.repeat(43))).toEqual({ as: 'out' });
  await relyingParty.leave(session);
  expect(await relyingParty.look(session)).toEqual({ as: 'out' });
});

test('a challenge is answered once, by the browser that began, within five minutes', async () => {
  const { cookie, answer } = await answered();
  expect(await bring(undefined, answer)).toBe('relyingParty.otherBrowser');
  expect(await bring(`${answer.state}.${'x'.repeat(43)}`, answer)).toBe('relyingParty.otherBrowser');
  const other = await relyingParty.begin();
  expect(await bring(other.cookie, answer)).toBe('relyingParty.malformed');
  later(299);
  expect(await bring(cookie, answer)).toMatch(/^[\w-]{43}$/);
  expect(await bring(cookie, answer)).toBe('relyingParty.challengeUsed');
  const old = await answered();
  later(300);
  expect(await bring(old.cookie, old.answer)).toBe('relyingParty.challengeOld');
  later(-300);
  expect(await bring(old.cookie, old.answer)).toBe('relyingParty.challengeUsed');
});

test('fifty returns at once are one session', async () => {
  const { cookie, answer } = await answered();
  await relyingParty.receive({ ...answer });
  const all = await Promise.all(Array.from({ length: 50 }, () => relyingParty.finish(cookie)));
  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  expect(new Set(all.flatMap((one) => (one.ok ? [] : [one.code])))).toEqual(new Set(['relyingParty.challengeUsed']));
});

test('a refused answer uses its challenge up, too', async () => {
  const { cookie, answer } = await answered();
  expect(await bring(cookie, { ...answer, signature: 'AAAA' })).toBe('relyingParty.signature');
  expect(await bring(cookie, answer)).toBe('relyingParty.challengeUsed');
});

test('what another challenge, another key or another person answered is refused by its own reason', async () => {
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const readers = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const content = { randomNumber: 'A'.repeat(27), nonce: '' };
  const before = (await answered()).answer;
  const twisted: readonly [string, (answer: LoginAnswer) => LoginAnswer | Promise<LoginAnswer>][] = [
    ['relyingParty.signature', (answer) => ({ ...answer, signature: before.signature })],
    ['relyingParty.signature', (answer) => ({ ...answer, connection: before.connection })],
    [
      'relyingParty.signature',
      (answer) => ({
        ...answer,
        signature: sign('sha256', Buffer.from('x'), stranger.privateKey).toString('base64url'),
      }),
    ],
    ['relyingParty.identity', (answer) => ({ ...answer, identity: before.identity })],
    ['relyingParty.identity', (answer) => ({ ...answer, identity: 'x' })],
    [
      'relyingParty.identity',
      async (answer) => ({
        ...answer,
        identity: await sealIdentityProof({ ...content, nonce: answer.challenge }, await exportJWK(readers.publicKey)),
      }),
    ],
    ['relyingParty.malformed', (answer) => ({ ...answer, certificate: 'AAAA' })],
    ['relyingParty.malformed', (answer) => ({ ...answer, certificate: '' })],
  ];
  for (const [code, twist] of twisted) {
    const { cookie, answer } = await answered();
    expect([code, await bring(cookie, await twist(answer))]).toEqual([code, code]);
  }
});

test('an R that is not the certificate’s own proves nobody', async () => {
  const { cookie, answer } = await answered();
  const content = { randomNumber: Buffer.alloc(20, 7).toString('base64url'), nonce: answer.challenge };
  const identity = await sealIdentityProof(content, { ...world.relyingPartyKey, d: undefined });
  expect(await bring(cookie, { ...answer, identity })).toBe('relyingParty.identity');
});

test('somebody who is no member is not let in, whatever they prove', async () => {
  const strange = await world.person({ number: '9001011234569' });
  browser = new CloudBrowser(world);
  later(60);
  await browser.connect(strange.owner);
  person = strange;
  const { cookie, answer } = await answered();
  expect(await bring(cookie, answer)).toBe('relyingParty.identity');
});

test('a certificate of another authority is not trusted', async () => {
  const elsewhere = await openWorld();
  const { cookie, answer } = await answered();
  const other = officeWith(elsewhere.module.rootCertificate);
  expect(await bring(cookie, answer, other)).toBe('relyingParty.untrusted');
  await elsewhere.close();
});

test.each([
  ['relyingParty.held', () => world.certificates.module.hold(change())],
  ['relyingParty.revoked', () => world.certificates.module.revoke({ ...change(), reason: 'unspecified' })],
  ['relyingParty.disconnected', () => world.devices.disconnect(person.personKey, 'all')],
] as const)('%s between answer and return, and while logged in, it is refused as that, for good', async (code, act) => {
  const session = await loggedIn();
  const { cookie, answer } = await answered();
  await act();
  expect(await bring(cookie, answer)).toBe(code);
  expect(await relyingParty.look(session)).toEqual({ as: 'ended', why: code });
  if (code === 'relyingParty.held') await world.certificates.module.release(change());
  expect(await relyingParty.look(session)).toEqual({ as: 'ended', why: code });
});

test('a certificate that ended is refused from the next second on', async () => {
  world.certificates.clock.at = Temporal.Instant.from('2027-12-01T23:59:30+09:00');
  browser = new CloudBrowser(world);
  await browser.connect(person.owner);
  const session = await loggedIn();
  world.certificates.clock.at = Temporal.Instant.from('2027-12-01T23:59:59+09:00');
  expect(await relyingParty.look(session)).toMatchObject({ as: 'in' });
  world.certificates.clock.at = Temporal.Instant.from('2027-12-02T00:00:00+09:00');
  expect(await relyingParty.look(session)).toEqual({ as: 'ended', why: 'relyingParty.expired' });
});

test('a check that cannot be made lets nobody in, and ends nothing', async () => {
  const session = await loggedIn();
  const { cookie, answer } = await answered();
  silent = true;
  expect(await bring(cookie, answer)).toBe('relyingParty.unavailable');
  expect(await relyingParty.look(session)).toEqual({ as: 'ended', why: 'relyingParty.unavailable' });
  silent = false;
  expect(await relyingParty.look(session)).toMatchObject({ as: 'in' });
});

test('a session lasts half an hour', async () => {
  const session = await loggedIn();
  later(1799);
  expect(await relyingParty.look(session)).toMatchObject({ as: 'in' });
  later(1);
  expect(await relyingParty.look(session)).toEqual({ as: 'ended', why: 'relyingParty.sessionOld' });
});

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['half a state', { state: 'x' }],
  ['a state of no log-in', { state: 'x'.repeat(22) }],
  ['a challenge beyond all measure', { challenge: 'x'.repeat(5000) }],
])('a return of %s is nobody’s', async (_what, fields) => {
  const { cookie } = await relyingParty.begin();
  await relyingParty.receive(fields);
  expect(await relyingParty.finish(cookie)).toEqual({ ok: false, code: 'relyingParty.malformed' });
});

test('the relying party computes a VID as the standard’s example has it', () => {
  const randomNumber = Buffer.from(Array.from({ length: 20 }, (_, n) => n));
  expect(virtualIdOf('9001011234568', randomNumber).toString('hex')).toBe(
    '44030642077922aef464b617b2257f74e8c37e5e982fabf7df25b414bca9f098',
  );
});
