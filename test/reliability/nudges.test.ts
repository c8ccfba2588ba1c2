import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Wrap } from '../../composition/foundation.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import type { Schedule } from '../../services/state/schedule.ts';
import { openTestApp, type TestApp, type TestAppSettings } from '../support/app.ts';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { Player } from '../transcripts/player.ts';

const spokenTo = '아직 은행을 고르지 않으셨어요';
const open: TestApp[] = [];
let redis: RedisServer;

beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function opened(settings: TestAppSettings): Promise<TestApp> {
  const app = await openTestApp(settings);
  open.push(app);
  return app;
}

/** Somebody who was asked for a bank and says nothing. */
async function silent(app: TestApp, name: string): Promise<Player> {
  const player = new Player({}, name, app);
  await player.do({ kind: 'say', text: '발급' });
  return player;
}

function timesSpokenTo(name: string, ...apps: readonly TestApp[]): number {
  const shown = apps.flatMap((app) => app.shown.get(name) ?? []);
  return shown.filter(({ activity }) => activity.text?.includes(spokenTo)).length;
}

/** The schedule with some of its doings replaced, and claims that nobody has to wait for. */
function withSchedule(change: (schedule: Schedule) => Partial<Schedule>): Wrap {
  return {
    stores: (stores) => {
      const { schedule } = stores.state;
      const impatient: Schedule = {
        put: (queue, due) => schedule.put(queue, due),
        remove: (queue, id, at) => schedule.remove(queue, id, at),
        claim: (queue, now, limit) => schedule.claim(queue, now, limit, 0),
      };
      return { ...stores, state: { ...stores.state, schedule: { ...impatient, ...change(impatient) } } };
    },
  };
}

describe.each(['SQLite', 'Redis'])('on %s', (store) => {
  const settings = (): TestAppSettings => (store === 'Redis' ? { redisUrl: redis.url } : {});

  test('a crash between the telling and its note tells nothing twice', async () => {
    let crashes = 2;
    const wrap = withSchedule((schedule) => ({
      remove: (queue, id, at) => {
        if (crashes === 0) return schedule.remove(queue, id, at);
        crashes -= 1;
        return Promise.reject(new Unavailable('store'));
      },
    }));
    const app = await opened({ ...settings(), wrap });
    await silent(app, `crash ${store}`);
    await app.clock.advance(241);
    for (let look = 0; look < 4; look += 1) await app.app.nudge();
    expect(crashes).toBe(0);
    expect(timesSpokenTo(`crash ${store}`, app)).toBe(1);
  });

  test('a store that fails while it is put aside costs the customer nothing and is made up for', async () => {
    let down = true;
    const wrap = withSchedule((schedule) => ({
      put: (queue, due) => (down ? Promise.reject(new Unavailable('store')) : schedule.put(queue, due)),
    }));
    const app = await opened({ ...settings(), wrap });
    const player = await silent(app, `down ${store}`);
    expect(player.shownNow.length).toBeGreaterThan(0);
    await app.clock.advance(241);
    await app.app.nudge();
    expect(timesSpokenTo(`down ${store}`, app)).toBe(0);
    down = false;
    await app.app.recover();
    await app.app.nudge();
    expect(timesSpokenTo(`down ${store}`, app)).toBe(1);
  });

  test('an answer that comes in the same moment wins: nothing is said, nothing is written for it', async () => {
    const answered: { run?: () => Promise<void> } = {};
    const wrap = withSchedule((schedule) => ({
      claim: async (queue, now, limit) => {
        const due = await schedule.claim(queue, now, limit, 0);
        if (due.length > 0) await answered.run?.();
        return due;
      },
    }));
    const app = await opened({ ...settings(), wrap });
    const name = `same moment ${store}`;
    const player = await silent(app, name);
    await app.clock.advance(241);
    answered.run = async () => {
      answered.run = undefined;
      await player.do({ kind: 'say', text: '국민' });
    };
    await app.app.nudge();
    const { turn, nudges } = await player.record();
    expect(turn).toBe(2);
    expect(nudges?.waiting).toMatch(/\/kind$/);
    expect(timesSpokenTo(name, app)).toBe(0);
    // what the answer put aside has survived the look
    await app.clock.advance(241);
    await app.app.nudge();
    expect((await player.record()).turn).toBe(3);
  });

  test('many at once are each spoken to once, and a conversation in KakaoTalk is not', async () => {
    const app = await opened(settings());
    const names = Array.from({ length: 120 }, (_, index) => `many ${store} ${index}`);
    await Promise.all(names.map((name) => silent(app, name)));
    await app.app.bot.deliver({
      channel: 'kakao',
      conversationId: `kakao ${store}`,
      userId: 'customer',
      deliveryKey: '1',
      activity: { type: 'message', text: '발급' },
      locale: 'ko-KR',
    });
    await app.clock.advance(241);
    await Promise.all([app.app.nudge(), app.app.nudge(), app.app.nudge()]);
    expect(names.filter((name) => timesSpokenTo(name, app) !== 1)).toEqual([]);
    const kakao = new Player({}, `kakao ${store}`, app);
    expect((await kakao.record()).nudges).toBeUndefined();
    expect((await kakao.record()).turn).toBe(1);
  });
});

test('two instances that look at the same moment say it once', async () => {
  const one = await opened({ redisUrl: redis.url });
  const two = await opened({ redisUrl: redis.url, directory: one.directory });
  const names = Array.from({ length: 30 }, (_, index) => `two ${index}`);
  for (const name of names) await silent(one, name);
  for (const { clock } of [one, two]) await clock.advance(241);
  await Promise.all([one.app.nudge(), two.app.nudge(), one.app.nudge(), two.app.nudge()]);
  expect(names.filter((name) => timesSpokenTo(name, one, two) !== 1)).toEqual([]);
});
