import { createHash } from 'node:crypto';
import * as der from './der.ts';
import { childrenOf, DerError, expectTag, readDer, readOid, readSerialHex, readText, readTime } from './derReader.ts';
import type { DerElement } from './derReader.ts';
import { oids } from './oids.ts';
import { readCommonName } from './subject.ts';
import { kisa, readIdentifyData } from './vid.ts';

/** What a subscriber's to-be-signed bytes say. */
export interface CertificateFacts {
  readonly serialHex: string;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  /** realName of the VID, whole. */
  readonly name: string;
  readonly shownName: string;
  readonly bankCode: string;
  readonly account: string;
  readonly units: readonly string[];
  readonly organization: string;
  readonly policyOid: string;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** DER IdentifyData. */
  readonly identifyData: Buffer;
  /** DER Name. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** By OID; `value` is the DER inside the octet string. */
  readonly extensions: ReadonlyMap<string, { readonly critical: boolean; readonly value: Buffer }>;
  /** SHA-256 of the bytes, hex. */
  readonly toBeSignedHash: string;
}

/** Reads DER TBSCertificate. @throws DerError when it is not one of ours */
export function readFacts(toBeSigned: Buffer): CertificateFacts {
  const fields = childrenOf(expectTag(readDer(toBeSigned), 0x30));
  const [version, serial, , issuer, validity, subject, publicKey, wrapped] = fields;
  if (version?.raw.toString('hex') !== 'a003020102' || fields.length !== 8) throw new DerError('expected version 3');
  const [notBefore, notAfter] = childrenOf(expectTag(validity, 0x30));
  const name = readName(subject);
  const extensions = readExtensions(wrapped);
  const identity = readIdentity(extensions.get(oids.subjectAltName)?.value);
  return {
    serialHex: readSerialHex(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    name: readIdentifyData(identity).name,
    ...readSubjectNames(name),
    policyOid: readPolicy(extensions.get(oids.certificatePolicies)?.value),
    publicKey: expectTag(publicKey, 0x30).raw,
    identifyData: identity,
    issuer: expectTag(issuer, 0x30).raw,
    subject: expectTag(subject, 0x30).raw,
    extensions,
    toBeSignedHash: createHash('sha256').update(toBeSigned).digest('hex'),
  };
}

/** The to-be-signed bytes, algorithm and signature of a DER certificate. @throws DerError */
export function splitCertificate(certificate: Buffer): { toBeSigned: Buffer; algorithm: Buffer; signature: Buffer } {
  const [toBeSigned, algorithm, signature, extra] = childrenOf(expectTag(readDer(certificate), 0x30));
  if (extra) throw new DerError('expected three parts, found more');
  const bits = expectTag(signature, 0x03).content;
  return {
    toBeSigned: expectTag(toBeSigned, 0x30).raw,
    algorithm: expectTag(algorithm, 0x30).raw,
    signature: bits.subarray(1),
  };
}

/** Puts a certificate together (RFC 5280 §4.1). */
export function joinCertificate(toBeSigned: Buffer, algorithm: Buffer, signature: Buffer): Buffer {
  return der.sequence(toBeSigned, algorithm, der.bitString(signature));
}

/** Attribute and text of each relative name, in the order of the DER. @throws DerError */
function readName(name: DerElement | undefined): readonly { readonly oid: string; readonly text: string }[] {
  return childrenOf(expectTag(name, 0x30)).map((set) => {
    const [pair, more] = childrenOf(expectTag(set, 0x31));
    if (more) throw new DerError('expected one attribute, found more');
    const [type, text] = childrenOf(expectTag(pair, 0x30));
    return { oid: readOid(type), text: readText(text) };
  });
}

function readSubjectNames(
  parts: ReturnType<typeof readName>,
): Pick<CertificateFacts, 'shownName' | 'bankCode' | 'account' | 'units' | 'organization'> {
  const texts = (oid: string): string[] => parts.filter((part) => part.oid === oid).map((part) => part.text);
  const common = readCommonName(texts(oids.commonName).at(-1) ?? '');
  if (!common) throw new DerError('expected a common name of ours, found another');
  const organization = texts(oids.organizationName)[0] ?? '';
  return { ...common, units: texts(oids.organizationalUnitName), organization };
}

function readExtensions(wrapped: DerElement | undefined): CertificateFacts['extensions'] {
  const [list] = childrenOf(expectTag(wrapped, 0xa3));
  const found = new Map<string, { critical: boolean; value: Buffer }>();
  for (const extension of childrenOf(expectTag(list, 0x30))) {
    const parts = childrenOf(expectTag(extension, 0x30));
    const id = readOid(parts[0]);
    if (found.has(id)) throw new DerError(`expected ${id} once, found it twice`);
    const critical = parts.length === 3 && expectTag(parts[1], 0x01).content[0] === 0xff;
    found.set(id, { critical, value: expectTag(parts.at(-1), 0x04).content });
  }
  return found;
}

function readIdentity(subjectAltName: Buffer | undefined): Buffer {
  if (!subjectAltName) throw new DerError('expected a subjectAltName, found none');
  const [other] = childrenOf(expectTag(readDer(subjectAltName), 0x30));
  const [type, wrapped] = childrenOf(expectTag(other, 0xa0));
  if (readOid(type) !== kisa.identifyData) throw new DerError('expected identifyData, found another name');
  const [value] = childrenOf(expectTag(wrapped, 0xa0));
  return expectTag(value, 0x30).raw;
}

function readPolicy(certificatePolicies: Buffer | undefined): string {
  if (!certificatePolicies) throw new DerError('expected certificatePolicies, found none');
  const [information] = childrenOf(expectTag(readDer(certificatePolicies), 0x30));
  return readOid(childrenOf(expectTag(information, 0x30))[0]);
}
