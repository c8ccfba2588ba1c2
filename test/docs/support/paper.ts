import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, tree } from './tree.ts';

/** One paper, taken apart into what names something. */
export interface Paper {
  /** From the root: `docs/operations.md`. */
  readonly name: string;
  /** Every run of white space as one blank: a sentence is found however its lines or columns are set. */
  readonly text: string;
  /** What stands in code marks within a line. */
  readonly spans: readonly string[];
  /** The paper as it is written, line by line. */
  readonly lines: readonly string[];
  /** Where its links lead, pictures too, as written. */
  readonly links: readonly string[];
  /** Its headings, as links name them: `logging-in-with-a-certificate`. */
  readonly anchors: readonly string[];
}

const block = /^( *)```[^\n]*\n([\s\S]*?)^\1```$/gm;

/** Every paper of the project, from the root. */
export const paperNames: readonly string[] = tree.filter((place) => place.endsWith('.md'));

/** Reads a paper. @throws Error when there is none of that name */
export function readPaper(name: string): Paper {
  const written = readFileSync(join(root, name), 'utf8');
  const outside = written.replaceAll(block, '');
  return {
    name,
    text: oneLine(written),
    spans: captures(outside, /(?<!`)`([^`\n]+)`(?!`)/g),
    lines: written.split('\n'),
    links: captures(outside, /\]\(([^)\s]+)\)/g),
    anchors: captures(outside, /^#+ (.+)$/gm).map(anchorOf),
  };
}

/** White space as one blank, wherever it stands. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** The name of a heading in an address, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

function captures(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
