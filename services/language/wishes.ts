import { normalizeUserText } from './normalizeUserText.ts';
import wishes from './wishes.json' with { type: 'json' };

/** What a holder wants of a certificate that has no label of its own (nlu/intents.md). */
export type Wish = keyof typeof wishes;

const order = Object.keys(wishes) as Wish[]; // its own keys

/**
 * Reads such a wish from a message: one stem of each group, none of the words that make it something else. Certain words
 * only, so that nothing is stopped, released or forgotten by a guess. The order of the data decides between two.
 *
 * @param text as typed; `"지하철에 폰을 두고 내렸어요"` is `lost`
 */
export function readWish(text: string): Wish | undefined {
  const { text: folded, tooLong } = normalizeUserText(text);
  if (tooLong) return undefined;
  const said = folded.toLowerCase().replaceAll(' ', '');
  const has = (words: readonly string[]): boolean => words.some((word) => said.includes(word));
  return order.find((wish) => wishes[wish].all.every((group) => has(group)) && !has(wishes[wish].none));
}
