import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { Beginnings } from './beginnings.ts';
import { beginnings, expanded, nameOf, textOf, transcripts } from './files.ts';
import { play } from './played.ts';
import type { Player } from './player.ts';
import { openRedisStore } from './redisStore.ts';
import { beginningOf, readScript } from './script.ts';
import { openSqliteStore } from './sqliteStore.ts';

const withoutComments = (text: string): string => text.replace(/^(?:>.*\n)*/, '');
const conversations = transcripts.map((name) => withoutComments(expanded(textOf(name))));

/** What goes on longest after a beginning: most of what there is to differ happens there. */
function longestRest(path: string): string {
  const whole = expanded(textOf(path));
  const rests = conversations.flatMap((text) => (text.startsWith(whole) ? [text.slice(whole.length)] : []));
  return rests.reduce((longest, rest) => (rest.length > longest.length ? rest : longest));
}

/** A process that goes on writes an audit stream of its own; what rounds send and note is done in their own time. */
const ofItsOwnTime = /^(?:auditHead|notice|reminders):/;

/** Everything that could differ between a beginning that was played and one that was put back. */
async function endOf(player: Player, text: string) {
  const { app, clock, random } = player.test;
  const keys: string[] = [];
  for await (const key of app.state.records.keys('')) if (!ofItsOwnTime.test(key)) keys.push(key);
  return { text, now: clock.now().toString(), random: random.place, record: await player.record(), keys: keys.sort() };
}

async function expectTheSame(path: string, store: Beginnings): Promise<void> {
  const [whole, rest] = [expanded(textOf(path)), longestRest(path)];
  const replayed = await play(whole + rest, store, endOf);
  const putBack = await play(`[From=${nameOf(path)}]\n${rest}`, store, endOf);
  expect(replayed.text.startsWith(whole)).toBe(true);
  expect(putBack).toEqual({ ...replayed, text: `[From=${nameOf(path)}]\n${replayed.text.slice(whole.length)}` });
}

describe('a beginning that was put back goes on as one that was played', () => {
  describe('on SQLite', () => {
    let sqlite: Beginnings;
    beforeAll(async () => {
      sqlite = new Beginnings(await openSqliteStore());
    });
    afterAll(() => sqlite.close());

    test.each(beginnings.filter((_path, index) => index % 2 === 0))('%s', (path) => expectTheSame(path, sqlite));
  });

  describe('on Redis', () => {
    let server: RedisServer;
    let redis: Beginnings;
    beforeAll(async () => {
      server = await startRedisServer();
      redis = new Beginnings(await openRedisStore(server.url));
    });
    afterAll(async () => {
      await redis.close();
      await server.stop();
    });

    test.each(beginnings.filter((_path, index) => index % 4 === 0))('%s', (path) => expectTheSame(path, redis));
  });
});

test('each beginning stands in full at the head of a transcript', () => {
  const inFull = transcripts.map((name) => withoutComments(textOf(name)));
  const missing = beginnings.filter((path) => !inFull.some((text) => text.startsWith(expanded(textOf(path)))));
  expect(missing).toEqual([]);
});

test('each folder has a transcript in full', () => {
  const folders = (names: readonly string[]) => [...new Set(names.map((name) => name.split('/')[0]))];
  const inFull = transcripts.filter((name) => beginningOf(textOf(name)) === undefined);
  expect(folders(inFull)).toEqual(folders(transcripts));
});

test('a beginning stands at the head of a transcript only, and has to be one', () => {
  expect(() => readScript('user: 발급\n[From=at the bank]\n')).toThrow('found [From=at the bank]');
  expect(() => expanded('> Nobody is there.\n[From=on the moon]\n')).toThrow('found on the moon');
});
