import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import answers from '../../../../services/language/slots/answers.json' with { type: 'json' };
import { readYesNo } from '../../../../services/language/slots/yesNo.ts';

const says = (words: string): [string][] => words.split('|').map((word) => [word]);

test.each(
  says(
    '네|예|응|넵!|네네|네~|네 ㅎㅎ|네에|ㅇㅇ|OK|네 맞아요|맞습니다|좋아요|동의합니다|필수만 동의|모두 동의|네 그렇게 해주세요|그럼 진행할게요|네 고마워요|해주세요|그려|네 👍',
  ),
)('%s is yes', (text) => expect(readYesNo(text)).toBe('yes'));

test.each(
  says(
    '아니요|아니오|아뇨|ㄴㄴ|no|싫어요|안 할래요|아니 안해요|아니요 틀려요|동의하지 않아요|동의 안 할래요|필요없어요|틀립니다',
  ),
)('%s is no', (text) => expect(readYesNo(text)).toBe('no'));

test.each(
  says(
    '|네?|예?|응?|그래요?|네 아니요|아니 네|네 근데 수수료는요|네이버|네 그런데|알겠어요|알겠습니다|글쎄요|아마|아마도요|어|음|괜찮아요|확인|확인했어요|몰라|나중에|네 취소|네 나중에요|예전에|응급|발급해주세요|네 발급해 주세요|폐기|취소|그만|이제 그만 해주세요|1|👍|네 안 할래요|아 맞다|다시 해주세요|네 다시 해주세요|빨리|고마워요|안 돼요|될까요|좋은데요 근데|그런가요|상관없어요|네 아니면 말고|네모|예금|응답이 없어요',
  ),
)('%s is neither', (text) => expect(readYesNo(text)).toBeUndefined());

test('naming the act is a yes to that act only', () => {
  expect(readYesNo('네 발급해 주세요', 'issue')).toBe('yes');
  expect(readYesNo('발급할게요', 'issue')).toBe('yes');
  expect(readYesNo('네 발급해 주세요', 'revoke')).toBeUndefined();
  expect(readYesNo('네 폐기해 주세요', 'issue')).toBeUndefined();
  expect(readYesNo('네 폐기해 주세요', 'revoke')).toBe('yes');
});

test('nothing that holds a word of refusal is ever a yes', () => {
  const refusals = fc.constantFrom(...answers.no, '취소', '그만', '나중에', '말고', '잠깐만', '왜', '근데');
  const yeses = fc.constantFrom(...answers.yes);
  fc.assert(
    fc.property(yeses, refusals, fc.boolean(), fc.constantFrom('', ' ', ', '), (yes, refusal, first, gap) => {
      expect(readYesNo(first ? yes + gap + refusal : refusal + gap + yes)).not.toBe('yes');
    }),
  );
});

test('a long answer of nothing but yeses is read in no time', () => {
  expect(readYesNo('네'.repeat(40))).toBe('yes');
  expect(readYesNo('네'.repeat(39) + '뷁')).toBeUndefined();
  expect(readYesNo('네'.repeat(1000))).toBeUndefined();
});
