import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { keptExports } from './keptExports.ts';

const root = resolve(import.meta.dirname, '../..');
/** Product code, and the scripts that ship with it: what one of them imports is used. */
const rooms = ['bots', 'composition', 'dialogs', 'services', 'locales', 'web', 'scripts'];
const files = rooms
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  )
  .filter((name) => name.endsWith('.ts') && !name.startsWith('web/dist'))
  .concat('config.ts', 'index.ts');
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

/** What a file takes from another: a name, or `*` where all of it may be used. */
interface Taken {
  readonly from: string;
  readonly name: string;
}

const statement = /(?:import|export)\s+(?:type\s+)?(\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+'([^']+)'/g;
const awaited = /(?:const|let)\s+(\{[^}]*\})\s*=\s*await\s+import\('([^']+)'\)/g;
const whole = /(?<!await )import\('([^']+)'\)/g;

function takenBy(file: string, source: string): Taken[] {
  const target = (specifier: string): string => relative(root, resolve(root, dirname(file), specifier));
  const named = [...source.matchAll(statement), ...source.matchAll(awaited)].flatMap(([, what = '', specifier = '']) =>
    namesIn(what, source).map((name) => ({ from: target(specifier), name })),
  );
  return [
    ...named,
    ...[...source.matchAll(whole)].map(([, specifier = '']) => ({ from: target(specifier), name: '*' })),
  ];
}

/** `{ a, type B as C }` takes a and B; `* as d` takes what is used of it as `d.name`. */
function namesIn(what: string, source: string): readonly string[] {
  const alias = /^\*\s+as\s+(\w+)$/.exec(what)?.[1];
  if (alias !== undefined)
    return [...source.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))].map((match) => match[1] ?? '');
  return what
    .slice(1, -1)
    .split(',')
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+|:/)[0] ?? '',
    )
    .map((name) => name.trim());
}

interface Exported {
  readonly file: string;
  readonly name: string;
  readonly isType: boolean;
}

function exportedBy(file: string, source: string): Exported[] {
  const declared = /^export\s+(?:async\s+)?(?:abstract\s+)?(function\*?|const|class|interface|type)\s+(\w+)/gm;
  return [...source.matchAll(declared)].map(([, kind = '', name = '']) => ({
    file,
    name,
    isType: kind === 'interface' || kind === 'type',
  }));
}

const taken = new Set(
  [...sources].flatMap(([file, text]) => takenBy(file, text)).map(({ from, name }) => `${from} ${name}`),
);

/** A type that nobody imports by name is used where its own file speaks of it: it describes what that exports. */
function isUsed({ file, name, isType }: Exported): boolean {
  if (taken.has(`${file} ${name}`) || taken.has(`${file} *`)) return true;
  const own = (sources.get(file) ?? '').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return isType && own.split(new RegExp(`\\b${name}\\b`)).length > 2;
}

const unused = [...sources]
  // a step's script is taken by the bundle, which is made from the registry of the views (scripts/bundle.ts)
  .filter(([file]) => !file.startsWith('scripts/') && !/^web\/secure\/steps\/\w+\/client\.ts$/.test(file))
  .flatMap(([file, text]) => exportedBy(file, text))
  .filter((one) => !isUsed(one))
  .map(({ file, name }) => `${file} ${name}`);
const kept = keptExports.flatMap(({ file, names }) => names.map((name) => `${file} ${name}`));

test('what is exported is used by the product, or kept for a reason', () => {
  expect(unused.filter((one) => !kept.includes(one))).toEqual([]);
});

test('nothing is kept for a reason that is used, or gone', () => {
  expect(kept.filter((one) => !unused.includes(one))).toEqual([]);
});

test('every way of taking something is seen', () => {
  const source = `import { a, type B as C } from './x.ts';
import type { D } from './x.ts';
import * as e from './y.ts';
export { f } from './x.ts';
const { g, h: i } = await import('./z.ts');
const verbs = { j: () => import('./w.ts') };
e.k(e.l);`;
  expect(takenBy('web/test.ts', source).map(({ from, name }) => `${from} ${name}`)).toEqual([
    'web/x.ts a',
    'web/x.ts B',
    'web/x.ts D',
    'web/y.ts k',
    'web/y.ts l',
    'web/x.ts f',
    'web/z.ts g',
    'web/z.ts h',
    'web/w.ts *',
  ]);
});
