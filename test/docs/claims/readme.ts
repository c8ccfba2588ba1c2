import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { adapterFaults } from '../../../composition/outside/chooseAdapters.ts';
import { parseConfig } from '../../../config.ts';
import { loadBanks } from '../../../services/banks/banks.ts';
import { serviceFacts } from '../../../services/knowledge/serviceFacts.ts';
import people from '../../../services/sandbox/people.json' with { type: 'json' };
import { expiryStages } from '../../../services/notices/reminderPlan.ts';
import { productionKeys } from '../../support/productionSettings.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { readPaper } from '../support/paper.ts';
import { root, textOf, tree } from '../support/tree.ts';

const paper = 'README.md';
const { says, fact } = claimsOf(paper);

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const { scripts, optionalDependencies } = JSON.parse(textOf('package.json')) as Package;
const node = Object.values(optionalDependencies).join().split('.')[0] ?? '';
const [hong] = people.listed;
if (!hong) throw new Error('expected somebody in the sandbox, found nobody');

const { port } = parseConfig({});
const kb = loadBanks().byCode('004');
const yearDays = 365;

/** What the README says of starting, trying and the house. */
export const readme: readonly Claim[] = [
  says`hold a real X.509 certificate ${inWords(serviceFacts.issueMinutes)} minutes later`,
  says`npm ci && npm start      # http://localhost:${String(port)}/`,
  says`the project brings the Node ${node} that it runs on`,
  says`press \`발급\`, choose \`${kb?.shortName ?? ''}\``,
  says`log in as \`${hong.id}\`, password \`${people.password}\`; the number is \`${hong.number.slice(0, 6)}-${hong.number.slice(6)}\``,
  fact('{"advanceSeconds":29376000}', () => {
    const left = yearDays - 29_376_000 / 86_400;
    return expiryStages.some(({ daysBefore }) => daysBefore >= left && daysBefore > 7);
  }),
  fact('| command', () => Object.keys(scripts).every((name) => isTold(name))),
  fact(
    'The sandbox refuses to be reachable from outside',
    () => isRefused({ HOST: '0.0.0.0' }) && isRefused({ PUBLIC_URL: 'https://a.example' }),
  ),
  fact('with `SANDBOX=false` it names them and does not start', () => {
    const told = refusal({ SANDBOX: 'false', ...productionKeys, PUBLIC_URL: 'https://a.example' });
    return told.includes('the SMS carrier') && told.includes('the identity bureau');
  }),
  fact('the stores (SQLite, or Redis by `REDIS_URL`)', () => parseConfig({}).redisUrl === undefined),
  fact('## The house', () => folders().every((name) => new RegExp(`^${name}/ `, 'm').test(textOf(paper)))),
  fact(
    'every sentence, Korean and English',
    () => readdirSync(join(root, 'locales')).filter(isFolder).join() === 'en,ko',
  ),
  fact('More: [issuance]', () => papers().every((name) => readPaper(paper).links.includes(name))),
];

/** Whether the table of commands has a script; `build` is a part of `start`, `ok` another name of `test`. */
function isTold(script: string): boolean {
  const { text } = readPaper(paper);
  return ['build', 'ok', 'test'].includes(script) || new RegExp(`npm (run (-s )?)?${script}\\b`).test(text);
}

function refusal(settings: Readonly<Record<string, string>>): string {
  try {
    parseConfig(settings, adapterFaults);
    return '';
  } catch (error) {
    return String(error);
  }
}

function isRefused(settings: Readonly<Record<string, string>>): boolean {
  return refusal(settings) !== '';
}

function isFolder(name: string): boolean {
  return statSync(join(root, 'locales', name)).isDirectory();
}

/** The folders of the house; settings, scripts, benches and papers are told of elsewhere. */
function folders(): readonly string[] {
  const rest = ['config', 'composition', 'scripts', 'bench', 'docs'];
  return tree.filter((name) => /^\w+$/.test(name) && statSync(join(root, name)).isDirectory() && !rest.includes(name));
}

/** Every paper in docs/ has its link. */
function papers(): readonly string[] {
  return tree.filter((name) => /^docs\/\w+\.md$/.test(name));
}
