import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Trie } from '../../../services/language/text/trie.ts';

const letters = fc.constantFrom('가', '나', 'a', '😀');
const word = fc.array(letters, { minLength: 1, maxLength: 4 }).map((list) => list.join(''));

test('finds every word that begins at a place, the shortest first, and no other', () => {
  const given = fc.record({ words: fc.uniqueArray(word), text: fc.array(letters).map((list) => list.join('')) });
  fc.assert(
    fc.property(given, ({ words, text }) => {
      const trie = new Trie(words.map((one) => [one, one]));
      for (let start = 0; start <= text.length; start += 1) {
        const expected = words
          .filter((one) => text.startsWith(one, start))
          .toSorted((a, b) => a.length - b.length)
          .map((value) => ({ value, end: start + value.length }));
        expect(trie.startingAt(text, start)).toEqual(expected);
      }
    }),
  );
});
