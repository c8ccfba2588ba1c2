import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { showTopics } from './question.ts';
import { asksByForm } from '../../services/language/reading/clauses.ts';
import { readWish, type Wish } from '../../services/language/reading/wishes.ts';
import { greet } from '../tasks/greeting.ts';
import { beginIssue } from '../tasks/issue.ts';
import { goOn, resume } from '../steps/registry.ts';
import { beginLife, putAside, type LifeTask } from '../tasks/begin.ts';
import { namedTask } from '../tasks/taskWords.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** Begins what the customer came for: the tasks of the menu, by button or in their own words. */
export function startTask(turn: Turn, message: Message): boolean {
  const task = taskOf(turn, message);
  if (!task) return false;
  starter(task)(turn, message);
  return true;
}

type Begun = LifeTask | 'issue' | 'faq' | 'menu';

function starter(task: Begun): (turn: Turn, message: Message) => void {
  if (task === 'issue') return startIssue;
  if (task === 'faq') return showTopics;
  if (task === 'menu') return showMenu;
  return (turn, message) => beginLife(turn, task, message);
}

function showMenu(turn: Turn): void {
  if (turn.record.enrollment) return resume(turn);
  greet(turn);
}

const byIntent: Readonly<Record<string, Begun>> = {
  issue_certificate: 'issue',
  renew_certificate: 'renew',
  reissue_certificate: 'reissue',
  revoke_certificate: 'revoke',
  check_expiry: 'expiry',
  check_status: 'expiry',
  greeting: 'menu',
};

/** What is told beside the wish to have it issued again is its reason: "비밀번호를 잊어버려서 다시 발급받고 싶어요". */
const restarts: ReadonlySet<string> = new Set([
  'forgot_pin',
  'pin_locked',
  'phone_changed',
  'name_changed',
  'device_changed',
]);

/** Begun by a plain wish only: "how do I …" is a question, and gets its answer with the act as a button. */
const byWish: Readonly<Record<string, Begun>> = { change_pin: 'changeCredential', logout_devices: 'devices' };

function taskOf(turn: Turn, message: Message): Begun | undefined {
  const named = namedTask(turn, message);
  if (named) return named;
  const wished = message.value === undefined ? readWish(message.text) : undefined;
  const { intent } = message.understanding;
  if (wished === 'reissue' && restarts.has(intent) && !asksByForm(message.text)) return 'reissue';
  if (wished !== undefined && isTask(wished)) return wished;
  const band = bandOf(message.understanding);
  if (band === 'act' && byWish[intent] && !asksByForm(message.text)) return byWish[intent];
  if (band === 'act') return byIntent[intent];
  return asksByForm(message.text) ? undefined : byAction(message);
}

/** "국민은행 재발급": half understood, but the act stands in it, and nothing is asked. */
function byAction({ understanding }: Message): Begun | undefined {
  const { action } = understanding.slots;
  if (action === 'check_expiry' || action === 'check_status') return 'expiry';
  if (action === 'change_pin') return 'changeCredential';
  return action === 'issue' || action === 'renew' || action === 'reissue' || action === 'revoke' ? action : undefined;
}

function isTask(wish: Wish): wish is Extract<Wish, LifeTask> {
  return wish === 'hold' || wish === 'release' || wish === 'sign' || wish === 'institutions' || wish === 'privacy';
}

function startIssue(turn: Turn, message: Message): void {
  if (turn.record.enrollment?.task === 'issue') {
    turn.say('issue.already');
    return resume(turn);
  }
  const before = turn.record.enrollment;
  putAside(turn);
  beginIssue(turn, message, before);
  if (turn.record.asked === undefined || turn.record.asked.what === 'menu') goOn(turn);
}
