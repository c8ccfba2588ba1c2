import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../composition/app.ts';
import { parseConfig } from '../config.ts';
import { identify, lastCode, logIn, setCredential } from '../test/support/kakaoSite.ts';

/** What the load asks of the server's process beside skill calls: what happens outside of the chat, and its memory. */
export type Ask =
  | { readonly what: 'identity' | 'credential' | 'code'; readonly caseId: string; readonly personId: string }
  | { readonly what: 'memory' }
  | { readonly what: 'people'; readonly count: number };

/** What comes back, under the number of the question. */
export interface Told {
  readonly number: number;
  readonly value?: unknown;
  readonly fault?: string;
}

if (process.send) await serve();

/** The whole product in a process of its own, on a store of its own. */
async function serve(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-kakao-'));
  const app = await openApp(parseConfig({ DATA_DIR: directory, SANDBOX_PEOPLE: '200', LOG_LEVEL: 'silent' }));
  const port = await app.server.listen(0, '127.0.0.1');
  process.on('message', (asked: Ask & { readonly number: number }) => {
    const { number } = asked;
    answer({ app }, asked).then(
      (value) => process.send?.({ number, value } satisfies Told),
      (error: unknown) => process.send?.({ number, fault: String(error) } satisfies Told),
    );
  });
  process.once('disconnect', () => {
    void app.close().finally(() => {
      rmSync(directory, { recursive: true, force: true });
      process.exit(0);
    });
  });
  process.send?.({ number: 0, value: port } satisfies Told);
}

async function answer(product: Parameters<typeof logIn>[0], asked: Ask): Promise<unknown> {
  if (asked.what === 'memory') {
    globalThis.gc?.();
    return { rss: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed, cpu: process.cpuUsage() };
  }
  if (asked.what === 'people') {
    return product.app.world?.people
      .list(6, asked.count)
      .map(({ id, accounts }) => ({ id, bank: accounts[0]?.bankCode }));
  }
  const { caseId, personId } = asked;
  if (asked.what === 'code') return lastCode(product, personId);
  if (asked.what === 'credential') return setCredential(product, caseId, '482913');
  await logIn(product, caseId, personId);
  return identify(product, caseId, personId);
}
