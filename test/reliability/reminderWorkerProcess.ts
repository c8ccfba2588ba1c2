import { writeSync } from 'node:fs';
import { FixedClock } from '../support/fixedClock.ts';
import { wrapCalls } from './calls.ts';
import { Death, noticesThrough, openWorkerRoom, type WorkOrder } from './reminderWorkers.ts';

/**
 * A worker for reminders in a process of its own. Its one argument are the settings as JSON; each message is an order
 * (`WorkOrder`), answered by `done`, or by a kill -9 of its own at the call it names.
 */
const death = new Death((point) => {
  writeSync(1, `killed at ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
});
const clock = new FixedClock('2026-01-01T00:00:00Z');
// Written by the test that starts it.
const room = await openWorkerRoom(JSON.parse(process.argv[2] ?? '') as Record<string, string>, clock);
const notices = noticesThrough(room.foundation, room.services, wrapCalls(death.at));

process.on('message', (order: WorkOrder) => {
  death.arm(order.killAt);
  void clock
    .set(Temporal.Instant.from(order.now))
    .then(() => notices.run())
    .then(() => process.send?.('done'));
});
process.send?.('ready');
await new Promise((resolve) => process.once('SIGTERM', resolve));
await notices.stop();
await room.close();
process.disconnect?.();
