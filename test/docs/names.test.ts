import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { elsewhere } from './support/elsewhere.ts';
import { addressOf, commandsIn, isInProduct, isSetting, looksLikePath, settingsIn } from './support/names.ts';
import { paperNames, readPaper, type Paper } from './support/paper.ts';
import { isPlace, root, textOf, textsBeside } from './support/tree.ts';

/** Where the paths of a paper begin, when not at the root. */
const bases: Readonly<Record<string, string>> = {
  'docs/threats.md': 'test',
  'test/transcripts/README.md': 'test/transcripts',
};

const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
const benches: Readonly<Record<string, string>> = { bench: textOf('bench/index.ts'), soak: textOf('bench/soak.ts') };

/** Names of a paper that nothing stands behind. */
function lost(names: readonly string[], isThere: (name: string) => boolean): readonly string[] {
  return [...new Set(names)].filter((name) => !isThere(name));
}

function ofOthers({ name }: Paper): ReadonlySet<string> {
  return new Set(elsewhere[name]);
}

function paths(paper: Paper): readonly string[] {
  return paper.spans.filter((span) => looksLikePath(span) && !ofOthers(paper).has(span));
}

/** What is neither a path, an address, a command nor a setting; of what lies in DATA_DIR its own name. */
function words(paper: Paper): readonly string[] {
  const isNamed = (span: string): boolean =>
    looksLikePath(span) || addressOf(span) !== undefined || commandsIn(span).length > 0 || settingsIn(span).length > 0;
  return paper.spans
    .map((span) => span.replace(/^\{?DATA_DIR\}?\//, ''))
    .filter((span) => !isNamed(span) && !/^(curl|kill) /.test(span));
}

/** `soak -- kills`: the script stands in package.json, what it is given in the table of the script. */
function isCommand(command: string): boolean {
  const [script = '', argument] = command.split(' -- ');
  const table = benches[script];
  return scripts[script] !== undefined && (argument === undefined || table === undefined || table.includes(argument));
}

function isLink(link: string, { name, anchors }: Paper): boolean {
  if (/^https?:/.test(link)) return true;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? name : join(dirname(name), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || (path === '' ? anchors : readPaper(target).anchors).includes(anchor);
}

describe.each(paperNames)('%s', (name) => {
  const paper = readPaper(name);

  test('names files and folders that are there', () => {
    expect(lost(paths(paper), (path) => isPlace(path, bases[name]))).toEqual([]);
  });

  test('names settings that the product reads', () => {
    expect(lost(settingsIn(paper.text), isSetting)).toEqual([]);
  });

  test('names commands that there are', () => {
    const commands = commandsIn(paper.text).map(({ script, argument }) =>
      [script, argument].filter(Boolean).join(' -- '),
    );
    expect(lost(commands, isCommand)).toEqual([]);
  });

  test('has links that lead somewhere', () => {
    expect(lost(paper.links, (link) => isLink(link, paper))).toEqual([]);
  });

  test('has nothing in code marks that the product does not have', () => {
    const others = ofOthers(paper);
    expect(lost(words(paper), (word) => others.has(word) || isInProduct(word, textsBeside(name)))).toEqual([]);
  });
});

test('what is said to be of others is still said, and not ours', () => {
  const stale = Object.entries(elsewhere).flatMap(([name, given]) => {
    const { spans } = readPaper(name);
    return given.filter((word) => !spans.includes(word) || isPlace(word, bases[name]) || isInProduct(word));
  });
  expect(stale).toEqual([]);
});

test('a name that nothing stands behind would be found', () => {
  expect(isPlace('services/enrollment/fields/nothing.ts')).toBe(false);
  expect(isPlace('nothing.ts')).toBe(false);
  expect(isPlace('services/*/nothing.ts')).toBe(false);
  expect(isSetting('SECRET_SALT')).toBe(false);
  expect(isCommand('soak -- nothing')).toBe(false);
  expect(isCommand('nothing')).toBe(false);
  expect(isLink('operations.md#nothing', readPaper('docs/threats.md'))).toBe(false);
  expect(isInProduct('Notices.keepNothing')).toBe(false);
  expect(isInProduct('아무것도 아니에요')).toBe(false);
});
