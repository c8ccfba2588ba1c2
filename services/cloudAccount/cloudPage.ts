import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import type { Refusal } from '../shared/result.ts';
import type { Keypad } from '../secureEntry/keypad.ts';
import type { EnvelopeKey } from '../secureEntry/envelope.ts';
import type { CloudDevice } from './cloudDevices.ts';
import type { LoginAnswer } from './loginStatement.ts';
import type { RelyingParty } from './relyingParties.ts';

/** What a page shows of a certificate. */
export type ShownCertificate = Pick<
  CertificateDetails,
  'serialHex' | 'bankCode' | 'product' | 'state' | 'untilDay' | 'credentialPolicy'
>;

/** A relying party as it is shown before anything is signed. */
export type AskingParty = Pick<RelyingParty, 'name' | 'origin'>;

/** A page of the cloud, without a word of any language. */
export type CloudPage =
  /** Who are you? `disconnected`: this browser was connected before. `asking`: who waits for a signature. */
  | {
      readonly kind: 'connect';
      readonly envelope: EnvelopeKey;
      readonly disconnected: boolean;
      readonly asking?: AskingParty;
    }
  /** A code may have been sent. */
  | {
      readonly kind: 'code';
      readonly envelope: EnvelopeKey;
      readonly maskedPhone: string;
      readonly asking?: AskingParty;
    }
  | {
      readonly kind: 'home';
      readonly certificates: readonly ShownCertificate[];
      readonly devices: readonly CloudDevice[];
      readonly thisDevice: string;
    }
  | {
      readonly kind: 'sign';
      readonly envelope: EnvelopeKey;
      readonly asking: AskingParty;
      readonly certificates: readonly ShownCertificate[];
      readonly keypad: Keypad;
    }
  /** The answer, on its way back to who asked. */
  | { readonly kind: 'signed'; readonly asking: AskingParty; readonly returnTo: string; readonly answer: LoginAnswer }
  /** Nobody who is registered asks. */
  | { readonly kind: 'stranger' };

/** A refusal that a page of the cloud can show: its code has a sentence there. */
export type CloudRefusal = Refusal<RefusalToldBy<'cloud'>>;

/** What the cloud answers to a page. */
export interface CloudAnswer {
  readonly page: CloudPage;
  /** Why what was sent did not do; `page` is the one to put it right on. */
  readonly refusal?: CloudRefusal;
  /** The token that this browser holds from now on. */
  readonly token?: string;
}
