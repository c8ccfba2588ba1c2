import { bandOf } from '../services/language/bands.ts';
import { showTopics } from './answer.ts';
import { greet, menu } from './greeting.ts';
import { beginIssue, goOn, lastFour, resume } from './issue.ts';
import { namedTask } from './taskWords.ts';
import { formatDay } from './steps/times.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

/** Begins what the customer came for: the tasks of the menu, by button or in their own words. */
export function startTask(turn: Turn, message: Message): boolean {
  const task = taskOf(turn, message);
  if (!task) return false;
  starters[task](turn, message);
  return true;
}

type Task = 'issue' | 'renew' | 'expiry' | 'revoke' | 'reissue' | 'faq' | 'menu';

const starters: Readonly<Record<Task, (turn: Turn, message: Message) => void>> = {
  issue: startIssue,
  renew: (turn) => elsewhere(turn, 'renew'),
  revoke: (turn) => elsewhere(turn, 'revoke'),
  reissue: startIssue,
  expiry: tellExpiry,
  faq: showTopics,
  menu: (turn) => {
    if (turn.record.enrollment) return resume(turn);
    greet(turn);
  },
};

const byIntent: Readonly<Record<string, Task>> = {
  issue_certificate: 'issue',
  renew_certificate: 'renew',
  reissue_certificate: 'reissue',
  revoke_certificate: 'revoke',
  check_expiry: 'expiry',
  check_status: 'expiry',
  greeting: 'menu',
};

function taskOf(turn: Turn, message: Message): Task | undefined {
  const named = namedTask(turn, message);
  if (named) return named;
  return bandOf(message.understanding) === 'fallback' ? undefined : byIntent[message.understanding.intent];
}

function startIssue(turn: Turn, message: Message): void {
  if (turn.record.enrollment) {
    turn.say('issue.already');
    return resume(turn);
  }
  beginIssue(turn, message);
  if (turn.record.asked === undefined || turn.record.asked.what === 'menu') goOn(turn);
}

/** What the assistant can't do itself yet: where it is done, and a person. */
function elsewhere(turn: Turn, task: 'renew' | 'revoke'): void {
  turn.say(`elsewhere.${task}`);
  const bank = turn.world.banks.byCode(turn.record.enrollment?.bank ?? turn.record.issued?.bank ?? '');
  if (bank) turn.say('elsewhere.phone', { bank: bank.name, phone: bank.phone });
  if (turn.record.enrollment) return resume(turn);
  turn.offer(turn.button('menu.issue'), turn.button('common.agent'), turn.button('common.startOver'));
}

/** What this conversation issued can be told; other certificates are not known here. */
function tellExpiry(turn: Turn): void {
  const { issued } = turn.record;
  if (issued) {
    const bank = turn.world.banks.byCode(issued.bank)?.name ?? issued.bank;
    const days = turn.now
      .toZonedDateTimeISO('Asia/Seoul')
      .toPlainDate()
      .until(Temporal.Instant.from(issued.notAfter).toZonedDateTimeISO('Asia/Seoul').toPlainDate()).days;
    turn.say('expiry.known', { bank, serial: lastFour(issued.serialHex), until: formatDay(issued.notAfter), days });
  } else turn.say('expiry.unknown').say('expiry.unknownWay');
  if (turn.record.enrollment) return resume(turn);
  menu(turn);
}
