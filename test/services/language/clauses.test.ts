import { expect, test } from '@jest/globals';
import { asksByForm } from '../../../services/language/reading/clauses.ts';

test.each([
  '수수료가 있나요',
  '갱신할 수 있을까요?',
  '국민은행 되나요',
  '어떻게 해 주실 수 있나요?',
  '재발급하면 돈 내죠',
  '인증서가 어디에 있어요',
])('%s: a question', (text) => {
  expect(asksByForm(text)).toBe(true);
});

test.each([
  '갱신해 주실 수 있나요?',
  '인증서 연장을 부탁드려도 될까요',
  '신한은행으로 바꿔 주시겠어요?',
  '다시 발급해 주실래요',
  '폐기해 줄래?',
  '갱신해 주세요',
  '국민은행이요',
])('%s: none', (text) => {
  expect(asksByForm(text)).toBe(false);
});
