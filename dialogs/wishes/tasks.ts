import { tasks } from '../../services/enrollment/tasks.ts';
import { beginIssue } from '../tasks/issue.ts';
import { beginLife, putAside, type LifeTask } from '../tasks/begin.ts';
import { greet } from '../tasks/greeting.ts';
import { goOn, resume } from '../tasks/stepRegistry.ts';
import { showTopics } from '../tasks/topics.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { either, names, reads, surely, unasked } from './meaning.ts';
import type { Wish } from './wish.ts';

const stage = 'task';

/** What is told beside the wish to have it issued again is its reason: "비밀번호를 잊어버려서 다시 발급받고 싶어요". */
const restarts: ReadonlySet<string> = new Set([
  'forgot_pin',
  'pin_locked',
  'phone_changed',
  'name_changed',
  'device_changed',
]);

/**
 * What the customer came for: the tasks of the menu, by button or in their own words. Those that are read by their stems
 * stand first: a label of the classifier is a guess beside that.
 */
export const taskWishes: readonly Wish[] = [
  life('hold', 'menu.words.hold', reads('hold')),
  life('release', 'menu.words.release', reads('release')),
  life('sign', 'menu.words.sign', reads('sign')),
  life('institutions', 'menu.words.institutions', reads('institutions')),
  life('privacy', 'menu.words.privacy', reads('privacy')),
  life('reissue', 'menu.words.reissue', either(unasked(readsRestart), surely('reissue_certificate'), names('reissue'))),
  {
    name: 'issue',
    stage,
    words: 'menu.words.issue',
    meant: either(surely('issue_certificate'), names('issue')),
    grant: startIssue,
  },
  life('renew', 'menu.words.renew', either(surely('renew_certificate'), names('renew'))),
  life(
    'expiry',
    'menu.words.expiry',
    either(surely('check_expiry', 'check_status'), names('check_expiry', 'check_status')),
  ),
  life('revoke', 'menu.words.revoke', either(surely('revoke_certificate'), names('revoke'))),
  life('changeCredential', 'menu.words.changeCredential', either(unasked(surely('change_pin')), names('change_pin'))),
  life('devices', 'menu.words.devices', unasked(surely('logout_devices'))),
  { name: 'faq', stage, words: 'menu.words.faq', grant: showTopics },
  { name: 'menu', stage, meant: surely('greeting'), grant: showMenu },
];

function life(task: LifeTask, words: string, meant: NonNullable<Wish['meant']>): Wish {
  return { name: task, stage, words, meant, grant: (turn, message) => beginLife(turn, task, message) };
}

function readsRestart(turn: Turn, message: Message): boolean {
  return reads('reissue')(turn, message) && restarts.has(message.understanding.intent);
}

function showMenu(turn: Turn): void {
  if (turn.record.enrollment) return resume(turn);
  greet(turn);
}

function startIssue(turn: Turn, message: Message): void {
  const { enrollment } = turn.record;
  if (enrollment && tasks[enrollment.task].words === 'issue') {
    turn.say('issue.already');
    return resume(turn);
  }
  const before = turn.record.enrollment;
  putAside(turn);
  beginIssue(turn, message, before);
  if (turn.record.asked === undefined || turn.record.asked.what === 'menu') goOn(turn);
}
