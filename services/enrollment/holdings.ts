import type { OwnCertificate, NamedKind, Enrollment, Task } from './enrollment.ts';
import { tasks } from './tasks.ts';
import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';

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

/** Which of the person's certificates a task can be about. */
export function eligible(task: Task, certificates: readonly OwnCertificate[]): readonly OwnCertificate[] {
  return certificates.filter(({ state }) => tasks[task].actsOn.includes(state));
}

/** The certificate that was chosen; of a task that acts on all of them, the first. */
export function chosenOf({
  holdings = [],
  chosen,
}: Pick<Enrollment, 'holdings' | 'chosen'>): OwnCertificate | undefined {
  return holdings.find(({ serialHex }) => serialHex === chosen) ?? holdings[0];
}

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
