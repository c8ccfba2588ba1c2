import { z } from 'zod';
import type { BankIdentity } from '../banks/bankLogin.ts';
import { personContext } from '../cases/caseRecord.ts';
import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import type {
  Credential,
  CredentialFields,
  CredentialOwner,
  CredentialPolicy,
  CredentialWeakness,
} from '../certificates/credential.ts';
import { ownCertificate } from '../enrollment/holdings.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { formStep } from '../visits/visitStep.ts';
import { chosenCredential, enteredCredential, judgePolicy, readChosen, readEntered } from './credentialForm.ts';
import { loginOf } from '../enrollment/enrollment.ts';
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

/** What the page shows on which a credential is changed. */
export interface NewCredentialShown extends CertificateShown {
  /** What the next one may be. */
  readonly policies: readonly CredentialPolicy[];
}

/** The credential there is, and the next one as typed twice. */
export interface NewCredentialFields {
  readonly current: Credential;
  readonly next: CredentialFields;
}

/** 비밀번호 바꾸기. */
export const newCredentialPage = stepPage<NewCredentialShown>('newCredential').withForm({
  keypads: ['current', 'secret', 'confirmation'],
  shape: z.strictObject({ current: enteredCredential, next: chosenCredential }),
  read: (sent, readKeypad): NewCredentialFields | undefined => {
    const current = readEntered(sent.current, readKeypad);
    const next = readChosen(sent.next, readKeypad);
    return current && next && { current, next };
  },
  judge: ({ next }, { policies }) => judgePolicy(next, policies),
});

/** The step over its case: the key is put under the new credential. */
export function newCredentialStep(parts: SecureStepCollaborators) {
  return formStep(newCredentialPage, {
    shown: async (owner) => {
      const used = await showUsed(parts, owner);
      return used && { policy: used.policy, policies: parts.credentialPolicies(used.own.product) };
    },
    complete: (owner, fields) =>
      whenDue(parts, owner, { step: 'newCredential' }, (due) => changeCredential(due, fields)),
  });
}

/** Puts the key under a new credential; nobody but the customer ever knew the old one. */
async function changeCredential(
  due: DueStep,
  fields: NewCredentialFields,
): Promise<Result<undefined, UseCode | CredentialWeakness | 'visit.stepGone'>> {
  const { parts, enrollment } = due;
  const own = await usedCertificate(parts, enrollment);
  if (!own) return tellGone(due);
  const refused = await refusedUse(due, own.personKey);
  if (refused) return refused;
  const use = keyUse(parts, own, fields.current);
  const person = await strangersKnowledge(due, own);
  const changed = await parts.certificates.changeCredential({ ...use, next: fields.next, person });
  if (!changed.ok) {
    const { code, details = {} } = changed;
    return isUseCode(code) ? tellUseRefused(due, own, { ok: false, code, details }) : refuse(code, details);
  }
  await tell(due, { name: 'credential.changed', enrollmentId: enrollment.id, certificate: ownCertificate(own) });
  return ok(undefined);
}

/** What a stranger could know of the customer, and the next credential must not be made of. */
async function strangersKnowledge(
  { parts, record, enrollment }: DueStep,
  own: CertificateDetails,
): Promise<Omit<CredentialOwner, 'previous'>> {
  const login = loginOf(enrollment);
  const claims = login && parts.sealer.open<BankIdentity>(login.claims, personContext(record.id));
  const registered = await parts.registered(own.personKey);
  const phone = registered?.phone ?? claims?.phone;
  return {
    ...(claims?.birthDate !== undefined && { birthDate: claims.birthDate }),
    ...(phone !== undefined && { phone }),
  };
}

function isUseCode(code: string): code is UseCode {
  return ['credential.wrong', 'credential.locked', 'credential.keyGone', 'certificate.notActive'].includes(code);
}
