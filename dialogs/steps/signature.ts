import type { Step } from '../turn/step.ts';
import { credentialPage } from './credentialPage.ts';

/** 서명해 보기 */
export const signatureStep: Step = credentialPage('signature');
