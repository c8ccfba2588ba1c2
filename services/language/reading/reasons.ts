import reasons from './reasons.json' with { type: 'json' };
import { readByStems } from './stems.ts';

/** Reasons for replacing or ending a certificate that can be read from words. */
export type SaidReason = keyof typeof reasons;

/** The reason that a message gives; `"비번을 까먹어서 다시 받으려고요"` is `forgotten`. */
export function readReason(text: string): SaidReason | undefined {
  return readByStems<SaidReason>(reasons, text);
}
