import common from '../../../services/certificates/keys/commonPasswords.json' with { type: 'json' };
import { passwordLength, pinDigits } from '../../../services/certificates/keys/credentialPolicy.ts';
import { wrongCredentialsAllowed } from '../../../services/certificates/keys/keyCustody.ts';
import { askedMilliseconds } from '../../../services/cloudAccount/deviceConnecting.ts';
import { unusedMonths } from '../../../services/cloudAccount/cloudAccounts.ts';
import { planOf } from '../../../services/enrollment/plan/plan.ts';
import { missingEvidence, needsOf, phoneChangeQuietHours, type Evidence } from '../../../services/identity/evidence.ts';
import { parsePhoneNumber } from '../../../services/identity/phoneNumber.ts';

import { challengeMinutes } from '../../../services/sandboxRelyingParty/relyingParty.ts';
import * as sms from '../../../services/sms/smsLimits.ts';
import { codeSeconds } from '../../../services/sms/verificationCode.ts';
import { rebindDigits, wrongNumbersAllowed } from '../../../services/visits/browserBinding.ts';
import { visitMinutes } from '../../../services/visits/visits.ts';
import { transferMinutes } from '../../../services/cases/transfers.ts';
import { tokensPerMinute } from '../../../web/chat/chatRoutes.ts';
import { httpLimits } from '../../../web/httpLimits.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import {
  identityFailuresADay,
  messagesPerMinute,
  mostWaiting,
  sendsADay,
  sendsAnHour,
} from '../support/keptFigures.ts';
import { figureIn, filesWith, holds } from '../support/source.ts';

const { says, fact } = claimsOf('docs/threats.md');
const [second, kib] = [1_000, 1_024];
const box = 'services/certificates/keys/nativeCredentialBox.ts';
const authority = 'services/certificates/authority/forgeAuthorityFiles.ts';

const now = Temporal.Instant.from('2026-11-22T01:00:00Z');
const weakCode: Evidence = {
  kind: 'smsCode',
  answer: 'smsCode',
  at: now.toString(),
  channel: 'cloud',
  strength: 'weak',
};

/** What is said of threats and what stands against them. */
export const threats: readonly Claim[] = [
  says`256-bit token, stored as SHA-256, ${visitMinutes} minutes;`,
  says`another one needs ${inWords(rebindDigits)} digits shown in the owning chat, ${inWords(wrongNumbersAllowed)} tries over all browsers`,
  says`256 bits, ${transferMinutes} minutes, one conversation, a POST only`,
  says`a code is asked for in a constant ${askedMilliseconds / second} s`,
  says`a code to that phone: ${codeSeconds} s, once, ${sms.triesPerCode} tries taken before anything is compared, ${sms.guessesADay} wrong a day over chat and cloud together`,
  says`in ${challengeMinutes} minutes, by the browser that began`,
  says`nonce, ${figureIn('services/sandboxRelyingParty/relyingPartyStatus.ts', 'freshSeconds') / 60} minutes)`,
  says`| cleared after ${unusedMonths} months with its devices; its certificates are revoked and their owner is told |`,
  says`| ${codeSeconds} s, ${sms.triesPerCode} tries a code, ${sms.guessesADay} wrong a phone and day, counted before compared`,
  says`| ${sms.resendSeconds} s apart, ${sendsAnHour} an hour, ${sendsADay} a day, ${sms.sendsAnHourInAll} an hour in all; only 010`,
  fact('only 010;', () => parsePhoneNumber('010-1234-5678').ok && !parsePhoneNumber('011-1234-5678').ok),
  says`changed within ${phoneChangeQuietHours} hours (\`PHONE_QUIET_HOURS\`) is a weak proof`,
  fact('neither an issue, a release nor another device is granted on it', () =>
    (['issue', 'release', 'connectDevice'] as const).every((act) => {
      const good = missingEvidence(needsOf(act), [{ ...weakCode, strength: 'normal' }], now).length;
      return missingEvidence(needsOf(act), [weakCode], now).length === good + 1;
    }),
  ),
  says`| ${identityFailuresADay} failures a day by log-in and by number, one neutral refusal |`,
  says`| ${wrongCredentialsAllowed} wrong entries over all uses lock the certificate for good |`,
  says`argon2id (${figureIn(box, 'memory') / kib} MiB, t = ${figureIn(box, 'passes')}) over the credential`,
  says`${tokensPerMinute} tokens a minute and address, ${messagesPerMinute} messages a minute, ${mostWaiting} waiting`,
  says`| ${httpLimits.bodyBytes / kib} KiB, depth ${httpLimits.jsonDepth}, identity encoding only, ${httpLimits.headersMilliseconds / second} s for headers, ${httpLimits.requestMilliseconds / second} s in all |`,
  says`${inWords(pinDigits)} digits, or ${passwordLength.min} or more of four kinds`,
  says`${common.passwords.length} common passwords, not 3,000`,
  says`RSA-${String(figureIn(authority, 'bits'))}, SHA-256; PKCS#8`,
  fact('JWE, ECDH-ES+A256KW on P-256, A256GCM', () =>
    holds('services/secureEntry/envelope.ts', "alg: 'ECDH-ES+A256KW', enc: 'A256GCM'"),
  ),
  says`can have codes sent to that phone (${sendsAnHour} an hour, ${sendsADay} a day) and, by ${sms.guessesADay} wrong entries`,
  fact('asks `isPaused` before each issue and each renewal, but nobody can set it', () =>
    filesWith('isPaused: ').every((place) => place.startsWith('services/certificates/')),
  ),
  fact('what no field can give is refused', () => {
    const policy = { checksOfBank: () => ['idPhoto'] as const, checksOfProduct: () => [] };
    const { ungiven, needs } = planOf('issue', '004', 'personal', policy);
    return ungiven.join() === 'idPhoto' && needs.some(({ kinds }) => kinds.includes('idPhoto'));
  }),
  fact('no upload is taken anywhere', () => filesWith('multipart/form-data').length === 0),
  fact(
    'the verifier compares them, the command does not take them yet',
    () => holds('services/audit/verifyAudit.ts', 'knownHeads') && !holds('composition/verifyAudit.ts', 'knownHeads'),
  ),
  fact('14.2.7 ([housekeeping](operations.md#housekeeping))', () => holds('composition/app.ts', 'openHousekeeping(')),
];
