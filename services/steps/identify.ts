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
import type { Person, PersonEvidence } from '../enrollment/enrollment.ts';
import { tasks } from '../enrollment/tasks.ts';
import { proves } from '../enrollment/prover.ts';
import type { DueStep } from './dueStep.ts';

/** Failed identity checks a day and person (SECURITY §1). */
const identityFailuresADay = 5;
const daySeconds = 86_400;

/** What the customer typed and pressed on the identity page: normalised text, not yet checked. */
export interface IdentityFields {
  readonly name: string;
  /** 13 digits. */
  readonly residentNumber: string;
  readonly phone: string;
  readonly email: string;
  /** The proof that the page was asked to look at this very number once more (`details.looked` of that refusal). */
  readonly looked?: string;
}

/**
 * Refusals of the identity step. `identity.checkDigit` is a soft one: its `details.looked` sent back with the same number
 * lets it through. `details.field` names the field whose form is wrong, never one the bureau refused.
 */
export type IdentityRefusal =
  | 'identity.nameForm'
  | 'identity.residentNumberForm'
  | 'identity.under14'
  | 'identity.phoneForm'
  | 'identity.phoneLegacy'
  | 'identity.emailForm'
  | 'identity.failed'
  | 'identity.tooManyTries'
  | 'identity.checkDigit'
  | 'visit.stepGone';

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
export async function identify(due: DueStep, fields: IdentityFields): Promise<Result<PersonEvidence, IdentityRefusal>> {
  const confirmed = await confirm(due, fields);
  return confirmed.ok ? ok(await evidenceOf(due, confirmed.value.read, confirmed.value.proof)) : confirmed;
}

/**
 * Only who it is: for an act that needs a proof of identity and nothing that a certificate would be made of. No log-in
 * goes before it, so the bureau's word alone counts.
 */
export async function identifyOnly(
  due: DueStep,
  fields: IdentityFields,
): Promise<Result<{ readonly personKey: string; readonly maskedName: string }, IdentityRefusal>> {
  const confirmed = await confirm(due, fields);
  if (!confirmed.ok) return confirmed;
  const { read, proof } = confirmed.value;
  return ok({ personKey: due.parts.personKeys.ofCi(proof.ci), maskedName: maskName(read.name) });
}

async function confirm(
  due: DueStep,
  fields: IdentityFields,
): Promise<Result<{ readonly read: ReadFields; readonly proof: IdentityProof }, IdentityRefusal>> {
  const read = readFields(fields, due.now);
  if (!read.ok) return read;
  const look = lookOnceMore(due, fields, read.value);
  if (!look.ok) return look;
  const counted = await countTry(due, read.value.number);
  if (!counted.ok) return counted;
  const proof = await askBureau(due, read.value, counted.value);
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
function lookOnceMore(
  { parts, record }: DueStep,
  fields: IdentityFields,
  read: ReadFields,
): Result<void, 'identity.checkDigit'> {
  if (read.checkDigitFits) return ok(undefined);
  const looked = parts.personKeys.ofLook(record.id, read.number);
  return fields.looked === looked ? ok(undefined) : refuse('identity.checkDigit', { looked });
}

/** A try that was counted, and how it is taken off again. */
interface CountedTry {
  forgive(): Promise<void>;
}

async function countTry(
  { parts, enrollment, now }: DueStep,
  number: string,
): Promise<Result<CountedTry, 'identity.tooManyTries'>> {
  const { counters, personKeys, random } = parts;
  const { bankLogin: login } = enrollment;
  const keys = [...(login ? [login.subjectKey] : []), personKeys.ofNumber(number)].map(
    (key) => `identity.failed:${key}`,
  );
  const id = `${enrollment.id}.${random.bytes(9).toString('base64url')}`;
  const counts = await Promise.all(keys.map((key) => counters.increment({ key, windowSeconds: daySeconds, now, id })));
  const forgive = async (): Promise<void> => {
    await Promise.all(keys.map((key) => counters.remove(key, id)));
  };
  if (counts.every((count) => count <= identityFailuresADay)) return ok({ forgive });
  await forgive();
  return refuse('identity.tooManyTries');
}

async function askBureau(
  { parts, enrollment }: DueStep,
  read: ReadFields,
  counted: CountedTry,
): Promise<Result<IdentityProof, 'identity.failed'>> {
  const claim = { name: read.name, residentNumber: read.number, phone: read.phone };
  try {
    const proof = await withDeadline(bureauMilliseconds, (signal) => parts.identityVerifier.verify(claim, signal));
    if (!proof.ok) return proof;
    const { task, bankLogin: login } = enrollment;
    const isAlone = login === undefined && proves(task, 'identity') && !tasks[task].identifies;
    const samePerson = parts.personKeys.ofCi(proof.value.ci) === login?.personKey;
    return isAlone || samePerson ? proof : refuse('identity.failed');
  } catch (error) {
    await counted.forgive();
    throw error instanceof DeadlineExceeded ? new Unavailable('identity', { cause: error }) : error;
  }
}

async function evidenceOf(
  { parts, record, enrollment, now }: DueStep,
  read: ReadFields,
  proof: IdentityProof,
): Promise<PersonEvidence> {
  const { certificates, sealer, personKeys, phoneKey, phoneQuietHours } = parts;
  const { number, checkDigitFits: _, ...person } = read;
  const { vid } = await certificates.bindIdentity({ enrollmentId: enrollment.id, name: read.name, number });
  const personKey = personKeys.ofCi(proof.ci);
  const existing = await certificates.active(personKey, enrollment.kind ?? 'personal');
  const weakUntil = phoneWeakUntil(proof.phoneChangedAt, now, phoneQuietHours);
  return {
    at: now.toString(),
    personKey,
    sealed: sealer.seal<Person>(person, personContext(record.id)),
    maskedName: maskName(person.name),
    maskedPhone: maskPhone(person.phone),
    phoneKey: phoneKey(person.phone),
    vid,
    ...(weakUntil && { phoneWeakUntil: weakUntil.toString() }),
    ...(existing && { existing }),
  };
}
