import type { Asked, QuestionForm } from './asked.ts';
import type { Enrollment, LoginEvidence, PersonEvidence, Proof } from '../enrollment/enrollment.ts';
import { identityEvidence, loginEvidence, proofEvidence } from '../enrollment/proofs.ts';
import { phoneChangeQuietHours, type Evidence } from '../identity/evidence.ts';

/** The schema that cases are written in. */
export const caseSchema = 2;

/** A case of another version, as it was stored: plain JSON. */
export type OlderCase = Readonly<Record<string, unknown>>;

/** What turns a case of each older schema into one of the next; what is read goes through all that are missing. */
export type CaseUpgrades = Readonly<Record<number, (old: OlderCase) => OlderCase>>;

/** One entry for every schema before today's. Samples of each: test/services/cases/samples. */
export const caseUpgrades: CaseUpgrades = { 1: toEvidence };

/** Where it was proved stands in no case of the first schema. */
const unknownChannel = 'none';

/**
 * 1 → 2: answers under the names of their fields, and a list of what was proved. What the first schema told by an answer
 * and its time becomes a proof of that time, so nobody has to prove anything again.
 */
function toEvidence(old: OlderCase): OlderCase {
  const { enrollment, shelved, asked } = old as OldCase; // a case of schema 1
  return {
    ...old,
    schema: 2,
    ...(enrollment && { enrollment: upgradeEnrollment(enrollment) }),
    ...(shelved && { shelved: upgradeEnrollment(shelved) }),
    ...(asked && { asked: upgradeAsked(asked) }),
  };
}

/** A case of the first schema, as far as it differs. */
interface OldCase {
  readonly enrollment?: OldEnrollment;
  readonly shelved?: OldEnrollment;
  readonly asked?: Omit<Asked, 'refused' | 'form'> & { readonly refused?: Asked['refused'] | keyof typeof formsOf };
}

/** How a question was put stood where a refusal stands. */
const formsOf = { again: 'shownAgain', erase: 'whetherToErase' } as const satisfies Record<string, QuestionForm>;

function upgradeAsked({ refused, ...asked }: NonNullable<OldCase['asked']>): Asked {
  if (refused === undefined) return asked;
  return refused === 'again' || refused === 'erase' ? { ...asked, form: formsOf[refused] } : { ...asked, refused };
}

type OldPerson = Omit<PersonEvidence, 'existing' | 'phoneWeakUntil'> & { readonly phoneChangedAt?: string };

/** An enrollment of the first schema, as far as it differs. */
interface OldEnrollment extends Omit<Enrollment, 'consent' | 'bankLogin' | 'identity' | 'smsCode' | 'evidence'> {
  readonly consents?: Enrollment['consent'];
  readonly login?: LoginEvidence;
  readonly person?: OldPerson;
  readonly code?: Enrollment['smsCode'];
  readonly existing?: PersonEvidence['existing'];
  readonly contact?: Proof['contact'];
  readonly outlook?: unknown;
  readonly certificate?: unknown;
}

function upgradeEnrollment(old: OldEnrollment): Enrollment {
  const { consents, login, person, code, existing, contact, outlook: _, certificate: __, proof: before, ...rest } = old;
  const identity = person && upgradePerson(person, existing);
  const proof = before && { ...before, ...(login && { login }), ...(contact && { contact }) };
  return {
    ...rest,
    ...(consents && { consent: consents }),
    ...(login && !proof && { bankLogin: login }),
    ...(identity && { identity }),
    ...(code && { smsCode: code }),
    ...(proof && { proof }),
    evidence: provedBy({ login: proof ? undefined : login, identity, code, proof }),
  };
}

function upgradePerson({ phoneChangedAt, ...person }: OldPerson, existing: PersonEvidence['existing']): PersonEvidence {
  const until =
    phoneChangedAt && Temporal.Instant.from(phoneChangedAt).add({ hours: phoneChangeQuietHours }).toString();
  return {
    ...person,
    ...(until !== undefined && until !== '' && { phoneWeakUntil: until }),
    ...(existing && { existing }),
  };
}

function provedBy(answers: {
  readonly login: LoginEvidence | undefined;
  readonly identity: PersonEvidence | undefined;
  readonly code: Enrollment['smsCode'];
  readonly proof: Proof | undefined;
}): readonly Evidence[] {
  const { login, identity, code, proof } = answers;
  const personKey = (identity ?? proof)?.personKey;
  const phone: Evidence | undefined =
    code?.verifiedAt === undefined
      ? undefined
      : {
          kind: 'smsCode',
          answer: 'smsCode',
          at: code.verifiedAt,
          ...(personKey !== undefined && { personKey }),
          channel: unknownChannel,
          // no code was sent to a number that was changed lately
          strength: 'normal',
        };
  const proved = [
    login && loginEvidence(login, unknownChannel),
    identity && identityEvidence(identity, unknownChannel),
    phone,
    proof && proofEvidence(proof, unknownChannel),
  ];
  return proved.filter((one) => one !== undefined);
}
