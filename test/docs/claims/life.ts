import { chatKeptDays } from '../../../services/cases/casePurge.ts';
import { wrongCredentialsAllowed } from '../../../services/certificates/keys/keyCustody.ts';
import { unusedMonths } from '../../../services/cloudAccount/cloudAccounts.ts';
import { knownDays } from '../../../services/customers/knownCustomers.ts';
import type { Field, Task } from '../../../services/enrollment/enrollment.ts';
import { planOf } from '../../../services/enrollment/plan/plan.ts';
import { fieldModules } from '../../../services/enrollment/fields/registry.ts';
import { taskNames, tasks } from '../../../services/enrollment/tasks.ts';
import { evidencePolicy, needsOf, type EvidenceKind } from '../../../services/identity/evidence.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { oneLine, readPaper } from '../support/paper.ts';
import { holds } from '../support/source.ts';

const paper = 'docs/life.md';
const { says, fact } = claimsOf(paper);

/** What the paper calls a field where its own name would be hard to read. */
const names: Readonly<Partial<Record<Field, string>>> = {
  bankLogin: 'log-in',
  smsCode: 'SMS',
  secondConfirmation: 'second confirmation',
  newCredential: 'new credential',
};

/** `bank · proof · _holdings_`: the fields of a task in the order of asking; those that are never asked in italics. */
function wayOf(task: Task): string {
  return planOf(task, undefined, undefined)
    .fields.map((field) => {
      const name = names[field] ?? field;
      const isAsked = ['chat', 'page'].includes(fieldModules[field].where);
      return isAsked ? name : `_${name}_`;
    })
    .join(' · ');
}

/** The task's row in the table of the paper. */
function rowOf(task: Task): string {
  const rows = readPaper(paper).lines.filter((line) => line.startsWith(`| \`${task}\` `));
  return oneLine(rows.join());
}

/** Whether each way of proving oneself is enough for the act, so long, with nothing beside it. */
function isEnough(task: Task, kinds: readonly EvidenceKind[], maxAgeSeconds: number): boolean {
  const [need, ...more] = needsOf(tasks[task].act);
  return (
    more.length === 0 && kinds.every((kind) => need?.kinds.includes(kind)) && need?.maxAgeSeconds === maxAgeSeconds
  );
}

/** What is said of a certificate's later life. */
export const life: readonly Claim[] = [
  ...taskNames
    .filter((task) => task !== 'issue')
    .map((task) => fact(`| \`${task}\` |`, () => rowOf(task).includes(`| ${wayOf(task)} |`))),
  fact('| log-in or credential, 10 minutes', () => isEnough('revoke', ['bankLogin', 'credential'], 600)),
  fact(
    '| log-in, identity or credential; never a code to the phone',
    () =>
      isEnough('hold', ['bankLogin', 'identity', 'credential'], 3_600) &&
      evidencePolicy.hold.every(({ kinds }) => !kinds.includes('smsCode')),
  ),
  fact('| log-in or credential, 1 hour', () =>
    (['expiry', 'devices', 'institutions', 'privacy'] as const).every((task) =>
      isEnough(task, ['bankLogin', 'credential'], 3_600),
    ),
  ),
  fact('| bank log-in, or known; then the credential', () =>
    (['renew', 'changeCredential', 'sign'] as const).every((task) => {
      const [whose, credential] = needsOf(tasks[task].act);
      return (
        whose?.kinds.includes('known') && whose.kinds.includes('bankLogin') && credential?.kinds.join() === 'credential'
      );
    }),
  ),
  fact('| as for an issue', () => JSON.stringify(evidencePolicy.reissue) === JSON.stringify(evidencePolicy.issue)),
  fact(
    '| a log-in of its own and a code to the registered phone',
    () => evidencePolicy.release.map(({ kinds }) => kinds[0]).join() === 'bankLogin,smsCode',
  ),
  says`HMAC(channel, user) → person, ${knownDays} days;`,
  says`and the purge of a conversation after ${chatKeptDays} days neither`,
  fact(`A fifth wrong credential locks the certificate`, () => wrongCredentialsAllowed === 5),
  says`An account that nobody used for ${inWords(unusedMonths)} months goes with the next day`,
  fact('one message goes to the registered phone', () =>
    holds('services/notices/kakaoNoticeSender.ts', "notice.kind === 'reminder'"),
  ),
];
