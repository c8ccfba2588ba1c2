import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromBER, Integer, ObjectIdentifier, Utf8String } from 'asn1js';
import * as der from '../../../services/certificates/authority/der.ts';
import {
  childrenOf,
  DerError,
  readDer,
  readOid,
  readSerialHex,
  readText,
  readTime,
} from '../../../services/certificates/authority/derReader.ts';

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    return error instanceof DerError;
  }
}

test('what is written is read back, and another library reads the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
      const value = Buffer.from(bytes);
      const written = der.integer(value);
      expect(BigInt(`0x${readSerialHex(readDer(written))}`)).toBe(BigInt(`0x${value.toString('hex')}`));
      const other = fromBER(new Uint8Array(written)).result as Integer; // what an INTEGER parses to
      expect(other.toBigInt()).toBe(BigInt(`0x${value.toString('hex')}`));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const written = der.utf8String(text);
      expect(readText(readDer(written))).toBe(text);
      const other = fromBER(new Uint8Array(written)).result as Utf8String; // what a UTF8String parses to
      expect(other.valueBlock.value).toBe(text);
    }),
  );
});

test.each([
  '2.5.29.14',
  '1.2.840.113549.1.1.11',
  '2.25.288866261373303588159917495115334251547.1.1.1',
  '0.9',
  '2.999.3',
])('identifier %s', (dotted) => {
  const written = der.oid(dotted);
  expect(readOid(readDer(written))).toBe(dotted);
  const said = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: written, encoding: 'utf8' });
  expect(said).toContain('OBJECT');
  const other = fromBER(new Uint8Array(written)).result as ObjectIdentifier; // what an OID parses to
  if (!dotted.startsWith('2.25')) expect(other.valueBlock.toString()).toBe(dotted);
});

test.each([
  ['2049-12-31T23:59:59Z', 0x17],
  ['2050-01-01T00:00:00Z', 0x18],
  ['1999-12-31T23:59:59Z', 0x17],
])('%s is written with tag %i', (text, tag) => {
  const at = Temporal.Instant.from(text);
  const written = readDer(der.time(at));
  expect(written.tag).toBe(tag);
  expect(readTime(written).toString()).toBe(text);
});

test.each([
  ['an indefinite length', '3080020101'],
  ['a length longer than needed', '30810102'],
  ['a length with a leading zero', '3082000102'],
  ['bytes left over', '02010100'],
  ['an end that is missing', '0202'],
  ['no bytes', ''],
  ['a tag of several bytes', '1f8101'],
])('%s is refused', (_, hex) => {
  expect(isRefused(() => readDer(Buffer.from(hex, 'hex')))).toBe(true);
});

test.each([
  ['a negative serial', () => readSerialHex(readDer(Buffer.from('0201ff', 'hex')))],
  ['a serial with a needless zero', () => readSerialHex(readDer(Buffer.from('02020001', 'hex')))],
  ['an identifier that is cut', () => readOid(readDer(Buffer.from('060188', 'hex')))],
  ['an identifier with a needless byte', () => readOid(readDer(Buffer.from('06038001', 'hex').fill(0x80, 2, 3)))],
  ['a text that is no UTF-8', () => readText(readDer(Buffer.from('0c02c328', 'hex')))],
  [
    'a day that is none',
    () => readTime(readDer(Buffer.concat([Buffer.from('170d', 'hex'), Buffer.from('270230120000Z')]))),
  ],
  ['children of a primitive', () => childrenOf(readDer(Buffer.from('020101', 'hex')))],
])('%s is refused', (_, read) => {
  expect(isRefused(read)).toBe(true);
});

test('no bytes at all crash the reader', () => {
  const walk = (bytes: Buffer): void => {
    for (const child of childrenOf(readDer(bytes))) if (child.tag & 0x20) walk(child.raw);
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        walk(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    }),
    { numRuns: 2000 },
  );
});
