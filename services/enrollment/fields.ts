import { evidencePolicy, type EvidenceKind, type ProtectedAct } from '../identity/evidence.ts';
import type { SecureStep } from './secureStep.ts';
import { consentDocuments } from './consentDocuments.ts';
import type { Enrollment, Field, Proof, Prover, Task } from './enrollment.ts';
import orders from './taskFields.json' with { type: 'json' };

/** How long a yes to the confirmation card counts. */
const confirmationSeconds = 30 * 60;

/** Which row of the evidence table a task stands on. */
const actOf: Readonly<Record<Task, ProtectedAct>> = {
  issue: 'issue',
  renew: 'renew',
  reissue: 'reissue',
  revoke: 'revoke',
  hold: 'hold',
  release: 'release',
  expiry: 'showDates',
  changeCredential: 'changeCredential',
  devices: 'manage',
  institutions: 'manage',
  sign: 'sign',
  privacy: 'manage',
};

/** How long proof of a person stays fresh: the evidence table's word (DESIGN §4); undefined for what proves nothing here. */
function freshSeconds(task: Task, kind: EvidenceKind): number | undefined {
  return evidencePolicy[actOf[task]].find(({ kinds }) => kinds.includes(kind))?.maxAgeSeconds;
}

/** Whether a way of proving is enough for a task. */
export function proves(task: Task, by: Prover | 'known'): boolean {
  return freshSeconds(task, by) !== undefined;
}

/** Whether a proof is enough for a task, and still fresh. */
export function provesAt(task: Task, { at, by }: Pick<Proof, 'at' | 'by'>, now: Temporal.Instant): boolean {
  return fresh(at, freshSeconds(task, by), now);
}

/** Which later answers rest on an earlier one: changing it drops exactly these. */
const restsOn: Readonly<Record<Field, readonly Field[]>> = {
  bank: ['bankLogin', 'proof', 'holdings', 'chosen', 'confirmation', 'secondConfirmation'],
  kind: ['holdings', 'replacement', 'confirmation'],
  consent: [],
  bankLogin: [],
  identity: ['smsCode', 'replacement', 'confirmation'],
  smsCode: [],
  replacement: ['confirmation'],
  confirmation: ['secondConfirmation'],
  credential: [],
  reason: ['confirmation', 'secondConfirmation'],
  proof: ['holdings', 'chosen', 'confirmation', 'secondConfirmation'],
  holdings: ['chosen', 'confirmation', 'secondConfirmation'],
  chosen: ['institution', 'confirmation', 'secondConfirmation'],
  institution: ['confirmation'],
  secondConfirmation: [],
  renewal: [],
  newCredential: [],
  signature: [],
  outcome: [],
};

/** Where an answer is kept in the enrollment. What ends a task is kept nowhere: the task is over then. */
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
  reason: 'reason',
  proof: 'proof',
  holdings: 'holdings',
  chosen: 'chosen',
  institution: 'institution',
  secondConfirmation: 'secondConfirmation',
  renewal: 'certificate',
  newCredential: 'certificate',
  signature: 'certificate',
  outcome: 'certificate',
};

/** The order of questions of a task at a bank: its own where its data has one, the default otherwise. */
export function fieldOrder({ task, bank }: Pick<Enrollment, 'task' | 'bank'>): readonly Field[] {
  const byBank = orders[task] as Readonly<Record<string, readonly Field[]>>; // checked against Field by test/services/enrollment
  const order = (bank === undefined ? undefined : byBank[bank]) ?? byBank['default'];
  if (!order) throw new Error(`expected an order of questions for ${task}, found none`);
  return order;
}

/** The first answer that is missing or no longer fresh; undefined when the certificate is issued. */
export function needed(enrollment: Enrollment, now: Temporal.Instant): Field | undefined {
  return fieldOrder(enrollment).find((field) => !answered(enrollment, field, now));
}

/** Which step of the secure view answers a field; undefined for one that is answered in chat, or looked up. */
export function secureStepOf(enrollment: Enrollment, field: Field): SecureStep | undefined {
  if (field === 'proof') return stepOfProver[proverOf(enrollment)];
  return secureFields.find((step) => step === field);
}

const secureFields = ['bankLogin', 'identity', 'credential', 'renewal', 'newCredential', 'signature'] as const;
const stepOfProver: Readonly<Record<Prover, SecureStep>> = {
  bankLogin: 'bankLogin',
  credential: 'ownership',
  identity: 'identity',
};

/** The step of the secure view that the task waits for; what is only looked up holds up no page. */
export function neededStep(enrollment: Enrollment, now: Temporal.Instant): SecureStep | undefined {
  const field = fieldOrder(enrollment).find((one) => one !== 'holdings' && !answered(enrollment, one, now));
  return field && secureStepOf(enrollment, field);
}

/** The steps that one visit holds, beginning with the one of `first`; what is only looked up lies between them unseen. */
export function visitSteps(enrollment: Enrollment, first: Field): readonly SecureStep[] {
  const order: readonly Field[] = fieldOrder(enrollment).filter((field) => field !== 'holdings');
  const steps: SecureStep[] = [];
  for (const field of order.slice(order.indexOf(first))) {
    const step = secureStepOf(enrollment, field);
    if (!step) break;
    steps.push(step);
  }
  return steps;
}

/** True when a step of the secure view need not be walked (any more). */
export function stepAnswered(enrollment: Enrollment, step: SecureStep, now: Temporal.Instant): boolean {
  const field = fieldOrder(enrollment).find((one) => secureStepOf(enrollment, one) === step);
  return field !== undefined && answered(enrollment, field, now);
}

/** True when the field needs no question now. */
export function answered(enrollment: Enrollment, field: Field, now: Temporal.Instant): boolean {
  const { task } = enrollment;
  if (field === 'bank') return enrollment.bank !== undefined || needsNoBank(enrollment);
  if (field === 'consent') return consented(enrollment);
  if (field === 'bankLogin')
    return fresh(enrollment.login?.at, freshSeconds(task, 'bankLogin'), now) || proven(enrollment, now);
  if (field === 'identity') return identified(enrollment, now);
  if (field === 'proof') return isProved(enrollment, now);
  if (field === 'smsCode') return fresh(enrollment.code?.verifiedAt, freshSeconds(task, 'smsCode'), now);
  if (field === 'replacement')
    return !enrollment.existing || enrollment.replacement?.serialHex === enrollment.existing.serialHex;
  if (field === 'confirmation') return fresh(enrollment.confirmation?.at, confirmationSeconds, now);
  if (field === 'secondConfirmation') return fresh(enrollment.secondConfirmation?.at, confirmationSeconds, now);
  return enrollment[keptIn[field]] !== undefined;
}

/** Where nobody logs in at a bank, none is asked for: the proof says whose certificates they are. */
function needsNoBank(enrollment: Enrollment): boolean {
  if (enrollment.task === 'issue' || enrollment.task === 'reissue') return false;
  return enrollment.proof !== undefined || proverOf(enrollment) !== 'bankLogin';
}

/** How this customer proves who they are: as they chose, else by what is shortest for them. */
export function proverOf({ task, known, prover }: Enrollment): Prover {
  if (prover) return prover;
  return known && proves(task, 'credential') && !proves(task, 'known') ? 'credential' : 'bankLogin';
}

function isProved({ task, proof }: Enrollment, now: Temporal.Instant): boolean {
  return proof !== undefined && provesAt(task, proof, now);
}

/** Log-in and identity were proved by the same person at the bank that was chosen; then the log-in may age with the identity. */
function proven(enrollment: Enrollment, now: Temporal.Instant): boolean {
  return enrollment.login !== undefined && identified(enrollment, now);
}

function identified(enrollment: Enrollment, now: Temporal.Instant): boolean {
  const { login, person, task } = enrollment;
  return (
    login !== undefined &&
    person !== undefined &&
    login.personKey === person.personKey &&
    fresh(person.at, freshSeconds(task, 'identity'), now)
  );
}

function consented(enrollment: Enrollment): boolean {
  return consentDocuments
    .filter((document) => document.required)
    .every(({ document, version }) =>
      enrollment.consents?.some((given) => given.document === document && given.version === version && given.agreed),
    );
}

function fresh(at: string | undefined, seconds: number | undefined, now: Temporal.Instant): boolean {
  if (at === undefined || seconds === undefined) return false;
  return now.since(Temporal.Instant.from(at)).total('seconds') <= seconds;
}

/** Puts an answer in and drops what rested on the one before; the same answer again drops nothing. */
export function accept(enrollment: Enrollment, answer: Partial<Enrollment>, field: Field): Enrollment {
  const key = keptIn[field];
  if (JSON.stringify(enrollment[key]) === JSON.stringify(answer[key])) return { ...enrollment, ...answer };
  if (enrollment[key] === undefined) return { ...enrollment, ...answer };
  const isOther = field === 'proof' && enrollment.proof?.personKey !== answer.proof?.personKey;
  return { ...without(enrollment, [...(isOther ? [field] : []), ...restsOn[field]]), ...answer };
}

/** Takes an answer back, with all that rests on it, so that it is asked again. */
export function drop(enrollment: Enrollment, field: Field): Enrollment {
  return without(enrollment, [field, ...restsOn[field]]);
}

function without(enrollment: Enrollment, fields: readonly Field[]): Enrollment {
  const dropped = new Set<string>(fields.map((field) => keptIn[field]));
  // a code that went to the registered phone of who proved it says nothing of who proves it next
  if (dropped.has('proof') && enrollment.contact) dropped.add('contact').add('code');
  // the certificate is never taken back by a correction: it is out
  dropped.delete('certificate');
  return Object.fromEntries(Object.entries(enrollment).filter(([key]) => !dropped.has(key))) as unknown as Enrollment; // only optional keys are dropped
}
