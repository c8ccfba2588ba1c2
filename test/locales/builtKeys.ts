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

/** All names of a union; the record makes one that is missing, or too many, a fault of the types. */
function all<Name extends string>(names: Readonly<Record<Name, true>>): readonly string[] {
  return Object.keys(names);
}

const fields = all<Field>({
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
const tasks = Object.keys(taskFields satisfies Readonly<Record<Task, unknown>>);
const laterTasks = tasks.filter((task) => task !== 'issue');
const tasksWith = (field: Field): readonly string[] =>
  Object.entries(taskFields).flatMap(([task, { default: order }]) => (order.includes(field) ? [task] : []));
/** Tasks that end in the chat ask for a yes in words of their own; an issue and a reissue show the card of the issue. */
const confirmedInChat = tasksWith('confirmation').filter((task) => tasksWith('outcome').includes(task));

const products = all<ProductCode>({ personal: true, businessFinance: true, businessTax: true });
const states = all<CertificateState>({
  active: true,
  held: true,
  locked: true,
  superseded: true,
  revoked: true,
  expired: true,
});
/** The cloud shows no certificate that another took the place of. */
const cloudStates = states.filter((state) => state !== 'superseded');
const reasons = all<Reason>({
  forgotten: true,
  locked: true,
  numberChanged: true,
  nameChanged: true,
  lostDevice: true,
  suspicion: true,
  notNeeded: true,
  broken: true,
});
const changes = all<CertificateChange>({ revoke: true, hold: true, release: true });
const provers = all<Prover>({ bankLogin: true, credential: true, identity: true });
const happenings = all<Happening>({
  issued: true,
  renewed: true,
  reissued: true,
  revoked: true,
  held: true,
  released: true,
  credentialChanged: true,
  unusedEnded: true,
});
const secrets = all<SecretKind>({ residentNumber: true, credential: true, card: true, account: true, code: true });
const policies = all<CredentialPolicy>({ pin6: true, password: true });
const secureSteps = all<SecureStep>({
  bankLogin: true,
  identity: true,
  ownership: true,
  renewal: true,
  newCredential: true,
  signature: true,
  credential: true,
});
const checks = all<Bank['requiredChecks'][number]>({
  bankLogin: true,
  identity: true,
  smsCode: true,
  emailCode: true,
  account: true,
  idPhoto: true,
});
const codePlaces = all<Bank['codeEntry']>({ chat: true, secureView: true });
const uses = Object.values(productUses).flatMap((product) => [...product.uses, ...product.notFor]);

/** The codes that a speaker has a sentence for. */
export function codesToldBy(speaker: RefusalSpeaker): readonly RefusalCode[] {
  const told: readonly (readonly [string, readonly string[]])[] = Object.entries(refusals);
  return told.flatMap(([code, by]) => (by.includes(speaker) ? [code as RefusalCode] : [])); // the keys of refusals
}

const { questions, topics, messageVerdicts } = knowledgeBase;
const verdicts = Object.values(messageVerdicts);
const nextSteps: readonly NextStep[] = [...questions, ...verdicts].flatMap(({ next }) => next);
const offeredActs = nextSteps.flatMap((step) => ('act' in step ? [step.act] : []));
const offeredQuestions = [
  ...nextSteps.flatMap((step) => ('question' in step ? [step.question] : [])),
  ...topics.flatMap(({ featured }) => featured),
  ...questions.flatMap(({ id, default: intents }) => (intents ? [id] : [])),
];

const terms = consentDocuments.map(({ document, version }) => `terms.${document}.${edition(version)}`);
const sectionsOf = consentDocuments.flatMap(({ document, version }) =>
  (termsSections[document] ?? []).map((section) => `terms.${document}.${edition(version)}.${section}`),
);

/** Cards of the chat, each of a title and a text. */
const cards = [
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
const credentialPages = ['renewal', 'newCredential', 'signature'];
const builtCards = [
  ...issueVisits.map((field) => `issue.visit.left.${field}`),
  ...credentialPages.flatMap((field) => [`life.${field}`, `life.${field}.left`]),
  ...tasksWith('secondConfirmation').map((task) => `life.${task}.secondConfirmation`),
];

/** Questions that are put in other words when they were not understood (dialogs/turn/step.ts, sayAgain). */
const askedAgain = [
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
const bankQuestions = ['issue.bank', 'life.bank'];
const visitWords = ['issue.identity', 'issue.credential'];
const issueEnds = ['issue.done', 'life.renew.done', 'life.reissue.done'];
const noRenewal = ['held', 'locked', 'notSold', 'paused', 'revoked', 'none'].map((why) => `life.renew.${why}`);
const newSecrets = ['secure.credential', 'secure.newCredential'];

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

/** A template of a key, and the keys that the code makes of it. */
interface Built {
  /** As it stands in code, the values in braces: `life.{task}.title`. */
  readonly template: string;
  /** Only this file's template is meant: it has no word of its own that would tell it from others. */
  readonly file?: string;
  readonly keys: readonly string[];
}

/** The keys of a template by the values that are put in, place by place. */
function built(template: string, ...values: readonly (readonly string[])[]): Built {
  const filled = (rest: string, [first = [], ...others]: readonly (readonly string[])[]): readonly string[] =>
    rest.includes('{') ? first.flatMap((value) => filled(rest.replace(/\{\w+\}/, value), others)) : [rest];
  return { template, keys: filled(template, values) };
}

/**
 * Every template of a key that stands in code, with exactly the values that are put in. What is built here and has no
 * sentence fails a test, and so does a template of the code that is not here.
 */
export const builtKeys: readonly Built[] = [
  // answers
  {
    template: 'answer.{question}.{sentence}',
    keys: questions.flatMap(({ id, answers }) =>
      answers.flatMap(({ keys }) => keys.map((key) => `answer.${id}.${key}`)),
    ),
  },
  {
    template: '{prefix}.{code}',
    file: 'services/knowledge/wording.ts',
    keys: [
      ...uses.map((use) => `answer.use.${use}`),
      ...checks.map((check) => `answer.check.${check}`),
      ...products.map((product) => `answer.product.${product}`),
      ...['1', '2', '3', '4', '5', '6', '7'].map((day) => `answer.fact.days.${day}`),
    ],
  },
  built('answer.act.{act}', offeredActs),
  built('answer.{question}.label', offeredQuestions),
  built(
    'answer.topic.{topic}',
    topics.map(({ id }) => id),
  ),
  built(
    'answer.message_genuine.{sentence}',
    verdicts.flatMap(({ keys }) => keys),
  ),
  built('answer.product.{product}', products),
  built('answer.fact.clock.{partOfDay}', ['midnight', 'dawn', 'morning', 'afternoon', 'night']),
  built('answer.fact.codePlace.{place}', codePlaces),
  built('answer.fact.pinRule.{policy}', policies),

  // refusals
  built('error.{code}', [...codesToldBy('chat'), ...codesToldBy('page'), ...codesToldBy('relyingParty')]),
  built('error.again.{code}', codesToldBy('chatAgain')),
  built('error.credential.{hint}', [
    'sameDigits',
    'run',
    'repeats',
    'keypadLine',
    'common',
    'previous',
    'mismatch',
    'form',
  ]),
  built('cloud.error.{code}', codesToldBy('cloud')),
  built('cloud.error.certificate.{state}', ['held', 'revoked', 'superseded', 'expired']),
  built('life.refused.{code}', codesToldBy('outcome')),

  // the chat: what is said at every step
  built('{card}.title', [
    ...cards,
    ...builtCards,
    ...issueEnds,
    ...confirmedInChat.map((task) => `life.${task}.confirmation`),
  ]),
  built('{card}.text', [...cards, ...builtCards]),
  built('{question}.retry', askedAgain),
  built('{question}.retryMore', askedAgain),
  built('common.again.{turn}', ['0', '1', '2', '3']),
  built('common.unknown.{misses}', ['1', '2']),
  built('why.{field}', fields),
  built('step.{field}', fields),
  built('product.{product}', products),
  built('secret.{kind}', secrets),
  built('social.{intent}', ['thanks', 'complaint']),

  // the chat: words that are typed or pressed
  built('issue.consent.words.{choice}', ['required', 'all', 'none', 'read']),
  built('issue.sms.{words}', ['sendWords', 'otherWords', 'missingWords']),
  built('life.reason.words.{reason}', reasons),

  // the chat: steps
  built('{bank}.ask', [...bankQuestions, ...confirmedInChat.map((task) => `life.${task}.confirmation`)]),
  built('{bank}.notIssuerWay', bankQuestions),
  built('{visit}.note', visitWords),
  built('{visit}.open', visitWords),
  built('issue.business.{kind}', ['business', 'businessFinance', 'businessTax']),
  built('life.chosen.kind.{product}', products),
  built('life.proof.{prover}', provers),
  built('life.proof.by.{prover}', ['bankLogin', 'identity']),
  built('life.reason.{reason}', reasons),
  built('life.{page}.open', credentialPages),
  built('life.{task}.begin', laterTasks),
  built('life.{task}.left', confirmedInChat),
  built('life.{task}.reason', tasksWith('reason')),
  built('life.{task}.title', tasksWith('proof')),
  built('life.{task}.why', tasksWith('proof')),

  // the chat: ends
  built('{end}.uses.{product}', issueEnds, products),
  built('{end}.care', issueEnds),
  built('{why}Way', noRenewal),
  built('life.{change}.done.title', changes),
  built('life.{change}.done.text', changes),
  built('life.{change}.done.next', changes),
  built('life.expiry.next.{act}', ['renew', 'early', 'expired', 'revoked', 'held', 'locked']),
  built('life.expiry.stops.{product}', products),
  built('life.state.{state}', states),

  // the chat: agents, silence
  built('format.count.{people}', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']),
  built('assistance.weekday.{day}', ['1', '2', '3', '4', '5', '6', '7']),
  built('nudge.{field}', ['bank', 'kind', 'consent', 'replacement', 'confirmation']),
  built('life.nudge.{field}', ['confirmation', 'secondConfirmation', 'reason', 'chosen', 'institution']),

  // KakaoTalk, notices
  built('kakao.{wish}.label', ['more', 'result']),
  built('notices.act.{act}', ['renew', 'reissue', 'issue', 'ask']),
  built('notices.completion.{happening}', happenings),
  built('notices.kind.{product}', products),
  built('notices.reminder.{form}', ['before', 'today', 'ended', 'unused']),

  // the secure view
  built('{words}.secret.label', newSecrets),
  built('{words}.secret.missing', newSecrets),
  built('{words}.confirmation.label', newSecrets),
  built('{words}.confirmation.missing', newSecrets),
  built('secure.credential.check.{check}', ['length', 'upper', 'lower', 'digit', 'special', 'same']),
  built('secure.credential.{policy}.label', policies),
  built('secure.credential.{policy}.hint', policies),
  built('secure.identity.phone.{then}Hint', ['code', 'proof']),
  built('secure.identity.{then}Next', ['code', 'proof']),
  built('secure.progress.{state}', ['done', 'current', 'later']),
  built('secure.purpose.{task}', tasks),
  built('secure.shell.{sentence}', ['service', 'note', 'loading', 'old', 'offline', 'retry']),
  built('secure.step.{step}', secureSteps),
  built('{room}.shell.title', ['secure', 'cloud']),
  built('{room}.shell.service', ['secure', 'cloud']),
  built('{room}.shell.note', ['secure', 'cloud']),

  // the cloud, the sandbox, the terms
  built('cloud.state.{state}', cloudStates),
  built('relyingParty.{where}.again', ['ended', 'refused']),
  built('sandbox.{inbox}.title', ['phone', 'mailbox']),
  built('sandbox.{inbox}.region', ['phone', 'mailbox']),
  built('sandbox.{inbox}.empty', ['phone', 'mailbox']),
  built('terms.heading.{section}', Object.values(termsSections).flat()),
  built('{terms}.title', terms),
  built('{terms}.summary', terms),
  { template: '{terms}.{section}', file: 'web/terms/termsRoutes.ts', keys: sectionsOf },
];

/** Templates that name a group of sentences; what is said of the group is built from that. */
export const builtGroups: readonly string[] = [
  'issue.visit.left.{field}',
  'life.{page}',
  'life.{page}.left',
  'life.{task}.{field}',
  'terms.{document}.{edition}',
];

/** Templates that look like keys and are names of other things. */
export const notKeys: readonly { readonly template: string; readonly file: string; readonly what: string }[] = [
  { template: '{}.again', file: 'bots/kakao/kakaoCalls.ts', what: 'a call that is answered once more' },
  { template: 'kakao.{}', file: 'bots/kakao/kakaoSkill.ts', what: 'a conversation' },
  { template: '{}.sign', file: 'services/cloudAccount/cloudSigning.ts', what: 'a request to sign' },
  { template: '{}.proof', file: 'services/cloudAccount/cloudSigning.ts', what: 'a request for a proof' },
  { template: 'cloud.{}', file: 'services/audit/audit.ts', what: 'an act that is audited' },
  {
    template: 'relyingParty.{}',
    file: 'services/sandboxRelyingParty/relyingPartyChecks.ts',
    what: 'a code; its sentence is held by test/locales/refusals',
  },
  { template: '{}.outcome', file: 'services/effects/effectHandlers.ts', what: 'an event' },
];
