import { createPublicKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { splitCertificate } from './certificateFacts.ts';
import { childrenOf, expectTag, readDer, readTime } from './derReader.ts';
import { keyIdentifier } from './extensions.ts';

/** What an authority's certificate says, as lists, responses and subscribers' certificates need it. */
export interface IssuerFacts {
  /** DER Name of its subject. */
  readonly name: Buffer;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** The bits of the key alone, as OCSP hashes them. */
  readonly keyBits: Buffer;
  readonly keyIdentifier: Buffer;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  readonly key: KeyObject;
}

/** Reads an authority's DER certificate. @throws DerError when it is not one */
export function authorityOf(certificate: Buffer): IssuerFacts {
  const fields = childrenOf(readDer(splitCertificate(certificate).toBeSigned));
  const [, , , , validity, subject, publicKey] = fields;
  const [notBefore, notAfter] = childrenOf(expectTag(validity, 0x30));
  const spki = expectTag(publicKey, 0x30);
  const [, bits] = childrenOf(spki);
  return {
    name: expectTag(subject, 0x30).raw,
    publicKey: spki.raw,
    keyBits: expectTag(bits, 0x03).content.subarray(1),
    keyIdentifier: keyIdentifier(spki.raw),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    key: createPublicKey({ key: spki.raw, format: 'der', type: 'spki' }),
  };
}

/** Whether `certificate` was signed by `issuer`; by Node's parser. */
export function isIssuedBy(certificate: Buffer, issuer: Buffer): boolean {
  const parent = new X509Certificate(issuer);
  const child = new X509Certificate(certificate);
  return child.checkIssued(parent) && child.verify(parent.publicKey);
}
