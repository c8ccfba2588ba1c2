import { childrenOf, DerError, expectTag, readDer, readOid, readSerialHex } from '../authority/derReader.ts';
import type { DerElement } from '../authority/derReader.ts';
import { oids } from '../authority/oids.ts';

/** More certificates in one request than this are refused. */
const certificatesInRequest = 20;
/** Bounds of a nonce in bytes (RFC 9654 §2.1). */
const nonceBytes = { min: 1, max: 128 } as const;

/** One certificate that is asked for. */
export interface AskedCertificate {
  /** DER CertID, echoed as it came. */
  readonly certId: Buffer;
  readonly hashOid: string;
  readonly issuerNameHash: Buffer;
  readonly issuerKeyHash: Buffer;
  readonly serialHex: string;
}

/** An OCSP request as far as an answer needs it; a signature on it is not looked at (RFC 6960 §4.1.2). */
export interface OcspRequest {
  readonly asked: readonly AskedCertificate[];
  /** DER Extension, echoed as it came. */
  readonly nonce?: Buffer;
}

/** Reads DER OCSPRequest. @throws DerError for everything that is not one */
export function readOcspRequest(bytes: Buffer): OcspRequest {
  const [tbsRequest, signature, ...extra] = childrenOf(expectTag(readDer(bytes), 0x30));
  if (extra.length > 0 || (signature && signature.tag !== 0xa0)) throw new DerError('expected a request, found more');
  const fields = childrenOf(expectTag(tbsRequest, 0x30));
  if (fields[0]?.tag === 0xa0) checkVersion(fields.shift());
  if (fields[0]?.tag === 0xa1) fields.shift();
  const [list, extensions, ...rest] = fields;
  if (rest.length > 0) throw new DerError('expected a request list and extensions, found more');
  const asked = childrenOf(expectTag(list, 0x30)).map(readAsked);
  if (asked.length === 0 || asked.length > certificatesInRequest)
    throw new DerError(`expected 1 to ${certificatesInRequest} certificates, found ${asked.length}`);
  return { asked, nonce: extensions && readNonce(expectTag(extensions, 0xa2)) };
}

function checkVersion(version: DerElement | undefined): void {
  const [number] = childrenOf(expectTag(version, 0xa0));
  if (readSerialHex(number) !== '00') throw new DerError('expected version 1');
}

function readAsked(request: DerElement): AskedCertificate {
  const [certId] = childrenOf(expectTag(request, 0x30));
  const parts = childrenOf(expectTag(certId, 0x30));
  const [algorithm, nameHash, keyHash, serial] = parts;
  if (parts.length !== 4) throw new DerError('expected four parts in a CertID');
  return {
    certId: expectTag(certId, 0x30).raw,
    hashOid: readOid(childrenOf(expectTag(algorithm, 0x30))[0]),
    issuerNameHash: expectTag(nameHash, 0x04).content,
    issuerKeyHash: expectTag(keyHash, 0x04).content,
    serialHex: readSerialHex(serial),
  };
}

function readNonce(extensions: DerElement): Buffer | undefined {
  const [list] = childrenOf(extensions);
  let nonce: Buffer | undefined;
  for (const extension of childrenOf(expectTag(list, 0x30))) {
    const parts = childrenOf(expectTag(extension, 0x30));
    const isNonce = readOid(parts[0]) === oids.ocspNonce;
    const critical = parts.length === 3;
    if (critical && !isNonce) throw new DerError('expected no critical extension but the nonce');
    if (isNonce) nonce = checkNonce(extension, parts.at(-1));
  }
  return nonce;
}

function checkNonce(extension: DerElement, value: DerElement | undefined): Buffer {
  const { length } = expectTag(readDer(expectTag(value, 0x04).content), 0x04).content;
  if (length < nonceBytes.min || length > nonceBytes.max) throw new DerError('expected a nonce of 1 to 128 bytes');
  return extension.raw;
}
