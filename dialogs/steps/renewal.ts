import type { Step } from '../turn/step.ts';
import { credentialPage } from './credentialPage.ts';

/** 갱신: the page shows card and credential together, and entering it is the yes. */
export const renewalStep: Step = credentialPage('renewal');
