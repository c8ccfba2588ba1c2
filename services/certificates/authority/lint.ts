import { X509Certificate } from 'node:crypto';
import type { Prepared } from './certificateAuthority.ts';
import type { CertificateFacts } from './certificateFacts.ts';
import { splitCertificate } from './certificateFacts.ts';
import { keyIdentifier, keyUsage } from './extensions.ts';
import { oids } from './oids.ts';
import type { Profiles } from './profile.ts';

const dayMilliseconds = 86_400_000;
/** 23:59:59 in Seoul is 14:59:59 UTC, the whole year round. */
const seoulDayEnd = 53_999_000;

/** Against what a certificate is linted. */
export interface LintBasis {
  readonly profiles: Profiles;
  /** The issuing authority's certificate. */
  readonly issuer: X509Certificate;
  /** DER Name of the issuing authority. */
  readonly issuerName: Buffer;
  readonly issuerNotAfter: Temporal.Instant;
}

/** Every extension that a subscriber's certificate has, and whether it is critical; no other is allowed. */
const extensionTable: ReadonlyMap<string, boolean> = new Map([
  [oids.authorityKeyIdentifier, false],
  [oids.subjectKeyIdentifier, false],
  [oids.keyUsage, true],
  [oids.certificatePolicies, false],
  [oids.subjectAltName, false],
  [oids.crlDistributionPoints, false],
  [oids.authorityInfoAccess, false],
]);

/** What is wrong with a subscriber's to-be-signed bytes by profile and RFC 5280; empty when nothing is. */
export function lint(facts: CertificateFacts, basis: LintBasis): string[] {
  return [
    ...serialFaults(facts),
    ...validityFaults(facts, basis),
    ...nameFaults(facts, basis),
    ...extensionFaults(facts),
  ];
}

function serialFaults({ serialHex }: CertificateFacts): string[] {
  const octets = serialHex.length / 2;
  const prefix = Number.parseInt(serialHex.slice(0, 2), 16);
  const inShape = octets >= 16 && octets <= 20 && prefix >= 1 && prefix <= 0x7f;
  return inShape ? [] : ['serial: not one byte 01–7f and 15 to 19 more'];
}

function validityFaults(facts: CertificateFacts, basis: LintBasis): string[] {
  const faults: string[] = [];
  if (Temporal.Instant.compare(facts.notBefore, facts.notAfter) >= 0) faults.push('validity: ends before it begins');
  if (Temporal.Instant.compare(facts.notAfter, basis.issuerNotAfter) > 0) faults.push('validity: outlives its issuer');
  if (facts.notAfter.epochMilliseconds % dayMilliseconds !== seoulDayEnd)
    faults.push('validity: not the end of a Seoul day');
  return faults;
}

function nameFaults(facts: CertificateFacts, { profiles, issuerName }: LintBasis): string[] {
  const faults: string[] = [];
  const known = profiles.byPolicy(facts.policyOid);
  if (!known) faults.push('policy: not one of ours');
  if (known && facts.units[0] !== known.profile.subjectUnit) faults.push('subject: unit of another product');
  if (facts.units.length !== 2) faults.push('subject: not two units');
  if (facts.organization !== profiles.organization) faults.push('subject: not our organization');
  if (!facts.name.startsWith(facts.shownName)) faults.push('subject: another name than in the VID');
  if (facts.name !== facts.name.normalize('NFC')) faults.push('subject: name is not NFC');
  if (!facts.issuer.equals(issuerName)) faults.push('issuer: not the issuing authority');
  return faults;
}

function extensionFaults(facts: CertificateFacts): string[] {
  const faults: string[] = [];
  for (const [oid, critical] of extensionTable)
    if (facts.extensions.get(oid)?.critical !== critical) faults.push(`extension ${oid}: missing or critical wrongly`);
  for (const oid of facts.extensions.keys()) if (!extensionTable.has(oid)) faults.push(`extension ${oid}: not allowed`);
  const usage = facts.extensions.get(oids.keyUsage)?.value;
  if (!usage?.equals(keyUsage('subscriber').value)) faults.push('keyUsage: not digitalSignature + nonRepudiation');
  const keyId = facts.extensions.get(oids.subjectKeyIdentifier)?.value.subarray(2);
  if (!keyId?.equals(keyIdentifier(facts.publicKey))) faults.push('subjectKeyIdentifier: of another key');
  return faults;
}

/** To-be-signed bytes that passed the lint, and what they say. */
export type CheckedBytes = Pick<Prepared, 'toBeSigned' | 'facts'>;

/**
 * Re-parses a signed certificate with Node's own parser before it may leave: signature, issuer, serial, dates and
 * names must be what was prepared, the bytes the very same. @throws Error that names every fault
 */
export function checkSigned(certificate: Buffer, { toBeSigned, facts }: CheckedBytes, issuer: X509Certificate): void {
  const parsed = new X509Certificate(certificate);
  const same = splitCertificate(certificate).toBeSigned.equals(toBeSigned);
  const faults = [
    same ? '' : 'other bytes than prepared',
    parsed.verify(issuer.publicKey) ? '' : 'signature does not verify',
    parsed.checkIssued(issuer) ? '' : 'not issued by the issuing authority',
    parsed.serialNumber.toLowerCase() === facts.serialHex ? '' : 'serial differs',
    instant(parsed.validToDate) === facts.notAfter.epochMilliseconds ? '' : 'notAfter differs',
    parsed.ca ? 'is an authority' : '',
    parsed.subject.includes(facts.shownName) ? '' : 'subject differs',
    parsed.publicKey.type === 'public' ? '' : 'key can not be read',
  ].filter((fault) => fault !== '');
  if (faults.length > 0) throw new Error(`expected a certificate as prepared, found: ${faults.join(', ')}`);
}

function instant(date: Date): number {
  return date.getTime();
}
