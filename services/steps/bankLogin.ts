import type { CaseHappening } from '../cases/caseEvents.ts';
import { personContext } from '../cases/caseRecord.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import type { LoginEvidence, Person, ReachedAt } from '../enrollment/enrollment.ts';
import { loginEvidence } from '../enrollment/proofs.ts';
import { askWeakUntil } from '../identity/weakPhone.ts';
import { answered, provedBy } from './answered.ts';
import { maskName, maskPhone } from '../shared/masks.ts';
import { ok, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { awayStep } from '../visits/visitStep.ts';
import { tell, whenDue, type DueStep } from './dueStep.ts';
import { sendsToRegisteredPhone, tasks } from '../enrollment/tasks.ts';
import { openCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** What the log-in page shows: at which bank. */
export interface BankLoginShown {
  readonly bankCode: string;
}

/** 은행 로그인: out to the bank's own site, and back. */
export const bankLoginPage = stepPage<BankLoginShown>('bankLogin').elsewhere();

/** Its refusals: `bankLogin.refused` (the customer or the bank said no), `bankLogin.mismatch` (an answer to another question). */
export function bankLoginStep(parts: SecureStepCollaborators) {
  return awayStep(bankLoginPage, {
    shown: async (owner) => {
      const open = await openCase(parts.cases, owner);
      return open && { bankCode: open.enrollment.bank ?? '' };
    },
    begin: (bankCode, signal) => parts.bankLogin.begin(bankCode, signal),
    read: ({ bankCode, pending, callback, signal }) => parts.bankLogin.finish(bankCode, pending, callback, signal),
    complete: (owner, identity: BankIdentity) =>
      whenDue(parts, owner, { step: 'bankLogin' }, (due) => acceptLogin(due, identity)),
  });
}

/** The bank has said who logged in: its claims are sealed, the person is known by key. */
async function acceptLogin(due: DueStep, identity: BankIdentity): Promise<Result<undefined, never>> {
  const { parts, owner, now } = due;
  const login: LoginEvidence = {
    at: now.toString(),
    bank: identity.bankCode,
    subjectKey: parts.personKeys.ofSubject(identity.bankCode, identity.subject),
    personKey: parts.personKeys.ofCi(identity.ci),
    claims: parts.sealer.seal(identity, personContext(owner.caseId)),
  };
  await tell(due, await loggedIn(due, login, identity));
  return ok(undefined);
}

/** For a task of a certificate's later life the log-in is the proof itself. */
async function loggedIn(due: DueStep, login: LoginEvidence, identity: BankIdentity): Promise<CaseHappening> {
  const { task } = due.enrollment;
  if (tasks[task].identifies) return answered('bankLogin', login, loginEvidence(login, 'secureView'));
  const { at, personKey } = login;
  const maskedName = identity.name === undefined ? undefined : maskName(identity.name);
  const name = maskedName === undefined ? {} : { maskedName };
  const contact = sendsToRegisteredPhone(task) ? await contactOf(due, personKey, identity) : undefined;
  return provedBy({ at, by: 'bankLogin', personKey, ...name, login, ...(contact && { contact }) });
}

/**
 * Where a code goes: the phone registered with the certificate, else the one that the bank knows. The bureau says whether
 * its number was changed lately.
 */
async function contactOf(
  { parts, record, now }: DueStep,
  personKey: string,
  identity: BankIdentity,
): Promise<ReachedAt | undefined> {
  const registered = await parts.registered(personKey);
  const phone = registered?.phone ?? identity.phone;
  if (phone === undefined) return undefined;
  const person = { name: identity.name ?? '', birthDate: identity.birthDate ?? '', phone, email: '' };
  const { identityVerifier: bureau, phoneQuietHours: quietHours } = parts;
  const weakUntil = await askWeakUntil({ phone, bureau, quietHours, now });
  return {
    sealed: parts.sealer.seal<Person>(person, personContext(record.id)),
    maskedPhone: maskPhone(phone),
    phoneKey: parts.phoneKey(phone),
    ...(weakUntil && { phoneWeakUntil: weakUntil.toString() }),
  };
}
