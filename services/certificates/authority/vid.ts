import { createHash } from 'node:crypto';
import * as der from './der.ts';
import { childrenOf, expectTag, readDer, readOid, readText } from './derReader.ts';

/** id-kisa-identifyData, id-VID, id-randomNum (KCAC.TS.SIVID). */
export const kisa = {
  identifyData: '1.2.410.200004.10.1.1',
  vid: '1.2.410.200004.10.1.1.1',
} as const;

const sha256Oid = '2.16.840.1.101.3.4.2.1';

/** Bytes of R, the random number that keeps the VID from being searched through. */
export const randomNumberBytes = 20;

/** DER of HashContent: the number as PrintableString, R as BIT STRING (DOMAIN §7). */
export function hashContent(number: string, randomNumber: Uint8Array): Buffer {
  if (!/^(?:[0-9]{13}|[0-9]{10})$/.test(number)) throw new Error('expected 13 or 10 digits, found something else');
  if (randomNumber.length !== randomNumberBytes) throw new Error(`expected 20 bytes, found ${randomNumber.length}`);
  return der.sequence(der.printableString(number), der.bitString(randomNumber));
}

/** virtualID = SHA-256(SHA-256(DER(HashContent))): proves the number to who has R, tells nothing to others. */
export function virtualId(number: string, randomNumber: Uint8Array): Buffer {
  return sha256(sha256(hashContent(number, randomNumber)));
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** DER of IdentifyData, the otherName value of the subjectAltName. The name is written in NFC. */
export function identifyData(name: string, vid: Uint8Array): Buffer {
  const hashAlgorithm = der.sequence(der.oid(sha256Oid));
  const value = der.sequence(hashAlgorithm, der.context(0, der.octetString(vid)));
  const userInfo = der.sequence(der.sequence(der.oid(kisa.vid), value));
  return der.sequence(der.utf8String(name.normalize('NFC')), userInfo);
}

/** What an IdentifyData says. @throws DerError when it is not one */
export function readIdentifyData(bytes: Buffer): { readonly name: string; readonly virtualId: Buffer } {
  const [realName, userInfo] = childrenOf(expectTag(readDer(bytes), 0x30));
  const [attribute] = childrenOf(expectTag(userInfo, 0x30));
  const [type, value] = childrenOf(expectTag(attribute, 0x30));
  if (readOid(type) !== kisa.vid) throw new Error('expected a VID, found another attribute');
  const [, wrapped] = childrenOf(expectTag(value, 0x30));
  const [vid] = childrenOf(expectTag(wrapped, 0xa0));
  return { name: readText(expectTag(realName, 0x0c)), virtualId: expectTag(vid, 0x04).content };
}
