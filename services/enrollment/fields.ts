import { evidencePolicy, type EvidenceKind } from '../identity/evidence.ts';
import { consentDocuments } from './consentDocuments.ts';
import type { Enrollment, Field } from './enrollment.ts';
import orders from './order.json' with { type: 'json' };

/** How long a yes to the confirmation card counts. */
const confirmationSeconds = 30 * 60;

/** How long proof of a person stays fresh: the evidence table's word (DESIGN §4); older proof is asked for again. */
function freshSeconds(kind: EvidenceKind): number {
  const need = evidencePolicy.issue.find(({ kinds }) => kinds.includes(kind));
  if (!need) throw new Error(`expected the issue to need ${kind}, found no row`);
  return need.maxAgeSeconds;
}

/** Which later answers rest on an earlier one: changing it drops exactly these. */
const restsOn: Readonly<Record<Field, readonly Field[]>> = {
  bank: ['bankLogin', 'confirmation'],
  kind: ['replacement', 'confirmation'],
  consent: [],
  bankLogin: [],
  identity: ['smsCode', 'replacement', 'confirmation'],
  smsCode: [],
  replacement: ['confirmation'],
  confirmation: [],
  credential: [],
};

/** Where an answer is kept in the enrollment. */
const keptIn: Readonly<Record<Field, keyof Enrollment>> = {
  bank: 'bank',
  kind: 'kind',
  consent: 'consents',
  bankLogin: 'login',
  identity: 'person',
  smsCode: 'code',
  replacement: 'replacement',
  confirmation: 'confirmation',
  credential: 'certificate',
};

/** The order of questions for a bank: its own where its data has one, the default otherwise. */
export function fieldOrder(bankCode: string | undefined): readonly Field[] {
  const byBank = orders as Readonly<Record<string, readonly Field[]>>; // checked against Field by test/services/enrollment
  return (bankCode === undefined ? undefined : byBank[bankCode]) ?? orderOf('default');
}

function orderOf(name: keyof typeof orders): readonly Field[] {
  return orders[name] as readonly Field[]; // checked against Field by test/services/enrollment
}

/** The first answer that is missing or no longer fresh; undefined when the certificate is issued. */
export function needed(enrollment: Enrollment, now: Temporal.Instant): Field | undefined {
  return fieldOrder(enrollment.bank).find((field) => !answered(enrollment, field, now));
}

/** True when the field needs no question now. */
export function answered(enrollment: Enrollment, field: Field, now: Temporal.Instant): boolean {
  if (field === 'consent') return consented(enrollment);
  if (field === 'bankLogin')
    return fresh(enrollment.login?.at, freshSeconds('bankLogin'), now) || proven(enrollment, now);
  if (field === 'identity') return identified(enrollment, now);
  if (field === 'smsCode') return fresh(enrollment.code?.verifiedAt, freshSeconds('smsCode'), now);
  if (field === 'replacement')
    return !enrollment.existing || enrollment.replacement?.serialHex === enrollment.existing.serialHex;
  if (field === 'confirmation') return fresh(enrollment.confirmation?.at, confirmationSeconds, now);
  return enrollment[keptIn[field]] !== undefined;
}

/** Log-in and identity were proved by the same person at the bank that was chosen; then the log-in may age with the identity. */
function proven(enrollment: Enrollment, now: Temporal.Instant): boolean {
  return enrollment.login !== undefined && identified(enrollment, now);
}

function identified(enrollment: Enrollment, now: Temporal.Instant): boolean {
  const { login, person } = enrollment;
  return (
    login !== undefined &&
    person !== undefined &&
    login.personKey === person.personKey &&
    fresh(person.at, freshSeconds('identity'), now)
  );
}

function consented(enrollment: Enrollment): boolean {
  return consentDocuments
    .filter((document) => document.required)
    .every(({ document, version }) =>
      enrollment.consents?.some((given) => given.document === document && given.version === version && given.agreed),
    );
}

function fresh(at: string | undefined, seconds: number, now: Temporal.Instant): boolean {
  if (at === undefined) return false;
  return now.since(Temporal.Instant.from(at)).total('seconds') < seconds;
}

/** Puts an answer in and drops what rested on the one before; the same answer again drops nothing. */
export function accept(enrollment: Enrollment, answer: Partial<Enrollment>, field: Field): Enrollment {
  const key = keptIn[field];
  if (JSON.stringify(enrollment[key]) === JSON.stringify(answer[key])) return { ...enrollment, ...answer };
  const first = enrollment[key] === undefined;
  return { ...(first ? enrollment : without(enrollment, restsOn[field])), ...answer };
}

/** Takes an answer back, with all that rests on it, so that it is asked again. */
export function drop(enrollment: Enrollment, field: Field): Enrollment {
  return without(enrollment, [field, ...restsOn[field]]);
}

function without(enrollment: Enrollment, fields: readonly Field[]): Enrollment {
  const dropped = new Set<string>(fields.map((field) => keptIn[field]));
  // the certificate is never taken back by a correction: it is out
  dropped.delete('certificate');
  return Object.fromEntries(Object.entries(enrollment).filter(([key]) => !dropped.has(key))) as unknown as Enrollment; // only optional keys are dropped
}
