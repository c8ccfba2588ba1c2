import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const rooms = ['bots', 'composition', 'config', 'dialogs', 'services', 'locales', 'web', 'scripts', 'bench', 'test'];
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
  config: ['config'],
  'config.ts': ['config'],
};

test('every arrow between the rooms is one that the house allows', () => {
  const wrong = ours.filter(({ from, to }) => {
    const may = allowed[roomOf(from)];
    return may && !may.includes(roomOf(to));
  });
  expect(wrong).toEqual([]);
});

test('config/ has one door: config.ts', () => {
  const wrong = ours.filter(({ from, to }) => roomOf(to) === 'config' && !/^config(\.ts$|\/)/.test(from));
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

/** The product's own code, without comments. */
const product = files
  .filter((file) => /^(bots|composition|dialogs|services|web)\//.test(file))
  .map((file) => ({ file, code: readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '') }));

test('cases have one door: nobody else names the keys that they are kept under', () => {
  // `case:${id}` without braces is no key: personal data of a case is sealed under that name
  const named = product.filter(({ code }) => /\bcaseKey\b|['"`]case:(?:\{|['"`])/.test(code));
  expect(named.map(({ file }) => file)).toEqual(['services/cases/caseStore.ts']);
});

/** Who writes a record by a version of their own, and why it is not `changeRecord`'s to try again. */
const ownVersions: Readonly<Record<string, string>> = {
  'services/audit/auditStreams.ts': 'a chain has one writer: another one is a bug',
  'services/certificates/activeCertificateSlot.ts':
    'what is decided on a slot is decided by its caller, which reads again',
  'services/certificates/issue/journaledIssuance.ts':
    'an order that began meanwhile must not be closed with the old one',
  'services/certificates/keys/credentialUse.ts': 'another use at the same moment is as good',
  'services/sandbox/sandboxRecords.ts': 'it is the port itself, with faults',
};

test('a record is changed by changeRecord; others only insert what is new, or are listed here with their reason', () => {
  const inserts = /putIfVersion\((?:[^()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*, 0\)/g;
  const others = product
    .filter(({ file }) => !file.startsWith('services/state/'))
    .filter(({ code }) => code.replaceAll(inserts, '').includes('putIfVersion'));
  expect(others.map(({ file }) => file).sort()).toEqual(Object.keys(ownVersions));
});

/** Groups of places that can be reached from each other along the arrows (Tarjan): each is a knot. */
function knotsOf(arrows: readonly (readonly [string, string])[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const knots: string[][] = [];
  const visit = (place: string): number => {
    order.set(place, order.size);
    lowest.set(place, order.size - 1);
    open.push(place);
    for (const other of next.get(place) ?? []) {
      const seen = order.get(other);
      const low = seen === undefined ? visit(other) : open.includes(other) ? seen : Number.POSITIVE_INFINITY;
      lowest.set(place, Math.min(lowest.get(place) ?? 0, low));
    }
    if (lowest.get(place) === order.get(place)) {
      const knot = open.splice(open.indexOf(place));
      if (knot.length > 1) knots.push(knot.sort());
    }
    return lowest.get(place) ?? 0;
  };
  for (const place of next.keys()) if (!order.has(place)) visit(place);
  return knots;
}

test('a knot is found where there is one', () => {
  const chain = [
    ['a', 'b'],
    ['b', 'c'],
  ] as const;
  expect(knotsOf(chain)).toEqual([]);
  expect(knotsOf([...chain, ['c', 'a']])).toEqual([['a', 'b', 'c']]);
});

test('no file imports itself round a circle, types included', () => {
  expect(knotsOf(ours.map(({ from, to }) => [from, to]))).toEqual([]);
});

test.each(['services', 'dialogs'])('no folders of %s hang in a knot, types included', (room) => {
  const inside = ours.filter(({ from, to }) => from.startsWith(`${room}/`) && to.startsWith(`${room}/`));
  const arrows = inside.map(({ from, to }) => [dirname(from), dirname(to)] as const);
  expect(arrows.length).toBeGreaterThan(0);
  expect(knotsOf(arrows.filter(([from, to]) => from !== to))).toEqual([]);
});

test('no code asks for a task by its name: what tells tasks apart is a row of services/enrollment/tasks.ts', () => {
  const asks = /\btask\s*[!=]==\s*'|'\s*[!=]==\s*[\w.?]*\btask\b/;
  const wrong = files
    .filter(
      (file) => /^(bots|composition|dialogs|services|web)\//.test(file) && file !== 'services/enrollment/tasks.ts',
    )
    .filter((file) => asks.test(readFileSync(join(root, file), 'utf8')));
  expect(wrong).toEqual([]);
  expect(asks.test("if (enrollment?.task === 'issue') return;")).toBe(true);
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
