import type { Locale, Translate } from '../../locales/index.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
import type { Route } from '../../services/shared/route.ts';
import type { SecureView } from '../../services/visits/secureView.ts';
import { refuseOtherSites } from '../ownSite.ts';
import { pageRoutes } from './pageRoutes.ts';
import { stepRoutes } from './stepRoutes.ts';
import { takeAwayRoutes } from './takeAwayRoutes.ts';

/** Everything the pages of the secure view are made of. */
export interface SecureRouteParts {
  readonly view: SecureView;
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

/** The route table of `/secure` (CONTRACT §3): documents, what their taps do, and what a finished visit gives away. */
export function secureRoutes(parts: SecureRouteParts): readonly Route[] {
  const table = [...pageRoutes(parts), ...stepRoutes(parts), ...takeAwayRoutes(parts)];
  return table.map((route) =>
    route.method === 'POST' ? { ...route, admit: refuseOtherSites(parts.publicUrl) } : route,
  );
}
