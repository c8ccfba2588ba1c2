import { readByStems } from './stems.ts';
import wishes from './wishes.json' with { type: 'json' };

/** What a holder wants of a certificate that has no label of its own (nlu/intents.md). */
export type Wish = keyof typeof wishes;

/**
 * Reads such a wish from a message.
 *
 * @param text as typed; `"지하철에 폰을 두고 내렸어요"` is `lost`
 */
export function readWish(text: string): Wish | undefined {
  return readByStems<Wish>(wishes, text);
}
