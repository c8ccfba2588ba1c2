import { personContext } from '../cases/caseRecord.ts';
import { parseEmailAddress } from '../identity/emailAddress.ts';
import type { IdentityProof } from '../identity/identityVerifier.ts';
import { parsePersonName } from '../identity/personName.ts';
import { parsePhoneNumber } from '../identity/phoneNumber.ts';
import { parseResidentRegistrationNumber } from '../identity/residentRegistrationNumber.ts';
import { phoneWeakUntil } from '../identity/evidence.ts';
import { bureauMilliseconds } from '../identity/weakPhone.ts';
import { DeadlineExceeded, withDeadline } from '../shared/deadline.ts';
import { maskName, maskPhone } from '../shared/masks.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { Unavailable } from '../shared/unavailable.ts';
import type { IdentityFields, IdentityRefusal } from '../visits/secureStep.ts';
import type { Person, PersonEvidence } from '../enrollment/enrollment.ts';
import { tasks } from '../enrollment/tasks.ts';
import { proves } from '../enrollment/prover.ts';
import type { WaitingCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** Failed identity checks a day and person (SECURITY §1). */
export const identityFailuresADay = 5;
const daySeconds = 86_400;

type Identification = SecureStepCollaborators & {
  readonly waiting: WaitingCase;
  readonly fields: IdentityFields;
  readonly now: Temporal.Instant;
};

/** The fields as the trade reads them; the number is in here for this one call. */
interface ReadFields extends Person {
  readonly number: string;
  readonly checkDigitFits: boolean;
}

/**
 * Who the customer is: the form of each field, then the bureau, then that it is the person who logged in at the bank. The
 * number is bound into the VID and dropped (DOMAIN §7). Failures are counted by log-in and by number before the bureau is
 * asked, and say nothing of which field was wrong.
 *
 * A number whose check digit does not fit comes back once to be looked at, before anything is counted; sent again it is
 * as good as any (DOMAIN §3).
 *
 * Outage: `Unavailable('identity' | 'store')`; nothing was counted then.
 */
export async function identify(request: Identification): Promise<Result<PersonEvidence, IdentityRefusal>> {
  const confirmed = await confirm(request);
  return confirmed.ok ? ok(await evidenceOf(request, confirmed.value.read, confirmed.value.proof)) : confirmed;
}

/**
 * Only who it is: for an act that needs a proof of identity and nothing that a certificate would be made of. No log-in
 * goes before it, so the bureau's word alone counts.
 */
export async function identifyOnly(
  request: Identification,
): Promise<Result<{ readonly personKey: string; readonly maskedName: string }, IdentityRefusal>> {
  const confirmed = await confirm(request);
  if (!confirmed.ok) return confirmed;
  const { read, proof } = confirmed.value;
  return ok({ personKey: request.personKeys.ofCi(proof.ci), maskedName: maskName(read.name) });
}

async function confirm(
  request: Identification,
): Promise<Result<{ readonly read: ReadFields; readonly proof: IdentityProof }, IdentityRefusal>> {
  const read = readFields(request.fields, request.now);
  if (!read.ok) return read;
  const look = lookOnceMore(request, read.value);
  if (!look.ok) return look;
  const counted = await countTry(request, read.value.number);
  if (!counted.ok) return counted;
  const proof = await askBureau(request, read.value, counted.value);
  if (!proof.ok) return proof;
  await counted.value.forgive();
  return ok({ read: read.value, proof: proof.value });
}

function readFields(fields: IdentityFields, now: Temporal.Instant): Result<ReadFields, IdentityRefusal> {
  const name = parsePersonName(fields.name);
  if (!name.ok) return name;
  const number = parseResidentRegistrationNumber(fields.residentNumber, now);
  if (!number.ok) return number;
  const phone = parsePhoneNumber(fields.phone);
  if (!phone.ok) return phone;
  const email = parseEmailAddress(fields.email);
  if (!email.ok) return email;
  const { number: digits, checkDigitFits } = number.value;
  const birthDate = number.value.birthDate.toString();
  return ok({
    name: name.value,
    number: digits,
    checkDigitFits,
    birthDate,
    phone: phone.value,
    email: email.value,
  });
}

/** The page brings back the proof that it was asked before: nothing of the number is kept for it. */
function lookOnceMore(request: Identification, read: ReadFields): Result<void, 'identity.checkDigit'> {
  if (read.checkDigitFits) return ok(undefined);
  const looked = request.personKeys.ofLook(request.waiting.record.id, read.number);
  return request.fields.looked === looked ? ok(undefined) : refuse('identity.checkDigit', { looked });
}

/** A try that was counted, and how it is taken off again. */
interface CountedTry {
  forgive(): Promise<void>;
}

async function countTry(request: Identification, number: string): Promise<Result<CountedTry, 'identity.tooManyTries'>> {
  const { counters, personKeys, waiting, now } = request;
  const { bankLogin: login } = waiting.enrollment;
  const keys = [...(login ? [login.subjectKey] : []), personKeys.ofNumber(number)].map(
    (key) => `identity.failed:${key}`,
  );
  const id = `${waiting.enrollment.id}.${request.random.bytes(9).toString('base64url')}`;
  const counts = await Promise.all(keys.map((key) => counters.increment({ key, windowSeconds: daySeconds, now, id })));
  const forgive = async (): Promise<void> => {
    await Promise.all(keys.map((key) => counters.remove(key, id)));
  };
  if (counts.every((count) => count <= identityFailuresADay)) return ok({ forgive });
  await forgive();
  return refuse('identity.tooManyTries');
}

async function askBureau(
  request: Identification,
  read: ReadFields,
  counted: CountedTry,
): Promise<Result<IdentityProof, 'identity.failed'>> {
  const claim = { name: read.name, residentNumber: read.number, phone: read.phone };
  try {
    const proof = await withDeadline(bureauMilliseconds, (signal) => request.identityVerifier.verify(claim, signal));
    if (!proof.ok) return proof;
    const { task, bankLogin: login } = request.waiting.enrollment;
    const isAlone = login === undefined && proves(task, 'identity') && !tasks[task].identifies;
    const samePerson = request.personKeys.ofCi(proof.value.ci) === login?.personKey;
    return isAlone || samePerson ? proof : refuse('identity.failed');
  } catch (error) {
    await counted.forgive();
    throw error instanceof DeadlineExceeded ? new Unavailable('identity', { cause: error }) : error;
  }
}

async function evidenceOf(request: Identification, read: ReadFields, proof: IdentityProof): Promise<PersonEvidence> {
  const { certificates, waiting, sealer, personKeys, now } = request;
  const { number, checkDigitFits: _, ...person } = read;
  const { vid } = await certificates.bindIdentity({ enrollmentId: waiting.enrollment.id, name: read.name, number });
  const personKey = personKeys.ofCi(proof.ci);
  const existing = await certificates.active(personKey, waiting.enrollment.kind ?? 'personal');
  const weakUntil = phoneWeakUntil(proof.phoneChangedAt, now, request.phoneQuietHours);
  return {
    at: now.toString(),
    personKey,
    sealed: sealer.seal<Person>(person, personContext(waiting.record.id)),
    maskedName: maskName(person.name),
    maskedPhone: maskPhone(person.phone),
    phoneKey: request.phoneKey(person.phone),
    vid,
    ...(weakUntil && { phoneWeakUntil: weakUntil.toString() }),
    ...(existing && { existing }),
  };
}
