import { z } from 'zod';
import type { Credential } from '../certificates/credential.ts';
import type { Proof } from '../enrollment/enrollment.ts';
import { ok, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { formStep } from '../visits/visitStep.ts';
import { enteredCredential, readEntered } from './credentialForm.ts';
import { provedBy } from './answered.ts';
import { tell, whenDue, type DueStep } from './dueStep.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';
import {
  keyUse,
  showUsed,
  tellGone,
  tellUseRefused,
  usedCertificate,
  type CertificateShown,
  type UseCode,
} from './usedCertificate.ts';

/** 인증서 주인 확인: the credential proves whose certificate it is. */
export const ownershipPage = stepPage<CertificateShown>('ownership').withForm({
  keypads: ['current'],
  shape: z.strictObject({ current: enteredCredential }),
  read: ({ current }, readKeypad) => readEntered(current, readKeypad),
});

/** The step over its case: a right credential is told as a proof. */
export function ownershipStep(parts: SecureStepCollaborators) {
  return formStep(ownershipPage, {
    shown: async (owner) => {
      const used = await showUsed(parts, owner);
      return used && { policy: used.policy };
    },
    complete: (owner, entered) => whenDue(parts, owner, { step: 'ownership' }, (due) => proveOwnership(due, entered)),
  });
}

/** The credential opens the key: the customer is whose certificate it is. */
async function proveOwnership(
  due: DueStep,
  entered: Credential,
): Promise<Result<undefined, UseCode | 'visit.stepGone'>> {
  const { parts, enrollment, now } = due;
  const own = await usedCertificate(parts, enrollment);
  if (!own) return tellGone(due);
  const checked = await parts.certificates.checkCredential(keyUse(parts, own, entered));
  if (!checked.ok) return tellUseRefused(due, own, checked);
  const maskedName = enrollment.known?.maskedName;
  const proof: Proof = { at: now.toString(), by: 'credential', personKey: own.personKey };
  await tell(due, provedBy({ ...proof, ...(maskedName !== undefined && { maskedName }) }));
  return ok(undefined);
}
