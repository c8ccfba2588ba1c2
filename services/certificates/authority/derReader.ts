/** What is not DER, or not the structure that was expected; the message says what, never the bytes. */
export class DerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DerError';
  }
}

/** One DER element: its tag byte, its content, and the whole of it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/**
 * Reads bytes that must be exactly one DER element.
 * @throws DerError for anything that X.690 §10 forbids: indefinite or longer-than-needed lengths, bytes left over
 */
export function readDer(bytes: Buffer): DerElement {
  const read = elementAt(bytes, 0);
  if (read.raw.length !== bytes.length) throw new DerError('expected one element, found bytes after it');
  return read;
}

/** The elements inside a constructed one. @throws DerError */
export function childrenOf(parent: DerElement): DerElement[] {
  if (!(parent.tag & 0x20)) throw new DerError('expected a constructed element, found a primitive one');
  const children: DerElement[] = [];
  for (let at = 0; at < parent.content.length;) {
    const child = elementAt(parent.content, at);
    children.push(child);
    at += child.raw.length;
  }
  return children;
}

/** The child of this tag at this place. @throws DerError */
export function expectTag(found: DerElement | undefined, tag: number): DerElement {
  if (found?.tag !== tag) throw new DerError(`expected tag ${tag}, found ${found?.tag ?? 'nothing'}`);
  return found;
}

function elementAt(bytes: Buffer, start: number): DerElement {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw new DerError('expected an element, found the end');
  if ((tag & 0x1f) === 0x1f) throw new DerError('expected a one-byte tag, found a longer one');
  const { length, header } = lengthAt(bytes, start, first);
  const end = start + header + length;
  if (end > bytes.length) throw new DerError('expected more bytes, found the end');
  return { tag, content: bytes.subarray(start + header, end), raw: bytes.subarray(start, end) };
}

function lengthAt(bytes: Buffer, start: number, first: number): { length: number; header: number } {
  if (first < 0x80) return { length: first, header: 2 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DerError('expected a definite length of four bytes at most');
  if (start + 2 + count > bytes.length) throw new DerError('expected a length, found the end');
  const length = bytes.readUIntBE(start + 2, count);
  if (length < 0x80 || bytes[start + 2] === 0) throw new DerError('expected the shortest length, found a longer one');
  return { length, header: 2 + count };
}

/** The dotted form of an OBJECT IDENTIFIER. @throws DerError */
export function readOid(element: DerElement | undefined): string {
  const { content } = expectTag(element, 0x06);
  if (content.length === 0 || (content.at(-1) ?? 0x80) & 0x80) throw new DerError('expected a whole identifier');
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0;
  for (const byte of content) {
    if (arc === 0 && byte === 0x80) throw new DerError('expected the shortest arc, found a longer one');
    // Beyond 2^45 the next seven bits would not fit a number.
    if (typeof arc === 'number' && arc > 0x1fffffffffff) arc = BigInt(arc);
    arc = typeof arc === 'number' ? arc * 128 + (byte & 0x7f) : arc * 128n + BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [head = 0, ...rest] = arcs;
  const first = head < 80 ? Math.floor(Number(head) / 40) : 2;
  const second = typeof head === 'number' ? head - first * 40 : head - 80n;
  return [first, second, ...rest].join('.');
}

/** The value of a non-negative INTEGER in lower-case hex, two digits a byte. @throws DerError */
export function readSerialHex(element: DerElement | undefined): string {
  const { content } = expectTag(element, 0x02);
  const [first, second] = content;
  if (first === undefined || first & 0x80) throw new DerError('expected a positive integer');
  const padded = first === 0 && second !== undefined;
  if (padded && !(second & 0x80)) throw new DerError('expected the shortest integer, found a longer one');
  return content.subarray(padded ? 1 : 0).toString('hex');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A UTF8String, PrintableString or IA5String. @throws DerError also when the bytes are not UTF-8 */
export function readText(element: DerElement | undefined): string {
  if (!element || ![0x0c, 0x13, 0x16].includes(element.tag)) throw new DerError('expected a text');
  try {
    return strictUtf8.decode(element.content);
  } catch {
    throw new DerError('expected UTF-8');
  }
}

/** A UTCTime (years 1950–2049) or GeneralizedTime in whole seconds UTC. @throws DerError */
export function readTime(element: DerElement | undefined): Temporal.Instant {
  const text = element?.content.toString('latin1') ?? '';
  const full = element?.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (!match || (element?.tag !== 0x17 && element?.tag !== 0x18)) throw new DerError('expected a time');
  const [, year, month, day, hour, minute, second] = match;
  try {
    return Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  } catch {
    throw new DerError('expected a real time');
  }
}
