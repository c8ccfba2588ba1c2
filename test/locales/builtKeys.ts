import { termsSections } from '../../web/terms/termsSections.ts';
import {
  askedAgain,
  bankQuestions,
  builtCards,
  cards,
  changes,
  checks,
  cloudStates,
  codePlaces,
  codesToldBy,
  confirmedInChat,
  credentialPages,
  fields,
  happenings,
  issueEnds,
  laterTasks,
  newSecrets,
  noRenewal,
  offeredActs,
  offeredQuestions,
  policies,
  products,
  provers,
  questions,
  reasons,
  secrets,
  sectionsOf,
  secureSteps,
  states,
  tasks,
  tasksWith,
  terms,
  topics,
  uses,
  verdicts,
  visitWords,
} from './namesInCode.ts';

/** A template of a key, and the keys that the code makes of it. */
interface Built {
  /** As it stands in code, the values in braces: `life.{task}.title`. */
  readonly template: string;
  /** Only this file's template is meant: it has no word of its own that would tell it from others. */
  readonly file?: string;
  readonly keys: readonly string[];
  /** What is put in, where code knows it by this word. */
  readonly values?: readonly string[];
}

/** The keys of a template by the values that are put in, place by place. */
function built(template: string, ...values: readonly (readonly string[])[]): Built {
  const filled = (rest: string, [first = [], ...others]: readonly (readonly string[])[]): readonly string[] =>
    rest.includes('{') ? first.flatMap((value) => filled(rest.replace(/\{\w+\}/, value), others)) : [rest];
  return { template, keys: filled(template, values), values: values.flat() };
}

/** The same for values that are data and stand in no code. */
function ofData(template: string, values: readonly string[]): Built {
  return { template, keys: built(template, values).keys };
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
  ofData('answer.act.{act}', offeredActs),
  ofData('answer.{question}.label', offeredQuestions),
  ofData(
    'answer.topic.{topic}',
    topics.map(({ id }) => id),
  ),
  ofData(
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
  built('{bank}.notIssuerWay', bankQuestions),
  // the chat: steps
  built('{bank}.ask', [...bankQuestions, ...confirmedInChat.map((task) => `life.${task}.confirmation`)]),
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
  ofData('terms.heading.{section}', Object.values(termsSections).flat()),
  ofData('{terms}.title', terms),
  ofData('{terms}.summary', terms),
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
