import { diff } from 'node:util';

/** Lines that stay, around those that change. */
const context = 3;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The difference of two texts as `git diff` shows it; `[]` when there is none. Both end with a line break. */
export function unifiedDiff(path: string, before: string, after: string): string[] {
  const lines = diff(linesOf(before), linesOf(after)).map(([kind, text]): Line => ({ sign: signs[kind], text }));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return [];
  return [`--- a/${path}`, `+++ b/${path}`, ...hunks.flatMap(([from, to]) => drawn(lines, from, to))];
}

/** By the numbers of Node's `diff`. */
const signs = { [1]: '-', [0]: ' ', [-1]: '+' } as const;

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

/** From where to where something changes, with its context; changes that are near are in one. */
function hunksOf(lines: readonly Line[]): [from: number, to: number][] {
  const hunks: [number, number][] = [];
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    const last = hunks.at(-1);
    const [from, to] = [Math.max(0, index - context), Math.min(lines.length, index + context + 1)];
    if (last && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return hunks;
}

function drawn(lines: readonly Line[], from: number, to: number): string[] {
  const [earlier, here] = [lines.slice(0, from), lines.slice(from, to)];
  const place = (other: Line['sign']): string => {
    const count = (some: readonly Line[]): number => some.filter(({ sign }) => sign !== other).length;
    return `${count(earlier) + 1},${count(here)}`;
  };
  return [`@@ -${place('+')} +${place('-')} @@`, ...here.map(({ sign, text }) => `${sign}${text}`)];
}
