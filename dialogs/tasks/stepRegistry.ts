import type { Field } from '../../services/enrollment/enrollment.ts';
import { needed } from '../../services/enrollment/plan/progress.ts';
import { chosenStep } from '../steps/chosen.ts';
import { secondConfirmationStep } from '../steps/secondConfirmation.ts';
import { holdingsStep } from '../steps/holdings.ts';
import { institutionStep } from '../steps/institution.ts';
import { outcomeStep } from './outcome.ts';
import { proofStep } from '../steps/proof.ts';
import { reasonStep } from '../steps/reason.ts';
import { newCredentialStep } from '../steps/newCredential.ts';
import { renewalStep } from '../steps/renewal.ts';
import { signatureStep } from '../steps/signature.ts';
import { brief, first } from '../turn/step.ts';
import type { Manner, Step } from '../turn/step.ts';
import { bankStep } from '../steps/bank.ts';
import { confirmationStep } from '../steps/confirmation.ts';
import { consentStep } from '../steps/consent.ts';
import { kindStep } from '../steps/kind.ts';
import { replacementStep } from '../steps/replacement.ts';
import { smsCodeStep } from '../steps/smsCode.ts';
import { bankLoginStep } from '../steps/bankLogin.ts';
import { credentialStep } from '../steps/credential.ts';
import { identityStep } from '../steps/identity.ts';
import type { Turn } from '../turn/turn.ts';

/** Which step asks for which field, of whatever task. The order is the enrollment's. */
const steps: Readonly<Record<Field, Step>> = {
  bank: bankStep,
  kind: kindStep,
  consent: consentStep,
  bankLogin: bankLoginStep,
  identity: identityStep,
  smsCode: smsCodeStep,
  replacement: replacementStep,
  confirmation: confirmationStep,
  credential: credentialStep,
  reason: reasonStep,
  proof: proofStep,
  holdings: holdingsStep,
  chosen: chosenStep,
  institution: institutionStep,
  secondConfirmation: secondConfirmationStep,
  renewal: renewalStep,
  newCredential: newCredentialStep,
  signature: signatureStep,
  outcome: outcomeStep,
};

/** The step that the task waits for now; undefined when nothing is under way. */
export function currentStep(turn: Turn): Step | undefined {
  const { enrollment } = turn.record;
  const field = enrollment && needed(enrollment, turn.now);
  return field && steps[field];
}

/** Goes on with the way: asks for what is needed next, unless the turn has already asked. */
export function goOn(turn: Turn, manner: Manner = first): void {
  currentStep(turn)?.ask(turn, manner);
}

/** Back to the question after something in between, in one bubble. */
export function resume(turn: Turn): void {
  if (!turn.moreToCome) goOn(turn, brief);
}
