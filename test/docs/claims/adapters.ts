import { adapterFaults } from '../../../composition/outside/chooseAdapters.ts';
import { outsideSystems } from '../../../composition/outside/adapters.ts';
import { parseConfig, type Config } from '../../../config.ts';
import { carrierLineBytes, smsBytes } from '../../../services/sms/smsText.ts';
import { wrongCredentialsAllowed } from '../../../services/certificates/keys/keyCustody.ts';

import { bureauMilliseconds } from '../../../services/identity/weakPhone.ts';
import { serviceFacts } from '../../../services/knowledge/serviceFacts.ts';
import { triesPerCode } from '../../../services/sms/smsLimits.ts';
import { productionSettings } from '../../support/productionSettings.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { bankMilliseconds, loginHours } from '../support/keptFigures.ts';
import { figureIn, holds } from '../support/source.ts';

const { says, fact } = claimsOf('docs/adapters.md');
const second = 1_000;
const effects = 'services/effects/effectHandlers.ts';
const bank = 'services/banks/openidBankLogin.ts';

/** The faults of a whole production as this version starts it. */
function faults(settings: Readonly<Record<string, string>> = {}): readonly string[] {
  const seen: Config[] = [];
  try {
    parseConfig({ ...productionSettings, ...settings }, (config) => (seen.push(config), ['seen']));
  } catch {
    // it ends with what was seen
  }
  return seen.flatMap((config) => adapterFaults(config));
}

/** What is said of ports and the world outside. */
export const adapters: readonly Claim[] = [
  fact(
    'With `SANDBOX=true` each system of the table has its simulated adapter; settings of a real one are refused',
    () => throws({ SOLAPI_API_KEY: 'a' }),
  ),
  fact(
    'This version therefore does not start in production: the SMS carrier and the identity bureau have no adapter yet',
    () => ['the SMS carrier', 'the identity bureau'].every((name) => faults().some((fault) => fault.startsWith(name))),
  ),
  fact('settings of an adapter that is not in this version: named', () =>
    faults({ MAIL_SMTP_URL: 'smtp://a', MAIL_SENDER: 'a' }).some((fault) => fault.startsWith('the mail server')),
  ),
  fact('What is optional and not set is said in one line of the log (`the world outside`)', () =>
    holds('composition/outside/realWorld.ts', "log.info({ adapters: opened, without }, 'the world outside')"),
  ),
  fact('A system that no step asks yet (`noPortYet`)', () => holds('composition/outside/adapters.ts', 'noPortYet(')),
  says`at most ${smsBytes - carrierLineBytes} bytes of EUC-KR (the carrier adds ${carrierLineBytes})`,
  says`up to ${inWords(figureIn(effects, 'smsAttempts'))} tries under one id within ${figureIn(effects, 'smsMilliseconds') / second} s`,
  says`a taken-over number gets codes. Within ${bureauMilliseconds / second} s`,
  fact(
    'each call within a second',
    () => figureIn('services/database/redis/redisConnection.ts', 'writeMilliseconds') === second,
  ),
  says`\`Unavailable('ca')\` within ${figureIn('services/certificates/authority/nativeSigner.ts', 'patienceMilliseconds') / second} s`,
  says`${inWords(wrongCredentialsAllowed)} wrong entries over all uses lock for good`,
  fact('scope `openid profile phone email ci`', () => holds(bank, "scope = 'openid profile phone email ci'")),
  fact('`prompt=login consent` is honoured', () => holds(bank, "prompt: 'login consent'")),
  says`An answer within ${figureIn(bank, 'deadline') / second} s an exchange, ${bankMilliseconds / second} s in all`,
  fact('a compact JWE to its key (ECDH-ES+A256KW, A256GCM)', () =>
    holds('services/certificates/keys/identityProof.ts', "alg: 'ECDH-ES+A256KW', enc: 'A256GCM'"),
  ),
  fact(
    'financial certificate login 1 party: {id} origin: {its origin} challenge: {challenge} connection: {base64url of SHA-256 of connection}',
    () =>
      holds(
        'services/cloudAccount/loginStatement.ts',
        'financial certificate login 1',
        'party: ',
        'origin: ',
        'challenge: ',
        'connection: ',
      ),
  ),
  fact('and OCSP again. Twelve hours at the most', () => loginHours === 12),
  says`The digits are ours: ${serviceFacts.oneWonMinutes} minutes, ${triesPerCode} tries, ${serviceFacts.oneWonDeposits} deposits a day`,
  says`at most ${serviceFacts.uploadMegabytes} MiB`,
  fact('**not in this version**', () => isContractUnbuilt()),
];

function throws(settings: Readonly<Record<string, string>>): boolean {
  try {
    parseConfig(settings);
    return false;
  } catch {
    return true;
  }
}

/** Neither of the systems of the HTTPS contract has an adapter. */
function isContractUnbuilt(): boolean {
  const { identityVerifier, accountVerifier, idPhotoVerifier, businessVerifier } = outsideSystems;
  return [identityVerifier, accountVerifier, idPhotoVerifier, businessVerifier].every(({ real }) =>
    real.every(({ open }) => open === undefined),
  );
}
