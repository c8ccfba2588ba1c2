/**
 * Writes DER (X.690), as little of it as certificates, revocation lists, OCSP and CMS need. Every function answers one
 * complete element: tag, length, content.
 */

/** One element with its tag byte and the elements or bytes inside. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(length), ...content]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

/** SEQUENCE, and SEQUENCE OF. */
export function sequence(...elements: readonly Uint8Array[]): Buffer {
  return element(0x30, ...elements);
}

/** SET OF: DER wants its elements in the order of their encodings. */
export function setOf(...elements: readonly Uint8Array[]): Buffer {
  return element(0x31, ...elements.toSorted((a, b) => Buffer.compare(a, b)));
}

/** INTEGER of a number that is not negative, or of its big-endian bytes. */
export function integer(value: number | bigint | Uint8Array): Buffer {
  return element(0x02, typeof value === 'object' ? positive(value) : positive(bytesOf(BigInt(value))));
}

/** The value of an INTEGER from big-endian bytes: shortest, and never read as negative. */
function positive(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = Buffer.from(bytes.subarray(start));
  return (shortest[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), shortest]) : shortest;
}

function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}

/** ENUMERATED below 128. */
export function enumerated(value: number): Buffer {
  return element(0x0a, Buffer.from([value]));
}

/** BOOLEAN TRUE; DER leaves a FALSE that is the default out. */
export function booleanTrue(): Buffer {
  return element(0x01, Buffer.from([0xff]));
}

/** NULL. */
export function nothing(): Buffer {
  return element(0x05);
}

/** OBJECT IDENTIFIER from its dotted form; arcs may be larger than 64 bits (2.25.{UUID}). */
export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(arcOf);
  return element(0x06, Buffer.from([BigInt(first) * 40n + BigInt(second), ...rest].flatMap(base128)));
}

function arcOf(digits: string): number | bigint {
  return digits.length < 10 ? Number(digits) : BigInt(digits);
}

function base128(arc: number | bigint): number[] {
  if (arc < 0x80) return [Number(arc)];
  const bytes = [Number(BigInt(arc) & 0x7fn)];
  for (let left = BigInt(arc) >> 7n; left > 0n; left >>= 7n) bytes.unshift(Number(left & 0x7fn) | 0x80);
  return bytes;
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Buffer {
  return element(0x04, bytes);
}

/** BIT STRING whose last byte has `unused` bits that do not count. */
export function bitString(bytes: Uint8Array, unused = 0): Buffer {
  return element(0x03, Buffer.from([unused]), bytes);
}

/** UTF8String. */
export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text, 'utf8'));
}

/** PrintableString; the caller passes only its characters. */
export function printableString(text: string): Buffer {
  return element(0x13, Buffer.from(text, 'latin1'));
}

/** IA5String as it is, or under the implicit context tag of a GeneralName (6: URI). */
export function ia5String(text: string, contextTag?: number): Buffer {
  return element(contextTag === undefined ? 0x16 : 0x80 | contextTag, Buffer.from(text, 'latin1'));
}

/** `[n] EXPLICIT`, or an implicit constructed `[n]` around its content. */
export function context(n: number, ...content: readonly Uint8Array[]): Buffer {
  return element(0xa0 | n, ...content);
}

/** Time as certificates write it: UTCTime through 2049, GeneralizedTime after (RFC 5280 §4.1.2.5); whole seconds. */
export function time(at: Temporal.Instant): Buffer {
  const year = at.toZonedDateTimeISO('UTC').year;
  return year >= 1950 && year < 2050 ? element(0x17, Buffer.from(digits(at).slice(2))) : generalizedTime(at);
}

/** GeneralizedTime in whole seconds, `20271201145959Z`. */
export function generalizedTime(at: Temporal.Instant): Buffer {
  return element(0x18, Buffer.from(digits(at)));
}

function digits(at: Temporal.Instant): string {
  return `${at.toString({ smallestUnit: 'second' }).replaceAll(/[-:TZ]/g, '')}Z`;
}
