import type { CertificateState } from '../certificates/certificate.ts';
import type { ProtectedAct } from '../identity/evidence.ts';
import type { SecureStep } from './secureStep.ts';
import type { Task } from './enrollment.ts';
import fieldsByTask from './taskFields.json' with { type: 'json' };

/**
 * What a task is: one row of data. Its fields, and their order at a bank that has one of its own, stand in
 * taskFields.json; everything else that tells one task from another stands here, so that no code asks for a task by name.
 */
export interface TaskRow {
  /** The row of the evidence table that it stands on. */
  readonly act: ProtectedAct;
  /** Which sentences tell of it: those of a first issue, or those of a certificate's later life. */
  readonly words: 'issue' | 'life';
  /** Left by `취소` or `처음으로`, its answers can be brought back: there were enough of them to be worth it. */
  readonly isKeptWhenLeft: boolean;
  /** The page that ends it; absent for one that ends in the chat. */
  readonly endsOn?: Extract<SecureStep, 'credential' | 'renewal' | 'newCredential' | 'signature'>;
  /** It makes a certificate out of a log-in and an identity check of its own. */
  readonly identifies?: true;
  /** Its certificate takes the place of one that can't be used any more. */
  readonly replaces?: true;
  /** Its certificate takes the place of one that ends: only a bank and a kind that fit that one will do. */
  readonly renews?: true;
  /** In which states a certificate must be for it. */
  readonly actsOn: readonly CertificateState[];
  /** Of several certificates the first is meant, or all of them; none is asked for. */
  readonly asksForNone?: true;
  /** It only shows what there is: no certificate at all is an answer too. */
  readonly onlyShows?: true;
}

const inUse: readonly CertificateState[] = ['active'];

/** Every task. */
export const tasks: Readonly<Record<Task, TaskRow>> = {
  issue: { act: 'issue', words: 'issue', isKeptWhenLeft: true, endsOn: 'credential', identifies: true, actsOn: inUse },
  renew: { act: 'renew', words: 'life', isKeptWhenLeft: false, endsOn: 'renewal', renews: true, actsOn: inUse },
  reissue: {
    act: 'reissue',
    words: 'life',
    isKeptWhenLeft: true,
    endsOn: 'credential',
    identifies: true,
    replaces: true,
    actsOn: inUse,
  },
  revoke: { act: 'revoke', words: 'life', isKeptWhenLeft: false, actsOn: ['active', 'held', 'locked'] },
  hold: { act: 'hold', words: 'life', isKeptWhenLeft: false, actsOn: ['active', 'locked'], asksForNone: true },
  release: { act: 'release', words: 'life', isKeptWhenLeft: false, actsOn: ['held'] },
  expiry: {
    act: 'showDates',
    words: 'life',
    isKeptWhenLeft: false,
    actsOn: inUse,
    asksForNone: true,
    onlyShows: true,
  },
  changeCredential: {
    act: 'changeCredential',
    words: 'life',
    isKeptWhenLeft: false,
    endsOn: 'newCredential',
    actsOn: inUse,
    asksForNone: true,
  },
  devices: { act: 'manage', words: 'life', isKeptWhenLeft: false, actsOn: inUse },
  institutions: { act: 'manage', words: 'life', isKeptWhenLeft: false, actsOn: inUse },
  sign: { act: 'sign', words: 'life', isKeptWhenLeft: false, endsOn: 'signature', actsOn: inUse, asksForNone: true },
  privacy: { act: 'manage', words: 'life', isKeptWhenLeft: false, actsOn: inUse },
};

/** The names of all tasks, in the order of the table. */
export const taskNames = Object.keys(fieldsByTask) as readonly Task[]; // test/services/enrollment holds the two equal

/** Its code goes to the phone registered with the certificate, which comes with a log-in of its own. */
export function sendsToRegisteredPhone(task: Task): boolean {
  const fields: readonly string[] = fieldsByTask[task].default;
  return fields.includes('smsCode') && !fields.includes('identity');
}
