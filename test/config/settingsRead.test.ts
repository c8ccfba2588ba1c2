import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openApp } from '../../composition/app.ts';
import type { Instead } from '../../composition/foundation.ts';
import { parseConfig, type Config } from '../../config.ts';
import { ensureBundle } from '../../scripts/bundle.ts';
import { productionSettings, standInPorts, standIns } from '../support/productionSettings.ts';
import { freePort } from '../support/redisServer.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const directory = temporaryFolder();
const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const settings = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? '');

/** Values that differ from those of `productionSettings` and from the defaults; any other setting takes a word. */
const others: Readonly<Record<string, string>> = {
  PHONE_QUIET_HOURS: '24',
  NODE_ENV: 'test',
  SANDBOX: 'true',
  PORT: '4711',
  SANDBOX_PEOPLE: '3',
  KAKAO_OPERATOR: 'true',
  PUBLIC_URL: 'https://other.example.com',
  PRODUCT_YEARS: 'personal=3',
};

/** The settings as they are read, with or without a fault. */
function read(environment: Readonly<Record<string, string>>): Config {
  const seen: Config[] = [];
  const look = (config: Config): readonly string[] => (seen.push(config), ['looked at']);
  expect(() => parseConfig(environment, look)).toThrow('looked at');
  const [config] = seen;
  if (!config) throw new Error('expected the settings, found none');
  return config;
}

/** `kakao.operator` → `true`: every value by its path; a list is one value. */
function valuesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, one]) => [...valuesOf(one, path === '' ? key : `${path}.${key}`)]),
  );
}

/** The paths of the values that this setting is kept in. */
function placesOf(setting: string): string[] {
  const before = valuesOf(read(productionSettings));
  const after = valuesOf(read({ ...productionSettings, [setting]: others[setting] ?? 'another' }));
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}

/** The same settings, where each value that is read is noted by its path. */
function noted<T extends object>(config: T, reads: Set<string>, path = ''): T {
  return new Proxy(config, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property);
      const place = path === '' ? String(property) : `${path}.${String(property)}`;
      reads.add(place);
      const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isGroup ? noted(value, reads, place) : value;
    },
  });
}

/** Which settings a start reads: opened, listening, with one log-in at a bank begun. */
async function readBy(environment: Readonly<Record<string, string>>, instead: Instead): Promise<Set<string>> {
  const port = String(await freePort());
  const config = parseConfig({ LOG_LEVEL: 'silent', HOST: '127.0.0.1', ...environment, PORT: port });
  const reads = new Set<string>();
  // a copy: of a frozen object no other value can be shown
  const app = await openApp(noted(structuredClone(config), reads), {
    ...instead,
    wrap: {
      outside: (outside) => {
        void outside.bankLogin.begin('004', AbortSignal.timeout(1_000)).catch(() => undefined);
        return outside;
      },
    },
  });
  await app.listen();
  await app.close();
  return reads;
}

describe('each setting of .env.example', () => {
  const reads = new Set<string>();

  beforeAll(async () => {
    await ensureBundle();
    const nowhere = { BANK_004_OIDC_ISSUER: 'http://127.0.0.1:9' };
    const production = { ...productionSettings, ...nowhere, DATA_DIR: join(directory, 'production') };
    const found = [
      await readBy({ DATA_DIR: join(directory, 'sandbox') }, {}),
      await readBy(production, { outsideSystems: standIns(standInPorts()) }),
    ];
    for (const path of found.flatMap((paths) => [...paths])) reads.add(path);
  });

  test.each(settings)('%s is read by the product', (setting) => {
    const places = placesOf(setting);
    expect(places).not.toEqual([]);
    expect(places.filter((place) => reads.has(place))).not.toEqual([]);
  });

  test('a value that nobody reads would be found', () => {
    const config = noted({ kakao: { operator: true, nobody: 1 } }, reads);
    expect(config.kakao.operator).toBe(true);
    expect(reads.has('kakao.nobody')).toBe(false);
  });
});
