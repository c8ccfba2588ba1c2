import { z } from 'zod';
import type { BankIdentity } from '../banks/bankLogin.ts';
import { personContext } from '../cases/caseRecord.ts';
import { plainText } from '../identity/typedText.ts';
import { keypadEntry } from '../secureEntry/keypad.ts';
import { ok, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { formStep } from '../visits/visitStep.ts';
import { loginOf } from '../enrollment/enrollment.ts';
import { identityEvidence } from '../enrollment/proofs.ts';
import { answered, provedBy } from './answered.ts';
import { tell, whenDue, type DueStep } from './dueStep.ts';
import { identify, identifyOnly, type IdentityFields, type IdentityRefusal } from './identify.ts';
import { tasks } from '../enrollment/tasks.ts';
import { openCase, type OpenCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** What the identity page shows. */
export interface IdentityShown {
  /** What the bank log-in gave, to fill the page in; opened for this page only. */
  readonly prefill: Partial<Pick<BankIdentity, 'name' | 'phone' | 'email'>>;
  /** What comes after it: a code to the phone, or nothing but what the proof is for. */
  readonly leadsTo: 'code' | 'proof';
}

const text = z.string().max(320);

/** 본인 확인: who the customer is, judged by the bureau. */
export const identityPage = stepPage<IdentityShown>('identity').withForm({
  keypads: ['residentNumberBack'],
  shape: z.strictObject({
    name: text,
    residentNumberFront: text,
    residentNumberBack: keypadEntry,
    phone: text,
    email: text,
    looked: z.string().max(64).optional(),
  }),
  read: (sent, readKeypad): IdentityFields | undefined => {
    const back = readKeypad('residentNumberBack', sent.residentNumberBack);
    if (back === undefined) return undefined;
    return {
      name: plainText(sent.name).normalize('NFC'),
      residentNumber: plainText(sent.residentNumberFront) + back,
      phone: plainText(sent.phone),
      email: plainText(sent.email),
      ...(sent.looked !== undefined && { looked: sent.looked }),
    };
  },
});

/** The step over its case: judged by the bureau, then told. */
export function identityStep(parts: SecureStepCollaborators) {
  return formStep(identityPage, {
    shown: async (owner) => {
      const open = await openCase(parts.cases, owner);
      return open && shownOf(parts, open);
    },
    complete: (owner, fields) => whenDue(parts, owner, { step: 'identity' }, (due) => acceptIdentity(due, fields)),
  });
}

function shownOf({ sealer }: SecureStepCollaborators, { record, enrollment }: OpenCase): IdentityShown {
  const login = loginOf(enrollment);
  const claims = login && sealer.open<BankIdentity>(login.claims, personContext(record.id));
  return {
    prefill: claims ? { name: claims.name, phone: claims.phone, email: claims.email } : {},
    leadsTo: tasks[enrollment.task].identifies ? 'code' : 'proof',
  };
}

/** For a task of a certificate's later life the identity is the proof itself. */
async function acceptIdentity(due: DueStep, fields: IdentityFields): Promise<Result<undefined, IdentityRefusal>> {
  const { enrollment, now } = due;
  if (tasks[enrollment.task].identifies) {
    const found = await identify(due, fields);
    if (!found.ok) return found;
    await tell(due, answered('identity', found.value, identityEvidence(found.value, 'secureView')));
    return ok(undefined);
  }
  const found = await identifyOnly(due, fields);
  if (!found.ok) return found;
  await tell(due, provedBy({ at: now.toString(), by: 'identity', ...found.value }));
  return ok(undefined);
}
