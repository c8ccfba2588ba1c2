import type { CertificateDetails, RenewalRefusal } from '../certificates/certificateLifeCycle.ts';
import type { CertificateState, ProductCode } from '../certificates/certificateService.ts';
import type { CredentialPolicy } from '../visits/secureStep.ts';
import type { Enrollment } from './enrollment.ts';

/** A certificate of the customer as their case knows it for one task; nothing in it names them. Days are Seoul days. */
export interface OwnCertificate {
  readonly serialHex: string;
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly state: CertificateState;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly untilDay: string;
  /** First day on which it can be renewed. */
  readonly renewableFrom: string;
  readonly institutions: readonly string[];
  readonly credentialPolicy?: CredentialPolicy;
  readonly lastUsedAt?: string;
}

/** Whether a renewal is possible, and if not, why: `details` as of the certificate service. */
export type RenewalOutlook =
  | { readonly ok: true; readonly serialHex: string; readonly untilDay: string }
  | {
      readonly ok: false;
      readonly code: RenewalRefusal;
      readonly details: Readonly<Record<string, string | number>>;
    };

/** What a case keeps of a certificate. */
export function ownCertificate(details: CertificateDetails): OwnCertificate {
  const { serialHex, product, bankCode, state, notBefore, notAfter, untilDay, renewableFrom, institutions } = details;
  const { credentialPolicy, lastUsedAt } = details;
  return {
    serialHex,
    product,
    bankCode,
    state,
    notBefore,
    notAfter,
    untilDay,
    renewableFrom,
    institutions,
    ...(credentialPolicy && { credentialPolicy }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
  };
}

/** True for one that holds its person's place: in use, on hold or locked. */
export function isLive({ state }: Pick<OwnCertificate, 'state'>): boolean {
  return state === 'active' || state === 'held' || state === 'locked';
}

/** A kind as customers name it: 사업자용 is either of two. */
export type NamedKind = ProductCode | 'business';

/** The kind that was named in a task, if any. */
export function namedKind({ kind, business }: Pick<Enrollment, 'kind' | 'business'>): NamedKind | undefined {
  return kind ?? (business === true ? 'business' : undefined);
}

/**
 * The certificate that a task without another word is about: of the kind that was named, else the personal one, else the
 * only kind there is; the live one before one that has ended, the latest before earlier ones.
 */
export function ownOf<T extends Pick<OwnCertificate, 'state' | 'product' | 'notBefore'>>(
  certificates: readonly T[],
  kind: NamedKind | undefined,
): T | undefined {
  const ofKind = certificates.filter(({ product }) =>
    kind === 'business' ? product !== 'personal' : product === (kind ?? 'personal'),
  );
  const fitting = ofKind.length > 0 || kind !== undefined ? ofKind : certificates;
  const latestFirst = fitting.toSorted((a, b) => (a.notBefore < b.notBefore ? 1 : -1));
  return latestFirst.find((one) => isLive(one)) ?? latestFirst[0];
}
