import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  hashContent,
  identifyData,
  readIdentifyData,
  virtualId,
} from '../../../services/certificates/authority/vid.ts';
import { commonName, readCommonName } from '../../../services/certificates/authority/subject.ts';

const counting = Buffer.from(Array.from({ length: 20 }, (_, i) => i));

test('the vector of the specification', () => {
  expect(hashContent('9001011234568', counting).toString('hex')).toBe(
    '3026130d39303031303131323334353638031500000102030405060708090a0b0c0d0e0f10111213',
  );
  expect(virtualId('9001011234568', counting).toString('hex')).toBe(
    '44030642077922aef464b617b2257f74e8c37e5e982fabf7df25b414bca9f098',
  );
});

test.each(['900101123456', '90010112345678', '900101-1234568', '９００１０１１２３４５６８', '', '123456789'])(
  'the number %j is none, and does not stand in the error',
  (number) => {
    expect(() => hashContent(number, counting)).toThrow('expected 13 or 10 digits');
    expect(() => hashContent(number, counting)).not.toThrow(/900101/);
  },
);

test('R has 160 bits', () => {
  expect(() => hashContent('1234567891', counting.subarray(1))).toThrow('20 bytes');
});

const hangul = fc.string({
  unit: fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code)),
  minLength: 2,
  maxLength: 17,
});
const latin = fc.string({ unit: fc.constantFrom('A', 'B', 'K', 'Y', 'Z', ' ', '-'), minLength: 2, maxLength: 50 });
const names = fc.oneof(
  hangul,
  hangul.map((name) => name.normalize('NFD')),
  latin,
);

test('any name goes through the VID and comes back in NFC', () => {
  fc.assert(
    fc.property(names, fc.uint8Array({ minLength: 20, maxLength: 20 }), (name, randomNumber) => {
      const vid = virtualId('9001011234568', randomNumber);
      const read = readIdentifyData(identifyData(name, vid));
      expect(read.name).toBe(name.normalize('NFC'));
      expect(read.virtualId.equals(vid)).toBe(true);
    }),
  );
});

test('any name goes into the common name, never longer than X.509 allows', () => {
  fc.assert(
    fc.property(names, fc.stringMatching(/^[0-9]{18}$/), (name, account) => {
      const written = commonName({ name, bankCode: '020', account });
      expect(Array.from(written).length).toBeLessThanOrEqual(64);
      const read = readCommonName(written);
      expect(read).toMatchObject({ bankCode: '020', account });
      expect(name.normalize('NFC').startsWith(read?.shownName ?? 'nothing')).toBe(true);
    }),
  );
});
