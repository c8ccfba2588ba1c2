import type { CertificateState, ProductCode } from '../certificates/certificate.ts';
import type { DueReminder } from './reminderPlan.ts';

/** What happened to a certificate, as its owner is told. */
export type Happening =
  'issued' | 'renewed' | 'reissued' | 'revoked' | 'held' | 'released' | 'credentialChanged' | 'unusedEnded';

/** What every notice names: all of it may be read by somebody else. */
export interface NamedCertificate {
  readonly locale: 'ko' | 'en';
  readonly maskedName: string;
  readonly bankCode: string;
  readonly product: ProductCode;
  /** Last four digits of the serial. */
  readonly serial: string;
}

/**
 * The words of notices (DESIGN §2). Without a link, without a word that asks for a secret; of signs that an SMS can carry.
 */
export interface NoticeWords {
  reminder(
    about: NamedCertificate & Pick<DueReminder, 'stage' | 'day' | 'daysLeft'> & { readonly state: CertificateState },
  ): string;
  /** Ends with whom to call when it was not the customer. */
  completion(about: NamedCertificate & { readonly happening: Happening }): string;
}
