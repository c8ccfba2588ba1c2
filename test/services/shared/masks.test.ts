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

rows('a 주민등록번호', masks.maskResidentNumber, [
  ['900101-1234568', '900101-1******'],
  ['9001011234568', '900101-1******'],
  ['90010112345', '***********'],
  ['', ''],
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

rows('an account', masks.maskAccount, [
  ['110234567878', '110-***-****78'],
  ['110-234-567878', '110-***-****78'],
  ['1002345678', '100-***-**78'],
  ['1002345678901234', '100-***-********34'],
  ['123456789', '*********'],
]);

rows('a 사업자등록번호', masks.maskBusinessNumber, [
  ['123-45-67891', '123-**-***91'],
  ['123', '***'],
]);

rows('a serial', masks.maskSerial, [
  ['01ab23cd45ef', '45EF'],
  ['ef', 'EF'],
]);
