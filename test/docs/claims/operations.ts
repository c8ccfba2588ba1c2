import { tokenSeconds } from '../../../bots/directLine/directLineTokens.ts';
import { keyNames } from '../../../config.ts';
import { chatKeptDays, taskKeptDays } from '../../../services/cases/casePurge.ts';
import { waitingKeptDays } from '../../../services/cases/handoff.ts';
import { recordYears } from '../../../services/certificates/keeping/retention.ts';
import { unusedMonths } from '../../../services/cloudAccount/cloudAccounts.ts';

import { knownDays } from '../../../services/customers/knownCustomers.ts';
import { httpLimits } from '../../../web/httpLimits.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { cloudVisitMinutes, loginHours } from '../support/keptFigures.ts';
import { readPaper } from '../support/paper.ts';
import { figureIn, filesWith, holds, isLogged, namesIn } from '../support/source.ts';
import { textOf } from '../support/tree.ts';

const paper = 'docs/operations.md';
const { says, fact } = claimsOf(paper);
const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const daySeconds = 86_400;

const housekeeping = 'composition/housekeeping.ts';
const retries = 'services/cases/retryQueue.ts';
const recovery = 'services/certificates/issue/recovery.ts';
const retention = 'services/certificates/keeping/retention.ts';
const audit = 'services/audit/hashChainAudit.ts';

const running: readonly Claim[] = [
  says`requests and turns under way end (${httpLimits.closeMilliseconds / second} s at most)`,
  fact('`SIGTERM` or `SIGINT`', () => holds('composition/serve.ts', "['SIGTERM', 'SIGINT']")),
  fact('one message lists them all, exit 1', () => holds('composition/serve.ts', 'if (!config) return 1;')),
  says`All instances share the ${inWords(keyNames.length)} keys`,
  fact('WAL, `synchronous=FULL`, 0600', () =>
    holds('services/database/sqlite/sqliteWorker.ts', 'journal_mode = WAL', 'synchronous = FULL', '0o600'),
  ),
  says`(\`WAIT\`, ${figureIn('services/database/redis/redisBarrier.ts', 'waitMilliseconds') / second} s)`,
  fact('level 50 (a bug, with the incident number', () => isLogged('error', 'a turn failed')),
  fact('`a limit over all phones was reached` (SMS)', () => isLogged('error', 'a limit over all phones was reached')),
  fact('`an effect is left for later`', () => isLogged('warn', 'an effect is left for later')),
];

const keys: readonly Claim[] = [
  says`${figureIn('config/keys.ts', 'shortest')} characters or more each`,
  says`production needs all ${inWords(keyNames.length)}`,
  says`the old one may go after ${tokenSeconds.browser / daySeconds} days (the life of a browser's cookie)`,
  fact('need it for half an hour at most', () => tokenSeconds.conversation * second === 30 * minute),
  says`up to ${figureIn(housekeeping, 'rewrap')} keys`,
  fact('It does not reach the keys that contacts are sealed under', () =>
    filesWith('rewrap\\(limit: number').every((place) => place.startsWith('services/certificates/')),
  ),
  says`nor cases (${chatKeptDays} days)`,
  says`and ${figureIn('services/notices/contactRetention.ts', 'daysKept')} days more)`,
  says`the OCSP responder's key (${figureIn('services/certificates/status/responderKeys.ts', 'daysToLive')} days,`,
  says`(RSA-${String(figureIn('services/certificates/authority/forgeAuthorityFiles.ts', 'bits'))}, PKCS#8`,
  says`no longer renewed and ends within ${figureIn('services/certificates/status/revocationLists.ts', 'hoursToLive')} hours`,
  fact('Functions only: no command calls them yet', () => filesWith('archiveLines|restoreArchive').length === 1),
];

/** The jobs of the table in the paper, in its order. */
function toldJobs(): readonly string[] {
  const { lines } = readPaper(paper);
  const rows = lines.slice(lines.findIndex((line) => line.startsWith('| job (`chore`)')) + 2);
  return rows.slice(0, rows.indexOf('')).map((row) => /`(\w+)`/.exec(row)?.[1] ?? '');
}

/** The jobs of the code: its own, and those of rooms that are opened beside the services. */
function jobs(): readonly string[] {
  const own = namesIn(housekeeping, 'const chores: Chores = {');
  return [...own, ...namesIn('composition/app.ts', 'more: {')];
}

const keeping: readonly Claim[] = [
  says`after ${figureIn(audit, 'entriesInStream')} entries or ${figureIn(audit, 'hoursInStream') / 24} days`,
  says`goes as a whole ${inWords(recordYears)} years after its last entry`,
  fact('the command does not take them yet', () => !holds('composition/verifyAudit.ts', 'knownHeads')),
  fact('At start, every hour', () => figureIn(housekeeping, 'everyMilliseconds') === hour),
  says`(a lock of ${figureIn(housekeeping, 'leaseMilliseconds') / minute} minutes)`,
  fact('(`a chore is left for the next time`, level 50)', () => isLogged('error', 'a chore is left for the next time')),
  fact('| job (`chore`)', () => toldJobs().toSorted().join() === jobs().toSorted().join()),
  says`| ${taskKeptDays} days, ${chatKeptDays} days after the customer's last word |`,
  says`records of secure links | ${figureIn('services/visits/recordedVisits.ts', 'visitKeptHours')} hours |`,
  fact(
    '| a day, 7 days, 5 years after the end |',
    () => [figureIn(retention, 'daysKeyKept'), figureIn(retention, 'daysPlaceKept'), recordYears].join() === '1,7,5',
  ),
  says`whom a conversation was known as | ${knownDays} days |`,
  says`cloud accounts that nobody used | ${unusedMonths} months |`,
  says`log-ins at relying parties | ${cloudVisitMinutes} minutes, ${loginHours} hours |`,
  says`what was sent or skipped | ${recordYears} years |`,
  says`| ${waitingKeptDays} days, a day |`,
  says`whole streams of the audit log | ${recordYears} years after their last entry |`,
];

/** The waits of the queue of retries, in seconds. */
const [first, next, third, fourth, last] =
  /const waits = \[([^\]]*)\]/
    .exec(textOf(retries))?.[1]
    ?.split(', ')
    .map((wait) => Number(wait.replaceAll('_', '')) / second) ?? [];

const crashes: readonly Claim[] = [
  says`destroys it after ${figureIn(recovery, 'busySeconds')} s`,
  says`voids it once it is older than ${figureIn(recovery, 'reservationMinutes')} minutes`,
  says`after ${first ?? ''} s, ${next ?? ''} s, ${third ?? ''} s, ${fourth ?? ''} s, then every ${last ?? ''} s, ${figureIn(retries, 'mostTries')} times in all`,
  says`are looked for every ${figureIn('composition/app.ts', 'againMilliseconds') / second} seconds`,
];

/** What is said of running, keys, backup, jobs and crashes. */
export const operations: readonly Claim[] = [...running, ...keys, ...keeping, ...crashes];
