import type { CaseHappening } from '../cases/caseEvents.ts';
import { personContext } from '../cases/caseRecord.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import type { Enrollment, LoginEvidence, Person } from '../enrollment/enrollment.ts';
import { maskName, maskPhone } from '../shared/masks.ts';
import { ok, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { awayStep } from '../visits/visitStep.ts';
import { tell, whenDue, type DueStep } from './dueStep.ts';
import { makesCertificate } from './makesCertificate.ts';
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
      const open = await openCase(parts.records, owner);
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
  if (makesCertificate(task)) return { name: 'bankLogin.done', login };
  const { at, personKey } = login;
  const maskedName = identity.name === undefined ? undefined : maskName(identity.name);
  const proof = { at, by: 'bankLogin', personKey, ...(maskedName !== undefined && { maskedName }) } as const;
  const contact = task === 'release' ? await contactOf(due, personKey, identity) : undefined;
  return { name: 'proof.done', proof, login, ...(contact && { contact }) };
}

/** Where a code goes: the phone registered with the certificate, else the one that the bank knows. */
async function contactOf(
  { parts, record }: DueStep,
  personKey: string,
  identity: BankIdentity,
): Promise<Enrollment['contact']> {
  const registered = await parts.registered(personKey);
  const phone = registered?.phone ?? identity.phone;
  if (phone === undefined) return undefined;
  const person = { name: identity.name ?? '', birthDate: identity.birthDate ?? '', phone, email: '' };
  return {
    sealed: parts.sealer.seal<Person>(person, personContext(record.id)),
    maskedPhone: maskPhone(phone),
    phoneKey: parts.phoneKey(phone),
  };
}
