import type { Translate, Locale } from '../../locales/index.ts';
import type { SecureView } from '../../services/visits/secureView.ts';
import type { StepViews } from './stepViews.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';

/** Collaborators that composition/ hands in. */
export interface SecureRouteParts {
  readonly view: SecureView;
  readonly steps: StepViews;
  readonly translators: (locale: Locale) => Translate;
  /** Addresses of `design.css`, `secure.css`, `secureVisit.js`, `secureCredential.js`. */
  readonly assets: { url(name: string): string };
  /** Where the log-in button may lead: the origins of the banks in use (`BankLogin.origin`). */
  readonly bankOrigins: readonly string[];
  /** Our own origin, as browsers see it: `https://…`. */
  readonly publicUrl: string;
  /** Cookies with the `__Host-` prefix and `Secure`; also right for http://localhost. */
  readonly secureCookies: boolean;
  readonly bankName: (code: string, language: Locale) => string;
  /** The DER of a certificate. */
  readonly certificate: (serialHex: string) => Promise<Buffer | undefined>;
  readonly clock: Clock;
  readonly random: Random;
}
