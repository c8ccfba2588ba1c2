import { writeSync } from 'node:fs';
import { openApp } from '../../composition/app.ts';
import { parseConfig } from '../../config.ts';
import { wrapCalls } from './calls.ts';

/**
 * The real product as a process that can be made to end in the middle of a call: a message `{ killAt: 12 }` counts from
 * then on (the answer is the count so far), and at the twelfth call the process says where it is and ends by kill -9. Its one argument are the
 * settings as JSON; with a second one it counts from its very start, so that coming back after a crash is hit too.
 */
let [calls, killAt] = [0, Number(process.argv[3] ?? 0)];

function at(point: string): Promise<void> {
  calls += 1;
  if (calls !== killAt) return Promise.resolve();
  writeSync(1, `killed at call ${calls}, ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

process.on('message', (order: { readonly killAt: number }) => {
  process.send?.({ calls });
  [calls, killAt] = [0, order.killAt];
});

// Before anyone is told that it is ready: who hears that may end it at once.
const told = new Promise((resolve) => process.once('SIGTERM', resolve));
// Written by the test that starts it.
const config = parseConfig(JSON.parse(process.argv[2] ?? '') as Record<string, string>);
const app = await openApp(config, { wrap: wrapCalls(at) });
await app.server.listen(config.port, config.host);
await app.recover();
process.send?.('ready');
await told;
await app.close();
process.disconnect?.();
