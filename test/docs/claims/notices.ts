import { recordYears } from '../../../services/certificates/keeping/retention.ts';
import { expiryStages, unusedNoticeMonths } from '../../../services/notices/reminderPlan.ts';
import { unusedMonths } from '../../../services/cloudAccount/cloudAccounts.ts';
import { maySend } from '../../../services/notices/sendingHours.ts';
import { smsBytes } from '../../../services/sms/smsText.ts';
import { claimsOf, type Claim } from '../support/claim.ts';
import { figureIn, filesWith, isLogged, namesIn } from '../support/source.ts';

const { says, fact } = claimsOf('docs/operations.md');
const second = 1_000;

const room = 'services/notices';
const worker = `${room}/reminderWorker.ts`;
const hours = `${room}/sendingHours.ts`;

/** `D-90`, `D-Day`: the stages of a certificate's end but the last, which is after it. */
const stages = expiryStages
  .filter(({ daysBefore }) => daysBefore >= 0)
  .map(({ daysBefore }) => (daysBefore === 0 ? 'D-Day' : `D-${daysBefore}`))
  .join(', ');

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function seoulHour(hour: number): Temporal.Instant {
  return Temporal.PlainDateTime.from('2027-03-02').with({ hour }).toZonedDateTime('Asia/Seoul').toInstant();
}

/** What is said of reminders and completion notices. */
export const notices: readonly Claim[] = [
  says`${stages}, once`,
  says`sent from ${clock(figureIn(hours, 'firstHour'))} until ${clock(figureIn(hours, 'lastHour'))} |`,
  fact(
    'each due from midnight of its Seoul day',
    () => [8, 9, 19, 20].map((hour) => maySend(seoulHour(hour))).join() === 'false,true,true,false',
  ),
  says`| ${unusedNoticeMonths} months without a use | once an unused spell, until it is ${unusedMonths} months`,
  says`| ${unusedMonths} months without a use | the next day: the cloud account goes`,
  fact(
    'goes out within a year of the end, or not at all',
    () => figureIn(`${room}/reminderPlan.ts`, 'endedDays') === 365,
  ),
  says`one SMS (${smsBytes} bytes of EUC-KR with the carrier's line)`,
  says`Each instance looks every ${figureIn('composition/notices.ts', 'everyMilliseconds') / second} seconds`,
  fact(
    'one claim of each of three queues and one read, 4 calls',
    () =>
      namesIn('composition/notices.ts', 'const chores:').length === 4 &&
      filesWith('schedule\\.claim').filter((place) => place.startsWith(room)).length === 3,
  ),
  says`put on the list ${figureIn(`${room}/reminderWatch.ts`, 'daysBeforeListing')} days after its issue`,
  says`the claim runs out after ${figureIn(worker, 'usualLeaseSeconds')} s`,
  says`it lies in its queue and is due after ${figureIn(`${room}/completionNotices.ts`, 'secondsUntilAgain')} s`,
  fact('that one is looked at again an hour later', () => figureIn(worker, 'hoursAfterBug') === 1),
  fact('`a reminder is left for later`', () => isLogged('warn', 'a reminder is left for later')),
  fact('`notices are left for later`', () => isLogged('warn', 'notices are left for later')),
  fact('`a completion notice is left for later` (level 40', () =>
    isLogged('warn', 'a completion notice is left for later'),
  ),
  fact('`a certificate could not be looked at for reminders` (50', () =>
    isLogged('error', 'a certificate could not be looked at for reminders'),
  ),
  fact('`notices` (30)', () => isLogged('info', 'notices')),
  says`or ${figureIn(`${room}/contactRetention.ts`, 'daysKept')} days after their last certificate ended`,
  fact('nothing personal): five years', () => recordYears === 5),
];
