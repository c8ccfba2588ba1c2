import type { Field } from '../../services/enrollment/enrollment.ts';
import { needed } from '../../services/enrollment/fields.ts';
import { chosenStep } from '../steps/chosen.ts';
import { lifeConfirmationStep, secondConfirmationStep } from '../steps/changeConfirmation.ts';
import { holdingsStep } from '../steps/holdings.ts';
import { institutionStep } from '../steps/institution.ts';
import { outcomeStep } from './outcome.ts';
import { proofStep } from '../steps/proof.ts';
import { reasonStep } from '../steps/reason.ts';
import { newCredentialStep, renewalStep, signatureStep } from '../steps/credentialPages.ts';
import { brief, first } from '../turn/step.ts';
import type { Manner, Step } from '../turn/step.ts';
import { bankStep } from '../steps/bank.ts';
import { confirmationStep } from '../steps/confirmation.ts';
import { consentStep } from '../steps/consent.ts';
import { kindStep } from '../steps/kind.ts';
import { makesCertificate } from '../steps/volunteeredAnswers.ts';
import { replacementStep } from '../steps/replacement.ts';
import { smsCodeStep } from '../steps/smsCode.ts';
import { bankLoginStep, credentialStep, identityStep } from '../steps/visit.ts';
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
  if (field === 'confirmation' && !makesCertificate(enrollment?.task)) return lifeConfirmationStep;
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
