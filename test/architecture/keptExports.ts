/** Exports of one file that no product code imports, and why they stay. */
interface Kept {
  readonly file: string;
  readonly names: readonly string[];
  readonly why: string;
}

const limit = 'a limit: its test meets it from both sides';
const inner = 'a part that is tested by itself, where the whole would hide which part failed';
const list = 'the whole of a list: a test compares it with what it is a list of';

/** What is exported for somebody else than the product. One that the product takes up, or that goes, leaves this list. */
export const keptExports: readonly Kept[] = [
  { file: 'bots/directLine/directLineStream.ts', names: ['socketsPerConversation'], why: limit },
  { file: 'services/cloudAccount/cloudAccount.ts', names: ['devicesKept'], why: limit },
  { file: 'services/cloudAccount/deviceConnecting.ts', names: ['askedMilliseconds'], why: limit },
  { file: 'services/sms/smsLimits.ts', names: ['sendsAnHourInAll'], why: limit },
  { file: 'services/state/changeRecord.ts', names: ['mostTries'], why: limit },
  { file: 'services/visits/secureView.ts', names: ['renewalsAllowed'], why: limit },
  { file: 'web/chat/chatRoutes.ts', names: ['tokensPerMinute'], why: limit },
  { file: 'web/cloud/tapRoutes.ts', names: ['tapsPerMinute', 'codesPerHour'], why: limit },

  { file: 'bots/deliveryQueue.ts', names: ['TooManyWaiting'], why: inner },
  { file: 'bots/kakao/httpKakaoCallbacks.ts', names: ['leadsInside'], why: inner },
  { file: 'services/banks/banks.ts', names: ['isOpen', 'opensAt', 'answersPhone'], why: inner },
  { file: 'services/certificates/authority/subject.ts', names: ['commonName'], why: inner },
  { file: 'services/certificates/authority/validity.ts', names: ['endOfSeoulDay'], why: inner },
  { file: 'services/certificates/authority/vid.ts', names: ['hashContent'], why: inner },
  { file: 'services/cloudAccount/unusedCertificates.ts', names: ['unusedQueue'], why: inner },
  { file: 'services/cases/storedCase.ts', names: ['upgradeCase'], why: inner },
  { file: 'services/knowledge/knowledge.ts', names: ['factsFor'], why: inner },
  { file: 'services/knowledge/phishing.ts', names: ['pastedKeys', 'verdictOf'], why: inner },
  { file: 'services/language/redaction/redact.ts', names: ['nothingPending'], why: inner },
  { file: 'services/sms/smsText.ts', names: ['smsBytes', 'carrierLineBytes', 'eucKrBytes'], why: inner },

  { file: 'config.ts', names: ['settingNames'], why: list },
  { file: 'dialogs/listeners/stages.ts', names: ['stages'], why: list },
  { file: 'dialogs/wishes/registry.ts', names: ['wishes'], why: list },
  { file: 'services/enrollment/tasks.ts', names: ['taskNames'], why: list },
  { file: 'services/enrollment/fields/registry.ts', names: ['endFields'], why: list },
  { file: 'services/identity/evidence.ts', names: ['evidencePolicy'], why: list },
  { file: 'services/notices/reminderPlan.ts', names: ['expiryStages'], why: list },
  { file: 'services/shared/refusals.ts', names: ['refusals'], why: list },

  {
    file: 'services/language/reading/understand.ts',
    names: ['understandWith'],
    why: 'the measure of understanding compares models (bench/understanding.ts)',
  },
  {
    file: 'services/language/text/hangul.ts',
    names: ['toLetters'],
    why: 'the measure of understanding types Korean on an English keyboard (bench/englishKeyboard.ts)',
  },
  {
    file: 'services/certificates/keeping/archive.ts',
    names: ['archiveLines', 'restoreArchive'],
    why: 'operators are promised them (docs/operations.md, Backup); no command calls them yet',
  },
  {
    file: 'services/identity/businessRegistrationNumber.ts',
    names: ['parseBusinessRegistrationNumber'],
    why: 'certificates of businesses are explained, and not issued yet',
  },
];
