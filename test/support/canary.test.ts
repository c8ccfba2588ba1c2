import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSqliteState } from '../../services/state/sqliteState.ts';
import { openRedisState } from '../../services/state/redisState.ts';
import { findSecrets, secret, type Place } from './canary.ts';
import { folderPlaces, redisPlaces, textPlace } from './canaryPlaces.ts';
import { startRedisServer, type RedisServer } from './redisServer.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const number = secret('number', '9001011234568');
const pin = secret('PIN', '482913');
const password = secret('password', 'Gimbap!2026');
const code = secret('code', '071945', { except: ['file'] });
const all = [number, pin, password, code];

function formsFound(text: string | Buffer): string[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return findSecrets(all, [{ kind: 'log', where: 'log', bytes }]).map(({ secret: name, form }) => `${name} ${form}`);
}

describe('a planted secret is found', () => {
  const planted: readonly (readonly [string, string | Buffer, string])[] = [
    ['as it is', 'x 9001011234568 y', 'number text'],
    ['with its hyphen', '{"n":"900101-1234568"}', 'number text'],
    ['in full-width digits', '９００１０１１２３４５６８', 'number text'],
    ['as a token', 'pin=482913,', 'PIN text'],
    ['in hex', Buffer.from('pin 482913').toString('hex'), 'PIN hex'],
    ['in upper hex', Buffer.from('482913').toString('hex').toUpperCase(), 'PIN hex'],
    ['in base64', Buffer.from('Gimbap!2026').toString('base64'), 'password base64'],
    ['in base64 one byte further', Buffer.from('{Gimbap!2026}').toString('base64'), 'password base64'],
    ['in base64 two bytes further', Buffer.from('{"Gimbap!2026"}').toString('base64'), 'password base64'],
    ['in base64url', Buffer.from('pin:482913;').toString('base64url'), 'PIN base64'],
    ['in a form', 'p=Gimbap%212026&x', 'password url'],
    ['percent by percent', '%34%38%32%39%31%33', 'PIN url'],
    ['in UTF-16', Buffer.from('code 071945 ', 'utf16le'), 'code utf-16le'],
    ['in UTF-16, big end first', Buffer.from('code 071945 ', 'utf16le').swap16(), 'code utf-16be'],
  ];
  for (const [how, text, found] of planted) {
    test(how, () => expect(formsFound(text)).toContain(found));
  }

  test('as a plain hash', async () => {
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from('9001011234568'));
    expect(formsFound(Buffer.from(digest).toString('base64url'))).toEqual(['number hash']);
  });
});

test('what is innocent is not found', () => {
  expect(formsFound('order 17482913004, serial a482913f, 900101-1234567, 4829130, Gimbap!202')).toEqual([]);
  expect(formsFound(Buffer.from('1482913', 'utf16le'))).toEqual([]);
});

test('a secret is not missed in a place where another may be', () => {
  const places: Place[] = [{ kind: 'file', where: 'state.sqlite', bytes: Buffer.from('071945 482913') }];
  expect(findSecrets([code, pin], places)).toEqual([{ secret: 'PIN', form: 'text', where: 'state.sqlite' }]);
});

describe('the stores', () => {
  const folder = temporaryFolder();
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis.stop());

  test('are searched row by row and byte by byte in SQLite, its log included', async () => {
    const state = await openSqliteState(join(folder, 'state.sqlite'));
    await state.records.putIfVersion('sandbox:phone', { text: 'code 071945' }, 0);
    await state.records.putIfVersion('case:1', { text: 'PIN 482913' }, 0);
    await state.streams.append('directline:1', [{ id: '1', value: 'the code is 071945' }]);
    writeFileSync(join(folder, 'note'), 'Gimbap!2026');
    const found = findSecrets(all, folderPlaces(folder)).map(
      (one) => `${one.secret} in ${one.where.split('/').at(-1)}`,
    );
    await state.close();
    expect(found).toContain('PIN in state.sqlite record');
    expect(found).toContain('PIN in state.sqlite-wal');
    expect(found).toContain('code in state.sqlite stream_entry');
    expect(found).toContain('password in note');
    expect(found.filter((one) => one.startsWith('code'))).toEqual(['code in state.sqlite stream_entry']);
  });

  test('are searched key by key in Redis, the world of the sandbox left out', async () => {
    const state = await openRedisState(redis.url);
    await state.records.putIfVersion('sandbox:phone', { text: 'code 071945' }, 0);
    await state.records.putIfVersion('case:1', { text: 'PIN 482913' }, 0);
    await state.streams.append('sandbox:sms:1', [{ id: '1', value: 'the code is 071945' }]);
    await state.streams.append('directline:1', [{ id: '1', value: '900101-1234568' }]);
    const now = Temporal.Now.instant();
    await state.counters.increment({ key: 'wrong:Gimbap!2026', windowSeconds: 60, now, id: '1' });
    await state.schedule.put('reminders', { id: '071945', at: now, payload: '{}' });
    const found = findSecrets(all, await redisPlaces(redis.url)).map((one) => one.secret);
    await state.close();
    expect([...new Set(found)].sort()).toEqual(['PIN', 'code', 'number', 'password']);
    expect(found.filter((one) => one === 'code').length).toBeGreaterThan(0);
  });
});

test('a text is a place', () => {
  expect(findSecrets([pin], [textPlace('log', 'log', 'PIN 482913')])).toHaveLength(1);
});
