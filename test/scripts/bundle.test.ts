import { readdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ensureBundle } from '../../scripts/bundle.ts';

const root = join(import.meta.dirname, '../..');

test('the bundle is made once, and again when a source is younger', async () => {
  await ensureBundle();
  expect(await ensureBundle()).toBe(false);
  const source = join(root, 'web/chat/client/parts/koreanEnter.ts');
  const { atime, mtime } = await stat(source);
  await utimes(source, atime, new Date(Date.now() + 1000));
  try {
    expect(await ensureBundle()).toBe(true);
  } finally {
    await utimes(source, atime, mtime);
  }
  expect(await ensureBundle()).toBe(false);
});

test('each page has its script, small, in one file, with nothing of ours left out or of others named', async () => {
  const names = await readdir(join(root, 'web/dist'));
  for (const name of ['chat.js', 'chat.js.gz', 'chat.css', 'webchat.js', 'webchat.js.gz'])
    expect(names).toContain(name);
  expect(names.filter((name) => name.endsWith('.draft'))).toEqual([]);
  const chat = await readFile(join(root, 'web/dist/chat.js'), 'utf8');
  expect(chat.length).toBeLessThan(20_000);
  expect(chat).not.toContain(root);
});

test('several starts at once leave whole files', async () => {
  const source = join(root, 'web/chat/client/parts/koreanEnter.ts');
  const { atime, mtime } = await stat(source);
  await utimes(source, atime, new Date(Date.now() + 1000));
  try {
    await Promise.all([ensureBundle(), ensureBundle(), ensureBundle()]);
  } finally {
    await utimes(source, atime, mtime);
  }
  const made = await readFile(join(root, 'web/dist/webchat.js'));
  expect(made.equals(await readFile(join(root, 'node_modules/botframework-webchat/dist/webchat.js')))).toBe(true);
});
