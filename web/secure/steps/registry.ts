import type { SecureStep } from '../../../services/enrollment/secureStep.ts';
import { bankLoginView } from './bankLogin/view.ts';
import { credentialView } from './credential/view.ts';
import { identityView } from './identity/view.ts';
import { newCredentialView } from './newCredential/view.ts';
import { ownershipView } from './ownership/view.ts';
import { renewalView } from './renewal/view.ts';
import { signatureView } from './signature/view.ts';
import type { StepView } from './stepView.ts';

/**
 * The page of each step; one line a step. Its folder holds the script's part too, `client.ts`, which the bundle puts into
 * the script of the step's document (`scripts/bundle.ts`).
 */
export const secureStepViews = {
  bankLogin: bankLoginView,
  identity: identityView,
  ownership: ownershipView,
  renewal: renewalView,
  newCredential: newCredentialView,
  signature: signatureView,
  credential: credentialView,
} satisfies Readonly<Record<SecureStep, StepView>>;
