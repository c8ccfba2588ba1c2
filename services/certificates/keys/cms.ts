import { createHash } from 'node:crypto';
import * as der from '../authority/der.ts';
import { splitCertificate } from '../authority/certificateFacts.ts';
import { childrenOf, expectTag, readDer } from '../authority/derReader.ts';
import { oids } from '../authority/oids.ts';

/** The parts of a CMS SignedData (RFC 5652) by one signer. */
export interface CmsContent {
  readonly content: Buffer;
  readonly attached: boolean;
  readonly signedAt: Temporal.Instant;
  /** DER, the signer's first, then its issuer's. */
  readonly certificates: readonly [Buffer, ...Buffer[]];
  readonly keyType: 'rsa2048' | 'p256';
}

/** DER of the signed attributes, as a SET: exactly these bytes are signed (RFC 5652 §5.4). */
export function signedAttributes({ content, signedAt, certificates }: CmsContent): Buffer {
  const certificateHash = sha256(certificates[0]);
  const certId = der.sequence(der.sequence(der.sequence(der.octetString(certificateHash))));
  return der.setOf(
    attribute(oids.contentType, der.oid(oids.data)),
    attribute(oids.signingTime, der.time(signedAt)),
    attribute(oids.messageDigest, der.octetString(sha256(content))),
    attribute(oids.signingCertificateV2, certId),
  );
}

/** DER ContentInfo of the SignedData, once the attributes are signed. */
export function signedData(cms: CmsContent, signature: Buffer): Buffer {
  const digest = der.sequence(der.oid(oids.sha256));
  const attributes = readDer(signedAttributes(cms)).content;
  const signer = der.sequence(
    der.integer(1),
    issuerAndSerial(cms.certificates[0]),
    digest,
    der.context(0, attributes),
    signatureIdentifier(cms.keyType),
    der.octetString(signature),
  );
  const inside = cms.attached ? [der.context(0, der.octetString(cms.content))] : [];
  const data = der.sequence(
    der.integer(1),
    der.setOf(digest),
    der.sequence(der.oid(oids.data), ...inside),
    der.context(0, ...cms.certificates.toSorted((a, b) => Buffer.compare(a, b))),
    der.setOf(signer),
  );
  return der.sequence(der.oid(oids.signedData), der.context(0, data));
}

function signatureIdentifier(keyType: CmsContent['keyType']): Buffer {
  if (keyType === 'p256') return der.sequence(der.oid(oids.ecdsaWithSha256));
  return der.sequence(der.oid(oids.rsaEncryption), der.nothing());
}

function attribute(type: string, value: Buffer): Buffer {
  return der.sequence(der.oid(type), der.setOf(value));
}

function issuerAndSerial(certificate: Buffer): Buffer {
  const [, serial, , issuer] = childrenOf(readDer(splitCertificate(certificate).toBeSigned));
  return der.sequence(expectTag(issuer, 0x30).raw, expectTag(serial, 0x02).raw);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
