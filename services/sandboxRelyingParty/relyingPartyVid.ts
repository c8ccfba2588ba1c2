import { createHash, type X509Certificate } from 'node:crypto';
import {
  BitString,
  Constructed,
  fromBER,
  ObjectIdentifier,
  OctetString,
  PrintableString,
  Sequence,
  Utf8String,
  type BaseBlock,
} from 'asn1js';
import * as pkijs from 'pkijs';

const identifyDataOid = '1.2.410.200004.10.1.1';
const vidOid = '1.2.410.200004.10.1.1.1';
const subjectAltNameOid = '2.5.29.17';

/** What a certificate says of its owner's number without telling it (KCAC.TS.SIVID). */
export interface CertifiedIdentity {
  readonly name: string;
  readonly virtualId: Buffer;
}

/** Reads IdentifyData out of the subjectAltName; undefined when there is none of that form. */
export function certifiedIdentity(certificate: X509Certificate): CertifiedIdentity | undefined {
  const { extensions } = pkijs.Certificate.fromBER(certificate.raw);
  const names = extensions?.find(({ extnID }) => extnID === subjectAltNameOid);
  if (!names) return undefined;
  // GeneralNames ⟶ otherName ⟶ type, [0] IdentifyData ⟶ realName, userInfo ⟶ attribute ⟶ type, VID ⟶ hash, [0] octets
  const [other] = inside(fromBER(names.extnValue.valueBlock.valueHexView).result);
  const [type, wrapped] = inside(other);
  const [realName, userInfo] = inside(inside(wrapped)[0]);
  const [attributeType, vid] = inside(inside(userInfo)[0]);
  const [octets] = inside(inside(vid)[1]);
  if (oidOf(type) !== identifyDataOid || oidOf(attributeType) !== vidOid) return undefined;
  if (!(realName instanceof Utf8String) || !(octets instanceof OctetString)) return undefined;
  return { name: realName.getValue(), virtualId: Buffer.from(octets.valueBlock.valueHexView) };
}

/** VID of a number and R: SHA-256(SHA-256(DER(SEQUENCE { PrintableString, BIT STRING }))). */
export function virtualIdOf(number: string, randomNumber: Uint8Array): Buffer {
  const content = new Sequence({
    value: [
      new PrintableString({ value: number }),
      new BitString({ valueHex: Uint8Array.from(randomNumber).buffer, unusedBits: 0 }),
    ],
  });
  return sha256(sha256(Buffer.from(content.toBER())));
}

function inside(block: BaseBlock | undefined): readonly BaseBlock[] {
  return block instanceof Constructed ? block.valueBlock.value : [];
}

function oidOf(block: BaseBlock | undefined): string | undefined {
  return block instanceof ObjectIdentifier ? block.getValue() : undefined;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
