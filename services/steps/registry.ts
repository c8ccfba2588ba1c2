import type { SecureStep } from '../enrollment/secureStep.ts';
import type { VisitStep } from '../visits/visitStep.ts';
import { bankLoginStep } from './bankLogin.ts';
import { credentialStep } from './credential.ts';
import { identityStep } from './identity.ts';
import { newCredentialStep } from './newCredential.ts';
import { ownershipStep } from './ownership.ts';
import { renewalStep } from './renewal.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';
import { signatureStep } from './signature.ts';

/** The steps of the secure view with what they do, by name. */
export type SecureSteps = ReturnType<typeof openSecureSteps>;

/** Makes every step of the secure view; one line a step, in the order in which a customer meets them. */
export function openSecureSteps(parts: SecureStepCollaborators) {
  return {
    bankLogin: bankLoginStep(parts),
    identity: identityStep(parts),
    ownership: ownershipStep(parts),
    renewal: renewalStep(parts),
    newCredential: newCredentialStep(parts),
    signature: signatureStep(parts),
    credential: credentialStep(parts),
  } satisfies Readonly<Record<SecureStep, VisitStep>>;
}
