import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jaccard, NearTexts, pairsOf } from './nearTexts.ts';

const text = fc.stringMatching(/^[abc]{1,14}$/);

test('it finds one exactly where comparing with each would', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), text, (texts, asked) => {
      const near = texts.filter((one) => jaccard(pairsOf(one), pairsOf(asked)) > 0.8);
      const found = new NearTexts(texts).near(asked);
      expect(found === undefined).toBe(near.length === 0);
      if (found !== undefined) expect(near).toContain(found);
    }),
    { numRuns: 500 },
  );
});

test('a text of the set is not found for itself, its twin is', () => {
  expect(new NearTexts(['인증서 발급', '갱신']).near('인증서 발급', 0)).toBeUndefined();
  expect(new NearTexts(['인증서 발급', '인증서발급']).near('인증서 발급', 0)).toBe('인증서발급');
});
