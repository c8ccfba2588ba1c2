import type { Translate } from '../../locales/index.ts';
import type { CloudView } from '../../services/cloudAccount/cloudView.ts';
import type { CloudLogins } from '../../services/cloudAccount/cloudLogins.ts';
import type { Counters } from '../../services/state/counters.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
/** Collaborators that composition/ hands in. */
export interface CloudRouteParts {
  readonly view: CloudView;
  readonly logins: Pick<CloudLogins, 'isConnected'>;
  readonly translate: Translate;
  /** Addresses of `design.css`, `secure.css`, `cloud.css`, `cloudAccount.js`, `cloudSign.js`. */
  readonly assets: { url(name: string): string };
  /** Where answers may go: the origins of the relying parties. */
  readonly partyOrigins: readonly string[];
  /** Our own origin, as browsers see it: `https://…`. */
  readonly publicUrl: string;
  readonly bankName: (code: string) => string;
  readonly counters: Counters;
  /** Keeps addresses out of the store: they are counted by an HMAC under this key. */
  readonly counterKey: string;
  /** Real time, for counting by address. */
  readonly clock: Clock;
  readonly random: Random;
}
