import { chatKeptDays, taskKeptDays } from '../cases/casePurge.ts';
import { recordYears } from '../certificates/keeping/retention.ts';
import { passwordLength, pinDigits } from '../certificates/keys/credentialPolicy.ts';
import { wrongCredentialsAllowed } from '../certificates/keys/keyCustody.ts';
import { unusedMonths } from '../cloudAccount/cloudAccounts.ts';
import { youngestAgeYears } from '../identity/residentRegistrationNumber.ts';
import { resendSeconds, triesPerCode } from '../sms/smsLimits.ts';
import { codeDigits, codeSeconds } from '../sms/verificationCode.ts';
import { visitMinutes } from '../visits/visits.ts';
import facts from './serviceFacts.json' with { type: 'json' };

/** What is the same for every bank, product and customer: limits, terms of law, numbers to call. */
export interface ServiceFacts {
  /** Police, Financial Supervisory Service, Internet & Security Agency. */
  readonly policeNumber: string;
  readonly financeNumber: string;
  readonly internetNumber: string;
  /** The day 공인인증서 lost its name, `2020-12-10`. */
  readonly oldNameEndedOn: string;
  readonly jointTermYears: number;
  readonly jointPasswordLength: number;
  readonly issueMinutes: number;
  /** Days for which a request that was left goes on where it was. */
  readonly keptDays: number;
  readonly unusedMonths: number;
  readonly recordYears: number;
  readonly chatDays: number;
  readonly credentialTries: number;
  readonly oneWonMinutes: number;
  readonly oneWonDeposits: number;
  readonly uploadMegabytes: number;
  readonly codeDigits: number;
  readonly codeSeconds: number;
  readonly codeTries: number;
  readonly resendSeconds: number;
  readonly visitMinutes: number;
  readonly minimumAge: number;
  readonly pinDigits: number;
  readonly passwordMin: number;
  readonly passwordMax: number;
}

/** Minutes that a renewal takes, about. */
export const renewMinutes = facts.renewMinutes;

const { renewMinutes: _apart, ...known } = facts;

/** Today's values: each limit from the room that keeps it, the rest from serviceFacts.json. */
export const serviceFacts: ServiceFacts = {
  ...known,
  keptDays: taskKeptDays,
  chatDays: chatKeptDays,
  recordYears,
  unusedMonths,
  credentialTries: wrongCredentialsAllowed,
  codeDigits,
  codeSeconds,
  codeTries: triesPerCode,
  resendSeconds,
  visitMinutes,
  minimumAge: youngestAgeYears,
  pinDigits,
  passwordMin: passwordLength.min,
  passwordMax: passwordLength.max,
};
