import type { Task } from '../enrollment/enrollment.ts';

/** Tasks that end in a certificate made anew: log-in, identity and a code to the phone each are a field of their own. */
export function makesCertificate(task: Task): boolean {
  return task === 'issue' || task === 'reissue';
}
