import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import type { Credential, CredentialFault, CredentialPolicy } from '../certificates/credential.ts';
import type { Enrollment } from '../enrollment/enrollment.ts';
import { namedKind, ownCertificate, ownOf } from '../enrollment/holdings.ts';
import { refuse, type Refusal, type Result } from '../shared/result.ts';
import type { VisitOwner } from '../visits/visitCase.ts';
import { tell, type DueStep } from './dueStep.ts';
import { openCase, type OpenCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** What a page shows that asks for the credential of a certificate there is. */
export interface CertificateShown {
  /** How its credential was chosen then. */
  readonly policy: CredentialPolicy;
}

/** Why a credential did not do; `credential.wrong` carries `triesLeft`. */
export type UseCode = CredentialFault | 'certificate.notActive';

/** The certificate whose credential is asked for: of the person who proved who they are, or whom the case knows. */
export async function usedCertificate(
  parts: Pick<SecureStepCollaborators, 'certificates'>,
  enrollment: Enrollment,
): Promise<CertificateDetails | undefined> {
  const personKey = enrollment.proof?.personKey ?? enrollment.known?.personKey;
  if (personKey === undefined) return undefined;
  const certificates = await parts.certificates.ofPerson(personKey);
  const chosen = certificates.find(({ serialHex }) => serialHex === enrollment.chosen);
  return chosen ?? ownOf(certificates, namedKind(enrollment));
}

/** What is shown of the certificate, and whose case it is; undefined when there is none to use. */
export async function showUsed(
  parts: SecureStepCollaborators,
  owner: VisitOwner,
): Promise<(OpenCase & CertificateShown & { readonly own: CertificateDetails }) | undefined> {
  const open = await openCase(parts.cases, owner);
  const own = open && (await usedCertificate(parts, open.enrollment));
  return open && own && { ...open, own, policy: own.credentialPolicy ?? 'pin6' };
}

/** One entry of the credential; a second submit is a second entry. */
export function keyUse(
  { random }: SecureStepCollaborators,
  { serialHex }: CertificateDetails,
  { policy, secret }: Credential,
): { readonly requestId: string; readonly serialHex: string; readonly credential: Credential } {
  return { requestId: random.bytes(16).toString('base64url'), serialHex, credential: { policy, secret } };
}

/** A lock is news for the case, and so is a certificate that has no credential to enter any more. */
export async function tellUseRefused(
  due: DueStep,
  own: CertificateDetails,
  { code, details }: Refusal<UseCode>,
): Promise<Refusal<UseCode>> {
  const { enrollment } = due;
  if (code === 'credential.locked')
    await tell(due, { name: 'credential.locked', enrollmentId: enrollment.id, certificate: ownCertificate(own) });
  if (code === 'certificate.notActive' || code === 'credential.keyGone')
    await tell(due, { name: 'field.withdrawn', field: 'proof' });
  return refuse(code, details ?? {});
}

/** There is no certificate to use any more: the case hears of it, and the page is over. */
export async function tellGone(due: DueStep): Promise<Result<never, 'visit.stepGone'>> {
  await tell(due, { name: 'field.withdrawn', field: 'proof' });
  return refuse('visit.stepGone');
}
