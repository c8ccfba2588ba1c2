/**
 * Who says a refusal in words of its own. Each has one sentence for each of its codes, held by test/locales/refusals:
 * - `page`: the secure view, `error.<code>`
 * - `cloud`: the cloud's pages, `cloud.error.<code>`
 * - `chat`: the conversation, `error.<code>`
 * - `chatAgain`: the conversation when the same refusal comes twice in a row, `error.again.<code>`
 * - `outcome`: the conversation after an act on a certificate, `life.refused.<code>`
 * - `relyingParty`: the sandbox's relying party, `error.<code>`
 */
export type RefusalSpeaker = 'page' | 'cloud' | 'chat' | 'chatAgain' | 'outcome' | 'relyingParty';

/** How a refusal reaches somebody: a speaker, a sentence said in its place (by its key), or only a program that reads it. */
type Telling = RefusalSpeaker | `${string}.${string}` | 'program';

/**
 * Every code that something is refused with, and how it is told. A code that is not here does not compile
 * (shared/result.ts); one without a sentence fails a test, and so does a sentence without a code.
 */
export const refusals = {
  // an answer to a field (services/enrollment/fields)
  'answer.form': ['program'],
  'bank.unknown': ['program'],
  'bank.notIssuer': ['issue.bank.notIssuer'],
  'kind.notYet': ['issue.business.needs'],
  'consent.incomplete': ['issue.consent.refused'],
  'chosen.unknown': ['program'],
  'institution.own': ['life.institution.own'],

  // a protected act whose proof is missing, too old or too weak (services/enrollment/plan)
  'evidence.missing': ['resume.grownOld'],

  // codes by SMS (services/sms)
  'sms.codeForm': ['chat', 'chatAgain', 'cloud'],
  'sms.codeWrong': ['chat', 'cloud'],
  'sms.codeExpired': ['chat', 'chatAgain', 'cloud'],
  'sms.codeOld': ['chat', 'chatAgain', 'cloud'],
  'sms.codeUsed': ['chat', 'chatAgain', 'cloud'],
  'sms.tooManyTries': ['chat', 'chatAgain', 'cloud'],
  'sms.locked': ['chat', 'chatAgain', 'cloud'],
  'sms.tooSoon': ['chat', 'cloud'],
  'sms.tooManySends': ['chat', 'cloud'],
  'sms.paused': ['chat', 'cloud'],

  // the bank log-in (services/banks)
  'bankLogin.refused': ['page'],
  'bankLogin.mismatch': ['page'],
  'bankLogin.otherPerson': ['page'],
  'bankLogin.unavailable': ['page'],

  // who somebody is (services/identity, services/steps)
  'identity.nameForm': ['page', 'cloud'],
  'identity.residentNumberForm': ['page'],
  'identity.under14': ['page'],
  'identity.phoneForm': ['page', 'cloud'],
  'identity.phoneLegacy': ['page', 'cloud'],
  'identity.emailForm': ['page'],
  'identity.failed': ['page'],
  'identity.tooManyTries': ['page'],
  'identity.checkDigit': ['page'],
  'business.numberForm': ['page'],
  'business.checkDigit': ['page'],

  // the credential of a certificate (services/certificates/keys)
  'credential.mismatch': ['page'],
  'credential.form': ['page'],
  'credential.sameDigits': ['page'],
  'credential.run': ['page'],
  'credential.repeats': ['page'],
  'credential.keypadLine': ['page'],
  'credential.personal': ['page'],
  'credential.common': ['page'],
  'credential.previous': ['page'],
  'credential.wrong': ['page', 'cloud'],
  'credential.locked': ['page', 'cloud', 'life.renew.locked'],
  'credential.keyGone': ['page', 'cloud'],

  // a visit of the secure view (services/visits)
  'visit.pageStale': ['page', 'cloud'],
  'visit.stepGone': ['secure.gone.title'],
  'visit.cookiesOff': ['page'],
  'visit.numberWrong': ['page'],
  'visit.numberGone': ['page'],
  'visit.unavailable': ['page'],

  // issue, renewal, reissue (services/certificates/issue)
  'issue.confirmationChanged': ['page', 'issue.confirmation.changed'],
  'issue.replaceConsentNeeded': ['issue.replacement.found'],
  'issue.identityGone': ['issue.identity.again'],
  'issue.productNotSold': ['error.issue.paused', 'life.renew.notSold'],
  'issue.paused': ['page', 'life.renew.paused'],
  'reissue.none': ['issue.confirmation.changed'],
  'renew.none': ['life.renew.none', 'life.renew.revoked'],
  'renew.expired': ['life.renew.expired'],
  'renew.otherBank': ['life.renew.otherBank'],
  'renew.tooEarly': ['life.renew.tooEarly'],
  'renew.held': ['life.renew.held'],

  // a certificate's status and places (services/certificates/status, services/cloudAccount)
  'certificate.notActive': ['page', 'outcome'],
  'certificate.held': ['cloud'],
  'certificate.revoked': ['cloud'],
  'certificate.superseded': ['cloud'],
  'certificate.expired': ['cloud'],
  'certificate.gone': ['cloud'],
  'revoke.notFound': ['outcome'],
  'revoke.alreadyEnded': ['outcome'],
  'revoke.reasonNotAllowed': ['outcome'],
  'hold.notActive': ['outcome'],
  'hold.notHeld': ['outcome'],
  'institution.unknown': ['outcome'],

  // connecting a browser to the cloud (services/cloudAccount)
  'cloud.birthDateForm': ['cloud'],
  'cloud.codeFirst': ['cloud'],
  'cloud.phoneTooNew': ['cloud'],
  'cloud.tooOften': ['cloud', 'program'],

  // going on in another channel (services/cases)
  'transfer.gone': ['continue.gone.title'],

  // the sandbox's relying party (services/sandboxRelyingParty)
  'relyingParty.challengeUsed': ['relyingParty'],
  'relyingParty.challengeOld': ['relyingParty'],
  'relyingParty.otherBrowser': ['relyingParty'],
  'relyingParty.malformed': ['relyingParty'],
  'relyingParty.untrusted': ['relyingParty'],
  'relyingParty.expired': ['relyingParty'],
  'relyingParty.revoked': ['relyingParty'],
  'relyingParty.held': ['relyingParty'],
  'relyingParty.signature': ['relyingParty'],
  'relyingParty.identity': ['relyingParty'],
  'relyingParty.disconnected': ['relyingParty'],
  'relyingParty.sessionOld': ['relyingParty'],
  'relyingParty.unavailable': ['relyingParty'],

  // agents (services/assistance): their console reads the code
  'assistance.unknown': ['program'],
  'assistance.taken': ['program'],
  'assistance.closed': ['program'],
  'assistance.agentForm': ['program'],
  'assistance.textEmpty': ['program'],
  'assistance.textTooLong': ['program'],

  // KakaoTalk's Event API (services/notices): written to the log
  'kakaoEvents.refused': ['program'],
  'kakaoEvents.silent': ['program'],

  // answers to programs over HTTP (web, bots)
  unavailable: ['program'],
  failed: ['program'],
  'route.unknown': ['program'],
  'route.method': ['program'],
  'asset.unknown': ['program'],
  'metrics.refused': ['program'],
  'request.target': ['program'],
  'request.headers': ['program'],
  'request.site': ['program'],
  'request.tooLarge': ['program'],
  'request.encoded': ['program'],
  'request.mediaType': ['program'],
  'request.malformed': ['program'],
  'request.bodyUnexpected': ['program'],
  'chat.otherOrigin': ['program'],
  'chat.tooOften': ['program'],
  'visit.nothing': ['program'],
  'skill.secret': ['program'],
  'skill.malformed': ['program'],
  'skill.botUnknown': ['program'],
  'token.missing': ['program'],
  'token.invalid': ['program'],
  'token.expired': ['program'],
  'token.otherConversation': ['program'],
  'conversation.unknown': ['program'],
  'conversation.tooManyWaiting': ['program'],
  'activity.malformed': ['program'],
  'activity.typeUnknown': ['program'],
  'upload.notTaken': ['program'],
  'sandbox.phoneForm': ['program'],
  'sandbox.mailboxForm': ['program'],
  'sandbox.accountForm': ['program'],
  'sandbox.peopleForm': ['program'],
  'sandbox.faultForm': ['program'],
  'sandbox.clockForm': ['program'],
  'sandbox.assistanceForm': ['program'],
} as const satisfies Readonly<Record<string, readonly Telling[]>>;

/** A code that something may be refused with. */
export type RefusalCode = keyof typeof refusals;

/** The codes that a speaker has a sentence for; `program`: those that only programs read. */
export type RefusalToldBy<Speaker extends RefusalSpeaker | 'program'> = {
  [Code in RefusalCode]: Speaker extends (typeof refusals)[Code][number] ? Code : never;
}[RefusalCode];
