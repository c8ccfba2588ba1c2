import { createHash } from 'node:crypto';
import * as der from './der.ts';
import { childrenOf, expectTag, readDer } from './derReader.ts';
import { oids } from './oids.ts';
import { kisa } from './vid.ts';

/** One extension: `value` is the DER that goes into its octet string. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

/** The public addresses that certificates point at (CONTRACT §3). */
export interface PkiAddresses {
  readonly rootCertificate: string;
  readonly issuingCertificate: string;
  readonly crl: string;
  readonly rootCrl: string;
  readonly ocsp: string;
  readonly cps: string;
}

/** The addresses below a public address without a slash at its end. */
export function pkiAddresses(publicUrl: string): PkiAddresses {
  const base = `${publicUrl.replace(/\/+$/, '')}/pki`;
  return {
    rootCertificate: `${base}/root.cer`,
    issuingCertificate: `${base}/issuing.cer`,
    crl: `${base}/crl`,
    rootCrl: `${base}/root.crl`,
    ocsp: `${base}/ocsp`,
    cps: `${base}/cps`,
  };
}

/** Key identifier: the left 160 bits of SHA-256 of the key's bits (RFC 7093 §2 method 1). */
export function keyIdentifier(publicKey: Buffer): Buffer {
  const [, bits] = childrenOf(expectTag(readDer(publicKey), 0x30));
  const key = expectTag(bits, 0x03).content.subarray(1);
  return createHash('sha256').update(key).digest().subarray(0, 20);
}

/** digitalSignature + nonRepudiation, or keyCertSign + cRLSign of an authority, or digitalSignature alone. */
export function keyUsage(use: 'subscriber' | 'authority' | 'responder'): Extension {
  const bits = { subscriber: [0xc0, 6], authority: [0x06, 1], responder: [0x80, 7] } as const;
  const [byte, unused] = bits[use];
  return { oid: oids.keyUsage, critical: true, value: der.bitString(Buffer.from([byte]), unused) };
}

/** cA TRUE, with how many authorities may follow. */
export function authorityConstraints(pathLength?: number): Extension {
  const path = pathLength === undefined ? [] : [der.integer(pathLength)];
  return { oid: oids.basicConstraints, critical: true, value: der.sequence(der.booleanTrue(), ...path) };
}

/** subjectKeyIdentifier. */
export function subjectKey(identifier: Buffer): Extension {
  return { oid: oids.subjectKeyIdentifier, critical: false, value: der.octetString(identifier) };
}

/** authorityKeyIdentifier with the key's identifier only. */
export function authorityKey(identifier: Buffer): Extension {
  const keyId = der.element(0x80, identifier);
  return { oid: oids.authorityKeyIdentifier, critical: false, value: der.sequence(keyId) };
}

/** certificatePolicies with one policy and where its statement stands. */
export function policy(policyOid: string, cps?: string): Extension {
  const qualifier = cps ? [der.sequence(der.sequence(der.oid(oids.cpsUri), der.ia5String(cps)))] : [];
  const information = der.sequence(der.oid(policyOid), ...qualifier);
  return { oid: oids.certificatePolicies, critical: false, value: der.sequence(information) };
}

/** Where the revocation list is. */
export function distributionPoint(address: string): Extension {
  const fullName = der.context(0, der.context(0, der.ia5String(address, 6)));
  return { oid: oids.crlDistributionPoints, critical: false, value: der.sequence(der.sequence(fullName)) };
}

/** Where the issuer's certificate is, and who answers for the status. */
export function informationAccess(addresses: { readonly caIssuers: string; readonly ocsp?: string }): Extension {
  const row = (method: string, address: string): Buffer => der.sequence(der.oid(method), der.ia5String(address, 6));
  const status = addresses.ocsp ? [row(oids.ocsp, addresses.ocsp)] : [];
  const value = der.sequence(...status, row(oids.caIssuers, addresses.caIssuers));
  return { oid: oids.authorityInfoAccess, critical: false, value };
}

/** subjectAltName with the identifyData otherName (DOMAIN §7). */
export function identityName(identifyData: Buffer): Extension {
  const other = der.context(0, der.oid(kisa.identifyData), der.context(0, identifyData));
  return { oid: oids.subjectAltName, critical: false, value: der.sequence(other) };
}

/** What makes a certificate a delegated OCSP responder that needs no status itself (RFC 6960 §4.2.2.2). */
export function responderMarks(): readonly Extension[] {
  return [
    { oid: oids.extendedKeyUsage, critical: true, value: der.sequence(der.oid(oids.ocspSigning)) },
    { oid: oids.ocspNoCheck, critical: false, value: der.nothing() },
  ];
}
