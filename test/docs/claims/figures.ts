import { claimsOf, type Claim } from '../support/claim.ts';
import { readPaper } from '../support/paper.ts';
import { textOf, tree } from '../support/tree.ts';

const paper = 'docs/figures.md';
const { says, fact } = claimsOf(paper);

/** Every written conversation; a beginning is a part of others. */
const conversations = tree.filter(
  (place) => /^test\/transcripts\/.*\.chat$/.test(place) && !place.startsWith('test/transcripts/beginnings/'),
);
const withoutRestart = conversations.filter((place) => !textOf(place).includes('[Restart]'));

/** How many lines a file of texts has. */
function linesOf(place: string): number {
  return textOf(place).trimEnd().split('\n').length;
}

const trained = tree
  .filter((place) => /^services\/language\/training\/\w+\.txt$/.test(place))
  .reduce((sum, place) => sum + linesOf(place), 0);

const sets = ['strangers', 'chatLog', 'untouched', 'voices', 'development', 'examples'] as const;

/** Whether a soak met nearly all of these conversations: a few may have come after it. */
function metNearlyAll(measured: RegExp, { length }: readonly string[]): boolean {
  const [, count = '0'] = measured.exec(readPaper(paper).text) ?? [];
  return Number(count) <= length && Number(count) >= 0.95 * length;
}

/** What was measured on: figures of a machine can't be checked, what they were measured with can. */
export const figures: readonly Claim[] = [
  says`${trained} training texts, by many hands`,
  ...sets.map((name) => says`| ${name} (${linesOf(`bench/texts/${name}.jsonl`)}) |`),
  fact('every written conversation on Redis', () =>
    metNearlyAll(/(\d+) conversations \| 0 \| `npm run soak -- transcripts`/, conversations),
  ),
  fact('every written conversation without a restart of the process', () =>
    metNearlyAll(/\| (\d+) conversations, [\d,]+ bodies/, withoutRestart),
  ),
  fact('`npm test` kills at 7, 5 and 3 of these places', () => kills().join() === '7,5,3'),
];

/** At how many places a test run kills, the most first. */
function kills(): readonly number[] {
  const found = textOf('test/reliability/kills.test.ts').matchAll(/most: (\d+)/g);
  return [...found].map(([, most]) => Number(most)).toSorted((a, b) => b - a);
}
