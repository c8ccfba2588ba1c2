import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackAddress } from '../../../bots/kakao/kakaoCallback.ts';
import { conversationIdOf } from '../../../bots/kakao/kakaoSkill.ts';
import { card, text } from '../../../dialogs/turn/replies.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { eventually } from '../../support/eventually.ts';
import { echo, KakaoStage, quickTimes, type Script } from '../../support/kakaoCalls.ts';
import { sandboxBotId } from '../../support/kakaoCustomer.ts';
import { ownTime } from '../../support/ownTime.ts';
import { offer } from '../../support/offer.ts';

let state: State;
beforeEach(async () => {
  state = await openSqliteState(':memory:');
});
afterEach(() => state.close());

const stage = (script: Script, settings?: { operator?: boolean; events?: boolean }) =>
  new KakaoStage(state.records, script, settings);
const idOf = (user: string) => conversationIdOf({ botId: sandboxBotId, userId: user });
const callbackUrl = 'https://bot-api.kakao.com/callback/66e9b0a1c2d3e4f5a6b7c8d9/5b1f0c7e2a94';

/** A turn that shows its words when it is let go. */
function slowBot() {
  const go: (() => void)[] = [];
  const script: Script = async (delivery, show) => {
    if (delivery.activity.text === 'slow') await new Promise<void>((resolve) => go.push(resolve));
    await show(text(`echo ${delivery.activity.text ?? ''}`));
  };
  return { script, go };
}

describe('the same call twice', () => {
  test('in parallel is one turn with one answer', async () => {
    const kakao = stage(echo);
    const answers = await Promise.all(Array.from({ length: 20 }, () => kakao.say('a', 'hello', {}, 'request-1')));
    expect(new Set(answers)).toEqual(new Set(['echo hello']));
    expect(kakao.deliveries).toHaveLength(1);
  });

  test('later, by X-Request-Id, gets the answer it got', async () => {
    const kakao = stage(echo);
    await kakao.say('a', 'hello', {}, 'request-1');
    await kakao.say('a', 'other', {}, 'request-2');
    expect(await kakao.say('a', 'hello', {}, 'request-1')).toBe('echo hello');
    expect(kakao.deliveries).toHaveLength(2);
  });

  test('without an id within two seconds is the same call, after that a new one', async () => {
    const kakao = new KakaoStage(state.records, echo);
    await kakao.say('a', 'hello');
    await kakao.say('a', 'hello');
    expect(kakao.deliveries).toHaveLength(1);
    await wait(quickTimes.repeat + 20);
    await kakao.say('a', 'hello');
    expect(kakao.deliveries).toHaveLength(2);
  });

  test('is not the same with other words under the same id, another button, or another customer', async () => {
    const kakao = stage(echo);
    await kakao.say('a', 'hello', {}, 'request-1');
    await kakao.say('a', 'bye', {}, 'request-1');
    await kakao.say('a', 'bye', { extra: { step: 'bank', answer: 3 } }, 'request-1');
    await kakao.say('b', 'hello', {}, 'request-1');
    expect(kakao.deliveries).toHaveLength(4);
    expect(new Set(kakao.deliveries.map(({ deliveryKey }) => deliveryKey)).size).toBe(4);
  });

  test('is the same delivery for another instance that shares the store', async () => {
    const [first, second] = [stage(echo), stage(echo)];
    await Promise.all([first.say('a', 'hello'), second.say('a', 'hello')]);
    const keys = [...first.deliveries, ...second.deliveries].map(({ deliveryKey }) => deliveryKey);
    expect(new Set(keys).size).toBe(1);
  });

  test('when the bot had nothing new to show, the customer is told where they are', async () => {
    const kakao = stage(async ({ deliveryKey }, show) => {
      if (deliveryKey.endsWith('.again')) await show(text('here we are'));
    });
    expect(await kakao.say('a', 'hello')).toBe('here we are');
    expect(kakao.deliveries.at(-1)?.activity.text).toBe('다시 말해줘');
  });
});

describe('a turn that is not ready in time', () => {
  test('is answered politely, and its result is shown by the button', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    const time = ownTime();
    expect(await kakao.say('a', 'slow')).toContain('결과 보기');
    expect(time()).toBeLessThan(quickTimes.deadline + quickTimes.grace + 200);
    go[0]?.();
    expect(await kakao.say('a', '결과 보기', { extra: { show: 'result', answer: 0 } })).toBe('echo slow');
  });

  test('is shown before the answer to whatever comes next', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    await kakao.say('a', 'slow');
    go[0]?.();
    await wait(20);
    expect(await kakao.say('a', 'next')).toBe('echo slow / echo next');
  });

  test('is waited for by the button, and answered politely again when it takes too long still', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    await kakao.say('a', 'slow');
    const shown = kakao.say('a', '결과 보기', { extra: { show: 'result', answer: 0 } });
    setTimeout(() => go[0]?.(), 40);
    expect(await shown).toBe('echo slow');
    await kakao.say('a', 'slow', { extra: { answer: 2 } });
    expect(await kakao.say('a', '결과 보기')).toContain('결과 보기');
    go[1]?.();
    await wait(20);
    expect(await kakao.say('a', '결과 보기', { extra: { show: 'result', answer: 0 } })).toBe('echo slow');
  });

  test('shows what it has said so far, and the rest later', async () => {
    let go: () => void = () => undefined;
    const kakao = stage(async (_delivery, show) => {
      await show(text('first'));
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      await show(text('second'));
    });
    expect(await kakao.say('a', 'hello')).toBe('first');
    go();
    await wait(20);
    expect(await kakao.say('a', '결과 보기')).toBe('second');
  });

  test('a yes that was meant for what was seen last does not reach the bot while something newer waits', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    await kakao.say('a', 'slow');
    go[0]?.();
    await wait(20);
    expect(await kakao.say('a', '네')).toBe('echo slow');
    expect(await kakao.say('a', '네')).toBe('echo slow');
    expect(kakao.deliveries).toHaveLength(1);
  });

  test('a crash loses nothing: another instance shows it', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    await kakao.say('a', 'slow');
    go[0]?.();
    await wait(20);
    expect(await stage(echo).say('a', 'next')).toBe('echo slow / echo next');
  });
});

describe('what is shown while nobody asks', () => {
  test('is shown first with the next message of any kind', async () => {
    const kakao = stage(echo);
    await kakao.say('a', 'hello');
    await kakao.tell(idOf('a'), text('your visit is done'));
    expect(await kakao.say('a', 'question?')).toBe('your visit is done / echo question?');
  });

  test.each(['했어요', '입력을 마쳤어요', '네', ''])('is the whole answer to %j', async (words) => {
    const kakao = stage(echo);
    await kakao.say('a', 'hello');
    await kakao.tell(idOf('a'), text('your visit is done'));
    expect(await kakao.say('a', words)).toBe('your visit is done');
    expect(kakao.deliveries).toHaveLength(1);
  });

  test('is announced by the Event API, once, with nothing about the person', async () => {
    const kakao = stage(echo, { events: true });
    await kakao.say('a', 'hello');
    await kakao.tell(idOf('a'), text('one'));
    await kakao.tell(idOf('a'), text('two'));
    await eventually(() => kakao.events.length > 0);
    await wait(80);
    const recipient = { botId: sandboxBotId, userId: 'a' };
    expect(kakao.events).toEqual([{ recipient, name: 'continue_conversation' }]);
    expect(await kakao.say('a', 'continue_conversation', { requestParams: { event: 'continue_conversation' } })).toBe(
      'one / two',
    );
  });

  test('is not announced while a call takes it along, nor to somebody who never wrote', async () => {
    const kakao = stage(echo, { events: true });
    await kakao.say('a', 'hello');
    await kakao.tell(idOf('stranger'), text('one'));
    await wait(100);
    expect(kakao.events).toEqual([]);
  });

  test('a late turn is announced too', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script, { events: true });
    await kakao.say('a', 'hello');
    await kakao.say('a', 'slow');
    go[0]?.();
    await eventually(() => kakao.events.length === 1);
  });

  test('posted again after it was shown, it stays shown; the own words of the customer are no answer', async () => {
    const kakao = stage(echo);
    const shown = { id: `${idOf('a')}|0000001.0`, activity: text('once') };
    await kakao.calls.keep(idOf('a'), [shown]);
    await kakao.calls.keep(idOf('a'), [
      { id: 'own', activity: { ...text('mine'), from: { id: 'a', name: '', role: 'user' } } },
    ]);
    expect(await kakao.say('a', 'hello')).toBe('once / echo hello');
    await kakao.calls.keep(idOf('a'), [shown]);
    expect(await kakao.say('a', 'bye')).toBe('echo bye');
  });

  test('an event with nothing to say is a greeting', async () => {
    const kakao = stage(echo);
    await kakao.say('a', 'cert_expiring', { requestParams: { noticeId: 'n_1' } });
    expect(kakao.deliveries.map(({ activity }) => activity.type)).toEqual(['conversationUpdate']);
  });
});

describe('a callback', () => {
  test('is announced, then answered with the result once', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    expect(await kakao.say('a', 'slow', { callbackUrl })).toContain('callback: ');
    go[0]?.();
    await eventually(() => kakao.callbacks.length === 1);
    expect(kakao.callbacks[0]?.address).toBe(callbackUrl);
    expect(kakao.callbacks[0]?.body).toContain('echo slow');
    await kakao.calls.close();
    expect(await kakao.say('a', 'next')).toBe('echo next');
  });

  test('that fails leaves the result for the next message', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    kakao.takesCallbacks = false;
    await kakao.say('a', 'slow', { callbackUrl });
    go[0]?.();
    await kakao.calls.close();
    expect(kakao.callbacks).toHaveLength(1);
    expect(await kakao.say('a', 'next')).toBe('echo slow / echo next');
  });

  test('is not used for a turn that is ready, nor past its minute', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    expect(await kakao.say('a', 'quick', { callbackUrl })).toBe('echo quick');
    await kakao.say('a', 'slow', { callbackUrl });
    await wait(quickTimes.callbackWithin + 50);
    go[0]?.();
    await kakao.calls.close();
    expect(kakao.callbacks).toEqual([]);
    expect(await kakao.say('a', 'next')).toBe('echo slow / echo next');
  });

  test.each([
    'http://bot-api.kakao.com/callback/1',
    'https://bot-api.kakao.com@127.0.0.1/',
    'https://user@bot-api.kakao.com/',
    'https://bot-api.kakao.com:8443/',
    'https://bot-api.kakao.com.evil.example/',
    'https://kakao.com/',
    'http://2130706433/',
    'http://127.0.0.1:6379/',
    'javascript:alert(1)',
    'not an address',
    `https://bot-api.kakao.com/${'x'.repeat(3000)}`,
    1,
    null,
    { url: 'https://bot-api.kakao.com/' },
  ])('is never made to %j', (url) => {
    const { callbackUrl: given } = new KakaoStage(state.records, echo).call('a', 'hello', { callbackUrl: url });
    expect(callbackAddress(given)).toBeUndefined();
  });

  test('to another host is no callback at all', async () => {
    const { script, go } = slowBot();
    const kakao = stage(script);
    expect(await kakao.say('a', 'slow', { callbackUrl: 'https://evil.example/' })).toContain('결과 보기');
    go[0]?.();
    await kakao.calls.close();
    expect(kakao.callbacks).toEqual([]);
  });
});

describe('what goes wrong', () => {
  test('an outage, a full queue and a bug are bubbles, and the same call may come again', async () => {
    let fault: Error | undefined = new Unavailable('store');
    const kakao = stage(async (delivery, show) => {
      if (fault) throw fault;
      await echo(delivery, show);
    });
    expect(await kakao.say('a', 'hello', {}, 'request-1')).toContain('답을 드리기 어려워요');
    fault = Object.assign(new Error('many'), { name: 'TooManyWaiting' });
    expect(await kakao.say('a', 'hello', {}, 'request-1')).toContain('차례로');
    fault = new Error('a secret of ours');
    const said = await kakao.say('a', 'hello', {}, 'request-1');
    expect(said).toContain('오류 번호');
    expect(said).not.toContain('secret');
    fault = undefined;
    expect(await kakao.say('a', 'hello', {}, 'request-1')).toBe('echo hello');
  });

  test('a store that says nothing for half a minute costs nobody more than the deadline', async () => {
    const hangs = {
      get: () => new Promise<never>(() => undefined),
      putIfVersion: () => new Promise<never>(() => undefined),
    };
    const kakao = new KakaoStage({ ...hangs, keys: state.records.keys.bind(state.records) }, echo);
    const time = ownTime();
    expect(await kakao.say('a', 'hello')).toContain('결과 보기');
    expect(time()).toBeLessThan(quickTimes.deadline + quickTimes.grace + 200);
  });

  test('a store that is slow while the answer is taken out gives it back for the next message', async () => {
    let isSlow = false;
    const slow = {
      get: <T>(key: string) => state.records.get<T>(key),
      putIfVersion: async <T>(key: string, value: T | undefined, version: number) => {
        const written = await state.records.putIfVersion(key, value, version);
        if (isSlow) await wait(500);
        return written;
      },
      keys: state.records.keys.bind(state.records),
    };
    const kakao = new KakaoStage(slow, async (delivery, show) => {
      isSlow = false;
      await echo(delivery, show);
      isSlow = true;
      await wait(150);
    });
    expect(await kakao.say('a', 'hello')).toContain('결과 보기');
    await wait(900);
    isSlow = false;
    kakao.script = echo;
    expect(await kakao.say('a', 'next')).toBe('echo hello / echo next');
  });
});

test('five messages at once are five answers, each with its own words', async () => {
  let last = Promise.resolve();
  const kakao = stage((delivery, show) => {
    last = last.then(async () => {
      await wait(3);
      await echo(delivery, show);
    });
    return last;
  });
  const words = ['one', 'two', 'three', 'four', 'five'];
  expect(await Promise.all(words.map((word) => kakao.say('a', word)))).toEqual(words.map((word) => `echo ${word}`));
});

test('two customers never mix', async () => {
  const kakao = stage(async (delivery, show) => {
    await wait(Math.random() * 5);
    await echo(delivery, show);
  });
  const rounds = Array.from({ length: 25 }, (_, index) => index);
  for (const round of rounds) {
    const answers = await Promise.all(['a', 'b'].map((user) => kakao.say(user, `${user}${round}`)));
    expect(answers).toEqual([`echo a${round}`, `echo b${round}`]);
  }
});

test('more than three bubbles: the rest waits behind 더보기, and the short answers with it', async () => {
  const long = (mark: string) => text(`${mark} ${'가나다라 '.repeat(70)}`);
  const kakao = stage((_delivery, show) =>
    show(
      ...offer([long('1'), long('2'), long('3'), long('4'), card({ title: 'last', text: 'card' })], [{ label: '네' }]),
    ),
  );
  const answer = await kakao.calls.answer(kakao.call('a', 'hello'), undefined);
  const replies = 'bubbles' in answer ? answer.bubbles.quickReplies : [];
  expect(replies.map(({ label }) => label)).toEqual(['더보기']);
  const next = await kakao.calls.answer(kakao.call('a', '더보기', { extra: replies[0]?.extra }), undefined);
  expect(kakao.drawn(next)).toMatch(/^4 .* \/ card$/u);
  expect('bubbles' in next && next.bubbles.quickReplies.map(({ label }) => label)).toEqual(['네']);
  expect(kakao.deliveries).toHaveLength(1);
});

test('what waits behind 더보기 does not push later answers out of sight', async () => {
  const long = (mark: string) => text(`${mark} ${'가나다라 '.repeat(70)}`);
  const kakao = stage((_delivery, show) => show(long('1'), long('2'), long('3'), long('4')));
  await kakao.say('a', 'hello');
  kakao.script = (_delivery, show) =>
    show(
      ...offer(
        ['one', 'two', 'three'].map((word) => card({ title: 'card', text: word })),
        [{ label: '네' }],
      ),
    );
  const answer = await kakao.calls.answer(kakao.call('a', 'other'), undefined);
  expect(kakao.drawn(answer)).toBe('one / two / three');
  expect('bubbles' in answer && answer.bubbles.quickReplies.map(({ label }) => label)).toEqual(['더보기', '네']);
  expect(await kakao.say('a', '더보기')).toMatch(/^4 /u);
  kakao.script = echo;
  expect(await kakao.say('a', 'last')).toBe('echo last');
});

test('what waits behind 더보기 comes first where all fits in one answer', async () => {
  const long = (mark: string) => text(`${mark} ${'가나다라 '.repeat(70)}`);
  const kakao = stage((_delivery, show) => show(long('1'), long('2'), long('3'), long('4')));
  await kakao.say('a', 'hello');
  kakao.script = echo;
  expect(await kakao.say('a', 'other')).toMatch(/^4 .*echo other$/u);
});

test('더보기 typed is the bank list’s when nothing waits behind it', async () => {
  const kakao = stage(echo);
  expect(await kakao.say('a', '더보기')).toBe('echo 더보기');
});
