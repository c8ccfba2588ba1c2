import { stages } from '../../../dialogs/listeners/stages.ts';
import { planOf } from '../../../services/enrollment/plan/plan.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { mostWaiting } from '../support/keptFigures.ts';
import { looksLikePath } from '../support/names.ts';
import { oneLine, readPaper } from '../support/paper.ts';
import { holds } from '../support/source.ts';
import { textOf, tree } from '../support/tree.ts';

const paper = 'docs/architecture.md';
const { says, fact } = claimsOf(paper);

/** Who may import whom, as test/architecture holds it. */
const arrows = [
  ...textOf('test/architecture/arrows.test.ts').matchAll(/^ {2}'?(\w+(?:\.ts)?)'?: \[('[^\]]*')\],$/gm),
].map(([, room = '', may = '']) => ({ room, may: may.replaceAll("'", '') }));

/** The rows of the table that begins with this heading, without the spaces that set it. */
function rowsBelow(heading: string): readonly string[] {
  const { lines } = readPaper(paper);
  const rows = lines.slice(lines.findIndex((line) => line.startsWith(`| ${heading} `)) + 2);
  return rows.slice(0, rows.indexOf('')).map(oneLine);
}

function isTold({ room, may }: (typeof arrows)[number]): boolean {
  const row = rowsBelow('room').find(
    (line) => line.startsWith(`| \`${room}\` |`) || line.startsWith(`| \`${room}/\` |`),
  );
  return row?.endsWith(`| ${may} |`) ?? room === 'config';
}

/** The folders right below one. */
function foldersOf(room: string): readonly string[] {
  return tree.filter((place) => new RegExp(`^${room}/\\w+$`).test(place)).map((place) => place.slice(room.length + 1));
}

/** Whether a paragraph names every folder of a room. */
function namesFolders(room: string): boolean {
  const line = readPaper(paper).lines.find((one) => one.startsWith(`In \`${room}/\`: `)) ?? '';
  return foldersOf(room).every((folder) => new RegExp(`\\b${folder}\\b`).test(line));
}

/** The kinds of changes that are told, each with the files that it touches. */
const changes = rowsBelow('what');

/** What is said of the house. */
export const architecture: readonly Claim[] = [
  fact('| room', () => arrows.length === 7 && arrows.every((arrow) => isTold(arrow))),
  fact('In `services/`: what a customer is in the middle of', () => namesFolders('services')),
  fact('In `dialogs/`: `dialogs/turn/`', () => namesFolders('dialogs')),
  fact('one door to cases (`services/cases/caseStore.ts`) and one loop that changes records', () =>
    holds('test/architecture/arrows.test.ts', 'cases have one door', 'a record is changed by changeRecord'),
  ),
  fact('no knot of folders in `services/` and `dialogs/`', () =>
    holds('test/architecture/arrows.test.ts', "['services', 'dialogs']", 'hang in a knot, types included'),
  ),
  says`one turn of a case at a time; ${inWords(mostWaiting)} may wait`,
  fact('in named stages with their reasons', () => stages.every(({ name, why }) => name !== '' && why !== '')),
  fact('## Where do I change …', () => changes.length === 13 && changes.every((row) => namedIn(row).length > 0)),
  fact('and what its bank and product ask for', () => {
    const policy = { checksOfBank: () => ['emailCode'] as const, checksOfProduct: () => ['idPhoto'] as const };
    return planOf('issue', '004', 'personal', policy).checks.join() === 'idPhoto,emailCode';
  }),
  fact('proposing itself is not built', () => !holds('services/assistance/assistance.ts', 'field.answered')),
  fact(
    'before a protected act the guard asks the evidence list',
    () => holds('services/steps/dueStep.ts', 'guard.permit') && holds('services/steps/credential.ts', 'guard.permit'),
  ),
];

function namedIn(row: string): readonly string[] {
  return [...row.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span).filter((span) => looksLikePath(span));
}
