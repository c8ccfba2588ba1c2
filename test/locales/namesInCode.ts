import type { Bank } from '../../services/banks/banks.ts';
import type { CertificateState, ProductCode } from '../../services/certificates/certificate.ts';
import type { CredentialPolicy } from '../../services/certificates/credential.ts';
import type { CertificateChange } from '../../services/cases/caseEvents.ts';
import { consentDocuments } from '../../services/enrollment/consentDocuments.ts';
import type { Field, Prover, Reason, Task } from '../../services/enrollment/enrollment.ts';
import taskFields from '../../services/enrollment/taskFields.json' with { type: 'json' };
import type { NextStep } from '../../services/knowledge/question.ts';
import { knowledgeBase } from '../../services/knowledge/questions.ts';
import productUses from '../../services/knowledge/productUses.json' with { type: 'json' };
import type { SecretKind } from '../../services/language/redaction/secret.ts';
import type { Happening } from '../../services/notices/noticeWords.ts';
import { refusals, type RefusalCode, type RefusalSpeaker } from '../../services/shared/refusals.ts';
import type { SecureStep } from '../../services/enrollment/secureStep.ts';
import { edition, termsSections } from '../../web/terms/termsSections.ts';

/*
 * The names of which code makes keys of sentences: each list is tied to a type or to data of the product, or stands in
 * code by every one of its words, which a test looks up (keys.test.ts).
 */

/** All names of a union; the record makes one that is missing, or too many, a fault of the types. */
function all<Name extends string>(names: Readonly<Record<Name, true>>): readonly string[] {
  return Object.keys(names);
}

export const fields = all<Field>({
  bank: true,
  kind: true,
  consent: true,
  bankLogin: true,
  identity: true,
  smsCode: true,
  replacement: true,
  confirmation: true,
  credential: true,
  reason: true,
  proof: true,
  holdings: true,
  chosen: true,
  institution: true,
  secondConfirmation: true,
  renewal: true,
  newCredential: true,
  signature: true,
  outcome: true,
});
export const tasks = Object.keys(taskFields satisfies Readonly<Record<Task, unknown>>);
export const laterTasks = tasks.filter((task) => task !== 'issue');
export const tasksWith = (field: Field): readonly string[] =>
  Object.entries(taskFields).flatMap(([task, { default: order }]) => (order.includes(field) ? [task] : []));
/** Tasks that end in the chat ask for a yes in words of their own; an issue and a reissue show the card of the issue. */
export const confirmedInChat = tasksWith('confirmation').filter((task) => tasksWith('outcome').includes(task));

export const products = all<ProductCode>({ personal: true, businessFinance: true, businessTax: true });
export const states = all<CertificateState>({
  active: true,
  held: true,
  locked: true,
  superseded: true,
  revoked: true,
  expired: true,
});
/** The cloud shows no certificate that another took the place of. */
export const cloudStates = states.filter((state) => state !== 'superseded');
export const reasons = all<Reason>({
  forgotten: true,
  locked: true,
  numberChanged: true,
  nameChanged: true,
  lostDevice: true,
  suspicion: true,
  notNeeded: true,
  broken: true,
});
export const changes = all<CertificateChange>({ revoke: true, hold: true, release: true });
export const provers = all<Prover>({ bankLogin: true, credential: true, identity: true });
export const happenings = all<Happening>({
  issued: true,
  renewed: true,
  reissued: true,
  revoked: true,
  held: true,
  released: true,
  credentialChanged: true,
  unusedEnded: true,
});
export const secrets = all<SecretKind>({
  residentNumber: true,
  credential: true,
  card: true,
  account: true,
  code: true,
});
export const policies = all<CredentialPolicy>({ pin6: true, password: true });
export const secureSteps = all<SecureStep>({
  bankLogin: true,
  identity: true,
  ownership: true,
  renewal: true,
  newCredential: true,
  signature: true,
  credential: true,
});
export const checks = all<Bank['requiredChecks'][number]>({
  bankLogin: true,
  identity: true,
  smsCode: true,
  emailCode: true,
  account: true,
  idPhoto: true,
});
export const codePlaces = all<Bank['codeEntry']>({ chat: true, secureView: true });
export const uses = Object.values(productUses).flatMap((product) => [...product.uses, ...product.notFor]);

/** The codes that a speaker has a sentence for. */
export function codesToldBy(speaker: RefusalSpeaker): readonly RefusalCode[] {
  const told: readonly (readonly [string, readonly string[]])[] = Object.entries(refusals);
  return told.flatMap(([code, by]) => (by.includes(speaker) ? [code as RefusalCode] : [])); // the keys of refusals
}

export const { questions, topics, messageVerdicts } = knowledgeBase;
export const verdicts = Object.values(messageVerdicts);
const nextSteps: readonly NextStep[] = [...questions, ...verdicts].flatMap(({ next }) => next);
export const offeredActs = nextSteps.flatMap((step) => ('act' in step ? [step.act] : []));
export const offeredQuestions = [
  ...nextSteps.flatMap((step) => ('question' in step ? [step.question] : [])),
  ...topics.flatMap(({ featured }) => featured),
  ...questions.flatMap(({ id, default: intents }) => (intents ? [id] : [])),
];

export const terms = consentDocuments.map(({ document, version }) => `terms.${document}.${edition(version)}`);
export const sectionsOf = consentDocuments.flatMap(({ document, version }) =>
  (termsSections[document] ?? []).map((section) => `terms.${document}.${edition(version)}.${section}`),
);

/** Cards of the chat, each of a title and a text. */
export const cards = [
  'assistance.callBack.noted',
  'assistance.callBack.promised',
  'assistance.choose',
  'assistance.open',
  'assistance.report',
  'assistance.reportNoBank',
  'assistance.shut',
  'fraud.numbers',
  'handoff.bank',
  'issue.consent',
  'issue.consent.documents',
  'issue.credential',
  'issue.identity',
  'issue.kind',
  'issue.replacement',
  'issue.sms',
  'life.privacy.sure',
  'life.proof.left',
  'life.sms',
  'manners.hop',
];
const issueVisits = ['bankLogin', 'identity', 'credential'];
export const credentialPages = ['renewal', 'newCredential', 'signature'];
export const builtCards = [
  ...issueVisits.map((field) => `issue.visit.left.${field}`),
  ...credentialPages.flatMap((field) => [`life.${field}`, `life.${field}.left`]),
  ...tasksWith('secondConfirmation').map((task) => `life.${task}.secondConfirmation`),
];

/** Questions that are put in other words when they were not understood (dialogs/turn/step.ts, sayAgain). */
export const askedAgain = [
  'issue.bank',
  'issue.confirmation',
  'issue.consent',
  'issue.kind',
  'issue.replacement',
  'issue.sms',
  'issue.sms.digits',
  'issue.sms.tooNewAsk',
  'issue.visit',
  'life.chosen',
  'life.confirmation',
  'life.institution',
  'life.reason',
];
export const bankQuestions = ['issue.bank', 'life.bank'];
export const visitWords = ['issue.identity', 'issue.credential'];
export const issueEnds = ['issue.done', 'life.renew.done', 'life.reissue.done'];
export const noRenewal = ['held', 'locked', 'notSold', 'paused', 'revoked', 'none'].map((why) => `life.renew.${why}`);
export const newSecrets = ['secure.credential', 'secure.newCredential'];

/** Names of groups of sentences that stand in code as they are; a test looks each of them up there. */
export const groupsInCode: readonly string[] = [
  ...cards,
  ...askedAgain,
  ...bankQuestions,
  ...visitWords,
  ...issueEnds,
  ...noRenewal,
  ...newSecrets,
];
