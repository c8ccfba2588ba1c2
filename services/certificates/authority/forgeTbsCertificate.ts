import forge from 'node-forge';
import type { Extension } from './extensions.ts';
import { oids } from './oids.ts';
import type { SignatureAlgorithm } from './signer.ts';
import type { NamePart } from './subject.ts';

const { asn1 } = forge;
const { Class, Type } = asn1;

/** What a TBSCertificate is built from. */
export interface TbsContent {
  readonly serial: Buffer;
  readonly algorithm: SignatureAlgorithm;
  /** DER Name of the issuer, or its parts. */
  readonly issuer: Buffer | readonly NamePart[];
  readonly subject: readonly NamePart[];
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly extensions: readonly Extension[];
}

/** DER TBSCertificate, version 3. Builds bytes only: nothing here hashes, signs or draws. */
export function buildTbsCertificate(content: TbsContent): Buffer {
  const validity = sequence([time(content.notBefore), time(content.notAfter)]);
  return toBuffer(
    sequence([
      explicit(0, [primitive(Type.INTEGER, '\x02')]),
      primitive(Type.INTEGER, bytes(content.serial)),
      algorithmIdentifier(content.algorithm),
      Buffer.isBuffer(content.issuer) ? fromDer(content.issuer) : name(content.issuer),
      validity,
      name(content.subject),
      fromDer(content.publicKey),
      explicit(3, [sequence(content.extensions.map(extension))]),
    ]),
  );
}

/** DER AlgorithmIdentifier: NULL parameters for RSA, none for ECDSA (RFC 4055, 5758). */
export function signatureAlgorithm(algorithm: SignatureAlgorithm): Buffer {
  return toBuffer(algorithmIdentifier(algorithm));
}

function algorithmIdentifier(algorithm: SignatureAlgorithm): forge.asn1.Asn1 {
  if (algorithm === 'ecdsaSha256') return sequence([oid(oids.ecdsaWithSha256)]);
  return sequence([oid(oids.sha256WithRsa), primitive(Type.NULL, '')]);
}

function name(parts: readonly NamePart[]): forge.asn1.Asn1 {
  return sequence(
    parts.map(({ attribute, text }) =>
      asn1.create(Class.UNIVERSAL, Type.SET, true, [sequence([oid(oids[attribute]), nameText(attribute, text)])]),
    ),
  );
}

/** Without UTF8 as its type forge writes Korean as broken PrintableString. */
function nameText(attribute: NamePart['attribute'], text: string): forge.asn1.Asn1 {
  if (attribute === 'countryName') return primitive(Type.PRINTABLESTRING, text);
  return primitive(Type.UTF8, forge.util.encodeUtf8(text));
}

function extension({ oid: id, critical, value }: Extension): forge.asn1.Asn1 {
  const flag = critical ? [primitive(Type.BOOLEAN, '\xff')] : [];
  return sequence([oid(id), ...flag, primitive(Type.OCTETSTRING, bytes(value))]);
}

/** UTCTime through 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function time(at: Temporal.Instant): forge.asn1.Asn1 {
  const digits = `${at.toString({ smallestUnit: 'second' }).replaceAll(/[-:TZ]/g, '')}Z`;
  const early = Number(digits.slice(0, 4)) < 2050;
  return early ? primitive(Type.UTCTIME, digits.slice(2)) : primitive(Type.GENERALIZEDTIME, digits);
}

function oid(dotted: string): forge.asn1.Asn1 {
  return primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
}

function sequence(value: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, value);
}

function explicit(tag: number, value: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, true, value);
}

function primitive(type: forge.asn1.Type, value: string): forge.asn1.Asn1 {
  return asn1.create(Class.UNIVERSAL, type, false, value);
}

/** forge's byte strings are latin1. */
function bytes(buffer: Buffer): string {
  return buffer.toString('latin1');
}

function fromDer(buffer: Buffer): forge.asn1.Asn1 {
  return asn1.fromDer(bytes(buffer));
}

function toBuffer(node: forge.asn1.Asn1): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}
