import { describe, expect, test } from '@jest/globals';
import * as masks from '../../../services/shared/masks.ts';

type Row = readonly [plain: string, masked: string];

function rows(name: string, mask: (plain: string) => string, table: readonly Row[]): void {
  describe(name, () => {
    test.each(table)('%s is shown as %s', (plain, masked) => {
      expect(mask(plain)).toBe(masked);
    });
  });
}

rows('a name', masks.maskName, [
  ['홍길동', '홍*동'],
  ['홍길동'.normalize('NFD'), '홍*동'],
  ['이순', '이*'],
  ['남궁민수', '남**수'],
  ['황보가나다', '황***다'],
  ['이', '*'],
  ['', ''],
  ['TANAKA YUKI', 'T***** ***I'],
]);

rows('a phone number', masks.maskPhone, [
  ['010-1234-5678', '010-****-5678'],
  ['01012345678', '010-****-5678'],
  ['+821012345678', '010-****-5678'],
  ['5678', '****'],
  ['', ''],
]);

rows('an e-mail address', masks.maskEmail, [
  ['hong@example.com', 'ho***@example.com'],
  ['abc@example.com', 'ab***@example.com'],
  ['ab@example.com', 'a***@example.com'],
  ['a@example.com', 'a***@example.com'],
  ['"a@b"@example.com', '"a***@example.com'],
  ['@example.com', '************'],
  ['no address', '**********'],
]);

rows('a serial', masks.maskSerial, [
  ['01ab23cd45ef', '45EF'],
  ['ef', 'EF'],
]);
