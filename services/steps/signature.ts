import { z } from 'zod';
import type { Credential } from '../certificates/credential.ts';
import { refuse, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { formStep } from '../visits/visitStep.ts';
import { enteredCredential, readEntered } from './credentialForm.ts';
import { refusedUse, tell, whenDue, type DueStep } from './dueStep.ts';
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

/** What the page of a sample signature shows. */
export interface SignatureShown extends CertificateShown {
  /** What is signed is seen before it is signed. */
  readonly sample: string;
}

/** 서명해 보기. */
export const signaturePage = stepPage<SignatureShown>('signature').withForm({
  keypads: ['current'],
  shape: z.strictObject({ current: enteredCredential }),
  read: ({ current }, readKeypad) => readEntered(current, readKeypad),
});

/** The step over its case: the sample is signed, and waits on the finished page. */
export function signatureStep(parts: SecureStepCollaborators) {
  return formStep(signaturePage, {
    shown: async (owner) => {
      const used = await showUsed(parts, owner);
      return used && { policy: used.policy, sample: parts.sampleText(used.record.locale, parts.clock.now()) };
    },
    complete: async (owner, entered) => {
      const signed = await whenDue(parts, owner, { step: 'signature' }, (due) => signSample(due, entered));
      // what was signed before waits on the finished page: a second submit has nothing to answer with
      return signed.ok && signed.value === undefined ? refuse('visit.stepGone') : signed;
    },
  });
}

/** Signs the sample text; the answer is a CMS SignedData with the text in it (DER). */
async function signSample(due: DueStep, entered: Credential): Promise<Result<Buffer, UseCode | 'visit.stepGone'>> {
  const { parts, record, enrollment, now } = due;
  const own = await usedCertificate(parts, enrollment);
  if (!own) return tellGone(due);
  const refused = await refusedUse(due, own.personKey);
  if (refused) return refused;
  const bytes = Buffer.from(parts.sampleText(record.locale, now));
  const signed = await parts.certificates.sign({ ...keyUse(parts, own, entered), bytes, form: 'cmsAttached' });
  if (!signed.ok) return tellUseRefused(due, own, signed);
  await tell(due, { name: 'signature.made', enrollmentId: enrollment.id });
  return signed;
}
