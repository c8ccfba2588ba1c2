import { expect, test } from '@jest/globals';
import { kakaoTranscripts, playInKakao } from '../../support/kakaoTranscripts.ts';

/** The large families are of one make: every twelfth of them here, of the others every third; all in the soak (bench/kakaoTranscripts.ts). */
const large = /^(digressions|refusals|tone|corrections|cancellations)\//u;
const chosen = [
  ...kakaoTranscripts.filter((name) => !large.test(name)).filter((_name, index) => index % 3 === 0),
  ...kakaoTranscripts.filter((name) => large.test(name)).filter((_name, index) => index % 12 === 0),
];

test.each(chosen)('in KakaoTalk: %s', async (name) => {
  const { said, expected } = await playInKakao(name);
  expect(said).toBe(expected);
});
