import type { Step } from '../turn/step.ts';
import { issueVisit } from './issueVisit.ts';

/** 은행 로그인과 본인 확인: one visit holds both (DOMAIN §1). */
export const bankLoginStep: Step = issueVisit('bankLogin', 'issue.identity');
