import type { CaseEvent } from '../cases/caseEvents.ts';
import type { CertificateSummary } from '../certificates/certificate.ts';

/** How a case hears of its certificate; the same event from the page and from recovery, so it counts once. */
export function issuedEvent(enrollmentId: string, certificate: CertificateSummary): CaseEvent {
  return { id: `issued:${enrollmentId}`, name: 'certificate.issued', enrollmentId, certificate };
}
