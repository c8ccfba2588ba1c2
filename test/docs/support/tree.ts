import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../../..');

const notOurs = /^(node_modules|web\/dist|data|\.git)(\/|$)/;

/** Every file and folder of the project, from the root; what is installed or made at run time left out. */
export const tree: readonly string[] = readdirSync(root)
  .filter((name) => !notOurs.test(name))
  .flatMap((name) => [name, ...below(name)])
  .filter((name) => !notOurs.test(name));

function below(name: string): readonly string[] {
  try {
    return readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map((inner) => join(name, inner));
  } catch {
    return []; // a file
  }
}

const places = new Set(tree);
const baseNames = new Set(tree.map((place) => basename(place)));

/**
 * Whether a path names something in the project. `*` and `<step>` stand for any name; a bare file name may stand in any folder, a path
 * is looked for from the root and below `base`.
 */
export function isPlace(path: string, base = ''): boolean {
  const bare = path.replace(/\/$/, '').replaceAll(/<\w+>/g, '*');
  if (bare.includes('*')) return isPattern(bare, base);
  if (!bare.includes('/') && !path.endsWith('/')) return baseNames.has(bare);
  return places.has(bare) || places.has(join(base, bare));
}

function isPattern(path: string, base: string): boolean {
  const parts = path.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^(?:${base === '' ? '' : `${base}/`})?${parts.join('[^/]*')}$`);
  return tree.some((place) => pattern.test(place) || pattern.test(basename(place)));
}

const product =
  /^(bots|composition|config|dialogs|services|locales|web|scripts|bench)\/|^(index|config)\.ts$|^package\.json$/;
const texts = /\.(ts|json|css|html|txt)$/;

/** What a file of the project says. */
export function textOf(place: string): string {
  return readFileSync(join(root, place), 'utf8');
}

/** The texts of the product: its code, its sentences, its data. */
export const productTexts: readonly string[] = tree
  .filter((place) => product.test(place) && texts.test(place))
  .map((place) => textOf(place));

/** Written conversations and the messages that understanding is measured with: what customers say. */
export const spokenTexts: readonly string[] = tree
  .filter((place) => /\.(chat|jsonl)$/.test(place))
  .map((place) => textOf(place));

/** What a paper of the tests speaks of: the files of its own folder, none for any other paper. */
export function textsBeside(paper: string): readonly string[] {
  if (!paper.startsWith('test/')) return [];
  const beside = dirname(paper);
  return tree.filter((place) => place.startsWith(`${beside}/`) && /\.(ts|chat)$/.test(place)).map(textOf);
}
