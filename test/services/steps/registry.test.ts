import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { secureStepViews } from '../../../web/secure/steps/registry.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';

const dist = join(import.meta.dirname, '../../../web/dist');

let product: TestApp;
beforeAll(async () => {
  product = await openTestApp();
}, 60_000);
afterAll(() => product.close());

test('a step has one name in every layer', () => {
  const acting = Object.entries(product.app.secureSteps).map(([key, { name }]) => [key, name]);
  const drawn = Object.entries(secureStepViews).map(([key, { name }]) => [key, name]);
  for (const [key, name] of [...acting, ...drawn]) expect(name).toBe(key);
  expect(drawn).toEqual(acting);
});

test.each([
  ['secureVisit.js', ['residentNumberFront', 'input[name=token]'], ['#hints', '.confirmed']],
  ['secureCredential.js', ['#hints', 'confirmed'], ['residentNumberFront', 'input[name=token]']],
])('%s holds the scripts of its own steps and of no other', async (script, own, others) => {
  const text = await readFile(join(dist, script), 'utf8');
  for (const part of own) expect(text).toContain(part);
  for (const part of others) expect(text).not.toContain(part);
});
