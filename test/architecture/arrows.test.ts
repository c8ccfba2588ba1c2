import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const rooms = ['bots', 'composition', 'dialogs', 'services', 'locales', 'web', 'scripts', 'bench', 'test'];
const files = rooms
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  )
  .filter((name) => name.endsWith('.ts') && !name.startsWith('web/dist'))
  .concat('config.ts', 'index.ts');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const imports: readonly Import[] = files.flatMap((from) => {
  const source = readFileSync(join(root, from), 'utf8');
  const found = source.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
  );
  return [...found].map(([, type, named, bare, dynamic]) => {
    const to = named ?? bare ?? dynamic ?? '';
    const target = to.startsWith('.') ? relative(root, resolve(root, dirname(from), to)) : to;
    return { from, to: target, typeOnly: type !== undefined };
  });
});

const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file);
const ours = imports.filter(({ to }) => rooms.includes(roomOf(to)) || to === 'config.ts' || to === 'index.ts');

/** DESIGN §3: who may import whom. index.ts, composition/, test/, bench/ and scripts/ may import everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  bots: ['bots', 'dialogs', 'services', 'locales'],
  dialogs: ['dialogs', 'services', 'locales'],
  services: ['services'],
  locales: ['locales'],
  web: ['web', 'services', 'locales'],
  'config.ts': [],
};

test('every arrow between the rooms is one that the house allows', () => {
  const wrong = ours.filter(({ from, to }) => {
    const may = allowed[roomOf(from)];
    return may && !may.includes(roomOf(to));
  });
  expect(wrong).toEqual([]);
});

test('nothing imports index.ts but tests, benches and scripts', () => {
  const wrong = ours.filter(({ from, to }) => to === 'index.ts' && !/^(test|bench|scripts)\//.test(from));
  expect(wrong).toEqual([]);
});

const technologies = /^(sqlite|redis|forge|azure|openid|oidc|solapi|smtp|sandbox|http|offset)[A-Z]/;

test('an adapter named by its technology is imported by index.ts, tests, benches, and files of the same technology only', () => {
  const wrong = ours.filter(({ from, to, typeOnly }) => {
    const technology = technologies.exec(to.split('/').at(-1) ?? '')?.[1];
    if (!to.startsWith('services/') || technology === undefined || typeOnly) return false;
    const outside = /^(composition\/|test\/|bench\/|scripts\/)/.test(from);
    return !outside && technologies.exec(from.split('/').at(-1) ?? '')?.[1] !== technology;
  });
  expect(wrong).toEqual([]);
});

const doors: Readonly<Record<string, RegExp>> = {
  'node-forge': /^services\/.*\/forge[A-Z]\w*\.ts$/,
  redis: /^services\/.*\/redis[A-Z]\w*\.ts$/,
  restify: /^(web\/http\.ts|index\.ts)$/,
  'node:sqlite': /^services\/.*\/sqlite[A-Z]\w*\.ts$/,
  'openid-client': /^services\/.*\/openid[A-Z]\w*\.ts$/,
  'oidc-provider': /^services\/.*\/oidc[A-Z]\w*\.ts$/,
};

test.each(Object.entries(doors))('%s has one door', (name, door) => {
  const wrong = imports.filter(
    ({ from, to }) => (to === name || to.startsWith(`${name}/`)) && !door.test(from) && !/^(test|bench)\//.test(from),
  );
  expect(wrong).toEqual([]);
});

test('@azure packages are imported by azure… files only', () => {
  const wrong = imports.filter(
    ({ from, to }) => to.startsWith('@azure/') && !/\/azure[A-Z]\w*\.ts$/.test(from) && !from.startsWith('test/'),
  );
  expect(wrong).toEqual([]);
});

test('config.ts alone reads the environment; index.ts hands it over', () => {
  const wrong = files.filter((file) => {
    if (/^(test|bench|scripts)\//.test(file) || file === 'index.ts') return false;
    return readFileSync(join(root, file), 'utf8').includes('process.env');
  });
  expect(wrong).toEqual([]);
});

test('no file imports itself round a circle', () => {
  const targets = new Map<string, string[]>();
  for (const { from, to, typeOnly } of ours) if (!typeOnly) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[][] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test('no Korean stands in code: it belongs in locales/ or in language data', () => {
  const wrong = files
    .filter(
      (file) =>
        /^(bots|composition|dialogs|services|web|locales)\//.test(file) && !file.startsWith('services/language/slots/'),
    )
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split('\n')
        .filter((line) => /['"`][^'"`]*[가-힣]/.test(line.replaceAll('가-힣', '')))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(wrong).toEqual([]);
});
