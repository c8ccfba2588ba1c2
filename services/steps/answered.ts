import type { FieldAnswered } from '../cases/caseEvents.ts';
import type { Answers, KeptField, Proof } from '../enrollment/enrollment.ts';
import { proofEvidence } from '../enrollment/proofs.ts';
import type { Evidence } from '../identity/evidence.ts';

/** What a page tells the case: the customer answered a field, and what that proves. */
export function answered<Name extends KeptField>(field: Name, value: Answers[Name], evidence: Evidence): FieldAnswered {
  return { name: 'field.answered', field, value, evidence: [evidence], by: 'customer' } as FieldAnswered; // a row of its own field
}

/** The same of who the customer proved to be. */
export function provedBy(proof: Proof): FieldAnswered {
  return answered('proof', proof, proofEvidence(proof, 'secureView'));
}
