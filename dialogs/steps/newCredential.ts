import type { Step } from '../turn/step.ts';
import { credentialPage } from './credentialPage.ts';

/** 비밀번호 변경 */
export const newCredentialStep: Step = credentialPage('newCredential');
