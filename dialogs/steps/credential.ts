import type { Step } from '../turn/step.ts';
import { issueVisit } from './issueVisit.ts';

/** 비밀번호: the last step; after it nothing can be taken back. */
export const credentialStep: Step = issueVisit('credential', 'issue.credential');
