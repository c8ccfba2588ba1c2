import type { SentenceFacts } from '../locales/facts.ts';
import { recentSeconds } from '../services/cases/caseRecord.ts';
import { unusedNoticeMonths } from '../services/notices/reminderPlan.ts';
import { knownDays } from '../services/customers/knownCustomers.ts';
import { consentDocuments } from '../services/enrollment/consentDocuments.ts';
import { phoneChangeQuietHours } from '../services/identity/evidence.ts';
import { nameLength } from '../services/identity/personName.ts';
import { renewMinutes, serviceFacts } from '../services/knowledge/serviceFacts.ts';
import { longestMessage } from '../services/language/reading/normalizeUserText.ts';
import { challengeMinutes, sessionMinutes } from '../services/sandboxRelyingParty/relyingParty.ts';
import { serialDigitsShown } from '../services/shared/masks.ts';
import { lockedSeconds, sendsWindowHours } from '../services/sms/smsLimits.ts';
import { rebindDigits } from '../services/visits/browserBinding.ts';
import { finishedMinutes } from '../services/visits/visitRecord.ts';
import { tokenWindowSeconds } from '../web/chat/chatRoutes.ts';
import { codesWindowHours } from '../web/cloud/tapRoutes.ts';
import { soonSeconds } from '../web/secure/timeLeft.ts';

const { codeSeconds, ...service } = serviceFacts;

/** Every figure that a sentence names, from the code that keeps to it. */
export const sentenceFacts = {
  // about how long it takes
  issueMinutes: service.issueMinutes,
  renewMinutes,

  // the code by SMS
  codeDigits: service.codeDigits,
  codeMinutes: codeSeconds / 60,
  resendSeconds: service.resendSeconds,
  sendsWindowHours,
  lockedHours: lockedSeconds / 3600,
  phoneQuietDays: Math.ceil(phoneChangeQuietHours / 24),

  // the credential, the name, the serial
  pinDigits: service.pinDigits,
  passwordMin: service.passwordMin,
  passwordMax: service.passwordMax,
  credentialTries: service.credentialTries,
  nameMin: nameLength.min,
  nameMax: nameLength.max,
  minimumAge: service.minimumAge,
  serialDigits: serialDigitsShown,

  // the secure view
  visitMinutes: service.visitMinutes,
  finishedMinutes,
  soonMinutes: soonSeconds / 60,
  rebindDigits,

  // consents, and what is kept
  consents: consentDocuments.length,
  requiredConsents: consentDocuments.filter(({ required }) => required).length,
  knownDays,
  keptDays: service.keptDays,
  chatDays: service.chatDays,
  recordYears: service.recordYears,
  unusedMonths: service.unusedMonths,
  unusedNoticeMonths,

  // messages, and pages that are asked for too often
  longestMessage: longestMessage.toLocaleString('en-US'),
  tooFastMinutes: recentSeconds / 60,
  chatRetryMinutes: tokenWindowSeconds / 60,
  cloudRetryHours: codesWindowHours,

  // the sandbox's relying party
  challengeMinutes,
  sessionMinutes,
} as const satisfies SentenceFacts;
