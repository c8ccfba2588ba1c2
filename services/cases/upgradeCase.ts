import type { Enrollment, LoginEvidence, PersonEvidence, Proof } from '../enrollment/enrollment.ts';
import { identityEvidence, loginEvidence, proofEvidence } from '../enrollment/proofs.ts';
import { phoneChangeQuietHours, type Evidence } from '../identity/evidence.ts';

/** The schema that cases are written in. */
export const caseSchema = 2;

type Old = Readonly<Record<string, unknown>>;

/** What turns a case of one schema into one of the next. */
export const caseUpgrades: Readonly<Record<number, (old: Old) => Old>> = { 1: toEvidence };

/** Where it was proved stands in no case of the first schema. */
const unknownChannel = 'none';

/**
 * 1 → 2: answers under the names of their fields, and a list of what was proved. What the first schema told by an answer
 * and its time becomes a proof of that time, so nobody has to prove anything again.
 */
function toEvidence(old: Old): Old {
  const { enrollment, shelved } = old as { readonly enrollment?: OldEnrollment; readonly shelved?: OldEnrollment }; // a case of schema 1
  return {
    ...old,
    schema: 2,
    ...(enrollment && { enrollment: upgradeEnrollment(enrollment) }),
    ...(shelved && { shelved: upgradeEnrollment(shelved) }),
  };
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

/** A case in today's schema, whatever it was written in. @throws Error for a schema that nobody knows */
export function upgradedCase<Case extends { readonly schema: number }>(stored: Case): Case {
  let value: Old = { ...stored };
  while (value['schema'] !== caseSchema) {
    const upgrade = caseUpgrades[Number(value['schema'])];
    if (!upgrade) throw new Error(`expected a case of a known schema, found ${String(value['schema'])}`);
    value = upgrade(value);
  }
  return value as Case; // the last upgrade makes today's form; samples of each schema are kept in test/
}
