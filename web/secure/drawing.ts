import type { PageRefusal } from '../../services/visits/pageRefusal.ts';
import type { Translate } from '../../locales/index.ts';

/** What a page is drawn with besides itself. */
export interface Drawing {
  readonly t: Translate;
  readonly bankName: (code: string) => string;
  readonly refusal?: PageRefusal;
}

/** The sentence of a refusal, `error.{code}`. */
export function sentenceOf({ code, details }: PageRefusal, t: Translate): string {
  return t(`error.${code}`, details);
}
