import { socketLimits } from '../../../bots/directLine/directLineSocket.ts';
import { tokenSeconds } from '../../../bots/directLine/directLineTokens.ts';

import { taskKeptDays } from '../../../services/cases/casePurge.ts';
import { waitingKeptDays } from '../../../services/cases/handoff.ts';
import { transferMinutes } from '../../../services/cases/transfers.ts';
import { wrongCredentialsAllowed } from '../../../services/certificates/keys/keyCustody.ts';
import { devicesKept } from '../../../services/cloudAccount/cloudAccount.ts';
import { unusedMonths } from '../../../services/cloudAccount/cloudAccounts.ts';

import { evidencePolicy, phoneChangeQuietHours, type EvidenceKind } from '../../../services/identity/evidence.ts';
import { bureauMilliseconds } from '../../../services/identity/weakPhone.ts';
import { longestMessage } from '../../../services/language/reading/normalizeUserText.ts';
import * as sms from '../../../services/sms/smsLimits.ts';
import { codeDigits, codeSeconds } from '../../../services/sms/verificationCode.ts';

import { numbersShown, rebindDigits, wrongNumbersAllowed } from '../../../services/visits/browserBinding.ts';
import { visitMinutes } from '../../../services/visits/visits.ts';
import { tokensPerMinute } from '../../../web/chat/chatRoutes.ts';
import { codesPerHour, tapsPerMinute } from '../../../web/cloud/tapRoutes.ts';
import { httpLimits } from '../../../web/httpLimits.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import {
  agentSilentHours,
  bankMilliseconds,
  cloudVisitMinutes,
  identityFailuresADay,
  loginHours,
  longestAgentText,
  messagesPerMinute,
  mostWaiting,
  sendsADay,
  sendsAnHour,
} from '../support/keptFigures.ts';
import { figureIn, filesWith } from '../support/source.ts';

const { says, fact } = claimsOf('docs/operations.md');
const [second, minuteSeconds, daySeconds, kib] = [1_000, 60, 86_400, 1_024];
const http = httpLimits;
const lists = 'services/certificates/status/revocationLists.ts';

/** How long a proof of this kind counts for an issue, in days. */
function daysOf(kind: EvidenceKind): number {
  const need = evidencePolicy.issue.find(({ kinds }) => kinds.includes(kind));
  if (!need) throw new Error(`expected an issue to need ${kind}, found that it does not`);
  return need.maxAgeSeconds / daySeconds;
}

/** The table of limits. */
export const limits: readonly Claim[] = [
  says`| ${http.bodyBytes / kib} KiB, JSON depth ${http.jsonDepth}, identity encoding, ${http.headers} headers; ${http.headersMilliseconds / second} s for headers, ${http.requestMilliseconds / second} s in all, keep-alive ${http.keepAliveMilliseconds / second} s |`,
  says`frames of ${socketLimits.frameBytes / kib} KiB`,
  says`one turn at a time, ${mostWaiting} waiting`,
  says`${messagesPerMinute} messages a minute, ${longestMessage} characters, answers kept ${taskKeptDays} days`,
  says`| ${tokensPerMinute} a minute and address; ${tokenSeconds.conversation / minuteSeconds} minutes each |`,
  says`| ${visitMinutes} minutes, each step once; ${inWords(rebindDigits)} digits for another browser, ${wrongNumbersAllowed} tries, shown ${numbersShown} times |`,
  says`| way to another channel | ${transferMinutes} minutes, once |`,
  says`| ${codeDigits} digits, ${codeSeconds} s, ${sms.triesPerCode} tries; ${sms.resendSeconds} s apart, ${sendsAnHour} an hour, ${sendsADay} a day a phone; ${sms.guessesADay} wrong a day close the phone for ${sms.lockedSeconds / 3_600} h; ${sms.sendsAnHourInAll} an hour in all |`,
  says`| ${identityFailuresADay} failures a day, by log-in and by number |`,
  fact('| log-in and code a day,', () => daysOf('bankLogin') === 1 && daysOf('smsCode') === 1),
  says`identity ${daysOf('identity')} days`,
  says`changed within ${phoneChangeQuietHours} hours (\`PHONE_QUIET_HOURS\`)`,
  says`| ${wrongCredentialsAllowed} wrong entries in all lock for good |`,
  says`| a visit ${cloudVisitMinutes} minutes; ${tapsPerMinute} taps a minute, ${codesPerHour} codes an hour an address; ${devicesKept} devices an account; cleared after ${unusedMonths} months without a use; a log-in at a relying party is asked about for ${loginHours} hours |`,
  says`| lives ${figureIn(lists, 'hoursToLive')} h, made anew after ${figureIn(lists, 'hoursUntilRenewed')} h or a revocation |`,
  says`bureau ${bureauMilliseconds / second} s, SMS ${figureIn('services/effects/effectHandlers.ts', 'smsMilliseconds') / second} s, a bank ${figureIn('services/banks/openidBankLogin.ts', 'deadline') / second} s an exchange and ${bankMilliseconds / second} s in all |`,
  fact(
    '| store 1 s,',
    () =>
      figureIn('services/database/redis/redisConnection.ts', 'writeMilliseconds') === second &&
      figureIn('services/database/sqlite/sqliteDatabase.ts', 'ticksToAnswer') *
        figureIn('services/database/sqlite/sqliteDatabase.ts', 'tickMilliseconds') ===
        second,
  ),
  says`| closed after ${waitingKeptDays} days without one; ${longestAgentText} characters of an agent at once; an agent silent for ${agentSilentHours} h holds nobody; a number rests for a day |`,
  fact('a number rests for a day |', () => figureIn('services/assistance/handoffBoard.ts', 'restHours') === 24),
  fact('none is sent in the chat', () => filesWith('phoneTooNew').includes('dialogs/steps/smsCode.ts')),
];
