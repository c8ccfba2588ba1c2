import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginningOf } from './script.ts';

const folder = 'beginnings';
const all = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.chat'))
  .sort();

/** Every transcript, by its path below this folder, e.g. `happy/….chat`; beginnings are not among them. */
export const transcripts = all.filter((name) => !name.startsWith(`${folder}/`));

/** The beginnings that a transcript may go on from, by their path: `beginnings/at the consent.chat`. */
export const beginnings = all.filter((name) => name.startsWith(`${folder}/`));

/** Where a file of this folder lies. */
export function pathOf(name: string): string {
  return join(import.meta.dirname, name);
}

/** A transcript as it is written. */
export function textOf(name: string): string {
  return readFileSync(pathOf(name), 'utf8');
}

/** What a beginning is called: `beginnings/at the consent.chat` → `at the consent`. */
export function nameOf(path: string): string {
  return path.slice(folder.length + 1, -'.chat'.length);
}

/** The path of a beginning: `at the consent` → `beginnings/at the consent.chat`. */
export function beginningPath(name: string): string {
  const path = `${folder}/${name}.chat`;
  if (beginnings.includes(path)) return path;
  throw new Error(`expected a beginning (${beginnings.map(nameOf).join(', ')}), found ${name}`);
}

/** A transcript with the lines of its beginning in the place of `[From=…]`: the whole conversation. */
export function expanded(transcript: string): string {
  const name = beginningOf(transcript);
  if (name === undefined) return transcript;
  return transcript.replace(`[From=${name}]\n`, () => expanded(textOf(beginningPath(name))));
}
