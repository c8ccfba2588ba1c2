import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { runIndex, startServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const directory = temporaryFolder();

/** Starts it as `npm start` does and answers how it ended. */
async function startWith(settings: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const child = runIndex('serve', { DATA_DIR: directory, ...settings });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'exit')) as [number];
  return { code, said };
}

describe('a start is refused', () => {
  test('when a sandbox would be public: every fault is said at once', async () => {
    const { code, said } = await startWith({
      PORT: 'abc',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://bank.example',
      KAKAO_REST_API_KEY: 'a real one',
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe(1);
    for (const name of ['PORT', 'HOST', 'PUBLIC_URL', 'KAKAO_REST_API_KEY', 'LOG_LEVEL']) expect(said).toContain(name);
    expect(said).toMatch(/^The settings have 5 faults:/);
    expect(said).not.toMatch(/a real one|at .*\(|\.ts:/);
  });

  test('when production has no keys, or a sandbox in it', async () => {
    const { code, said } = await startWith({ NODE_ENV: 'production', SANDBOX: 'true', TOKEN_KEY: 'change-me' });
    expect(code).toBe(1);
    for (const name of ['SANDBOX', 'SECRET_PEPPER', 'PERSON_KEY', 'TOKEN_KEY', 'AUDIT_KEY', 'CA_KEY_PASSPHRASE'])
      expect(said).toContain(name);
    expect(said).not.toMatch(/at .*\(|\.ts:/);
  });

  test('when the port is taken, in one line', async () => {
    const server = await startServer();
    const { code, said } = await startWith({ PORT: String(server.port) });
    expect(code).toBe(1);
    expect(said).toContain(`Port ${server.port} is taken. Set PORT to another one.`);
    await server.discard();
  });

  test('by a verb that there is none of', async () => {
    const child = runIndex('fly', {});
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});

test('a start says where to go and what is simulated, and SIGTERM ends it in order', async () => {
  const server = await startServer({ environment: { LOG_LEVEL: 'warn' } });
  for (const words of [
    `${server.url}/`,
    '/sandbox/phones/',
    'sandbox!1',
    '/pki/root.cer',
    'Simulated:',
    'Store: SQLite',
  ])
    expect(server.output()).toContain(words);
  expect(await server.stop()).toBe(0);
  await server.restart();
  expect(await server.stop()).toBe(0);
  expect(
    server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{')),
  ).toEqual([]);
  await server.discard();
}, 30_000);
