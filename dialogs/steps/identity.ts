import type { Step } from '../turn/step.ts';
import { issueVisit } from './issueVisit.ts';

/** 본인 확인 alone, when the log-in is done already. */
export const identityStep: Step = issueVisit('identity', 'issue.identity');
