import type { Translate } from '../../locales/index.ts';
import type { Refusal } from '../../services/shared/result.ts';

/** What a page is drawn with besides itself. */
export interface Drawing {
  readonly t: Translate;
  readonly bankName: (code: string) => string;
  readonly refusal?: Refusal;
}

/** The sentence of a refusal, `error.{code}`. */
export function sentenceOf({ code, details }: Refusal, t: Translate): string {
  return t(`error.${code}`, details);
}
