import { passwordLength } from '../certificates/keys/credentialPolicy.ts';
import { youngestAgeYears } from '../identity/residentRegistrationNumber.ts';
import { resendSeconds, triesPerCode } from '../sms/smsLimits.ts';
import { codeSeconds } from '../sms/verificationCode.ts';
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

/** Today's values: each limit from the room that keeps it, the rest from serviceFacts.json. */
export const serviceFacts: ServiceFacts = {
  ...facts,
  codeDigits: 6,
  codeSeconds,
  codeTries: triesPerCode,
  resendSeconds,
  visitMinutes,
  minimumAge: youngestAgeYears,
  pinDigits: 6,
  passwordMin: passwordLength.min,
  passwordMax: passwordLength.max,
};
