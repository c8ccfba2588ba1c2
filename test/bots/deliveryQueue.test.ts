import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../bots/conversationPort.ts';
import { DeliveryQueue, TooManyWaiting } from '../../bots/deliveryQueue.ts';
import { caseIdOf } from '../../services/cases/caseRecord.ts';

let queue: DeliveryQueue;
/** What ran, in order. */
let ran: string[];
/** Ends the turn of this name. */
let ends: Map<string, (error?: Error) => void>;
beforeEach(() => {
  [queue, ran, ends] = [new DeliveryQueue(), [], new Map()];
});

function delivery(deliveryKey: string, conversationId = 'chat'): Delivery {
  const activity = { type: 'message', text: deliveryKey };
  return { channel: 'terminal', conversationId, userId: 'user', deliveryKey, activity, locale: 'ko-KR' };
}

/** A turn that runs until it is ended by its name. */
const turn = (name: string) => (): Promise<void> => {
  ran.push(name);
  return new Promise((resolve, reject) => {
    ends.set(name, (error) => (error ? reject(error) : resolve()));
  });
};

const deliver = (name: string, conversationId?: string): Promise<void> =>
  queue.deliver(delivery(name, conversationId), turn(name));
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const end = async (name: string, error?: Error): Promise<void> => {
  ends.get(name)?.(error);
  await settled();
};

describe('deliveries', () => {
  test('of one conversation run one at a time, in their order; others run beside them', async () => {
    const all = [deliver('a'), deliver('b'), deliver('c', 'another chat')];
    await settled();
    expect(ran).toEqual(['a', 'c']);
    await end('a');
    expect(ran).toEqual(['a', 'c', 'b']);
    await end('b');
    await end('c');
    await Promise.all(all);
  });

  test('one that failed holds up nobody behind it', async () => {
    const failed = deliver('a');
    const next = deliver('b');
    await settled();
    const isRejected = expect(failed).rejects.toThrow('of ours');
    await end('a', new Error('a bug of ours'));
    await isRejected;
    expect(ran).toEqual(['a', 'b']);
    await end('b');
    await next;
  });

  test('one that comes again while it waits or runs gets the turn that there is; afterwards it is another', async () => {
    const first = deliver('a');
    const waiting = deliver('b');
    expect(deliver('a')).toBe(first);
    expect(deliver('b')).toBe(waiting);
    await settled();
    await end('a');
    await end('b');
    await Promise.all([first, waiting]);
    const again = deliver('a');
    await settled();
    await end('a');
    await again;
    expect(ran).toEqual(['a', 'b', 'a']);
  });

  test('the same key in another conversation is another delivery', async () => {
    const all = [deliver('a'), deliver('a', 'another chat')];
    await settled();
    expect(ran).toEqual(['a', 'a']);
    expect(all[0]).not.toBe(all[1]);
  });

  test('five may wait behind the one that runs; the sixth is refused and does nothing, the next is taken when one is done', async () => {
    const names = ['1', '2', '3', '4', '5', '6'];
    const all = names.map((name) => deliver(name));
    await expect(deliver('7')).rejects.toThrow(TooManyWaiting);
    await settled();
    await end('1');
    const late = deliver('8');
    for (const name of [...names.slice(1), '8']) await end(name);
    await Promise.all([...all, late]);
    expect(ran).toEqual([...names, '8']);
  });
});

describe('what happens to a case', () => {
  test('waits for its turn among the deliveries, however many there are', async () => {
    const all = ['1', '2', '3', '4', '5', '6'].map((name) => deliver(name));
    const event = queue.run(caseIdOf('chat'), turn('event'));
    for (const name of ['1', '2', '3', '4', '5', '6', 'event']) {
      await settled();
      await end(name);
    }
    await Promise.all([...all, event]);
    expect(ran.at(-1)).toBe('event');
  });

  test('is over when the queue is idle', async () => {
    const event = queue.run('case', turn('event'));
    let isIdle = false;
    const idle = queue.idle().then(() => (isIdle = true));
    await settled();
    expect(isIdle).toBe(false);
    await end('event');
    await Promise.all([event, idle]);
    expect(isIdle).toBe(true);
  });
});
