/**
 * What a paper says and the code decides. The quote has to stand in the paper word for word; a paper that says it otherwise
 * fails, so that the list and the paper change together.
 */
export interface Claim {
  /** `docs/operations.md` */
  readonly paper: string;
  readonly quote: string;
  /** What the code says of it; absent for a quote that is made of the code's own figures. */
  readonly holds?: () => boolean | Promise<boolean>;
}

/** The claims of one paper. */
export interface ClaimsOf {
  /** A quote with the code's own figures in it: another figure in the code is another quote, and is not in the paper. */
  readonly says: (words: TemplateStringsArray, ...figures: readonly [Figure, ...Figure[]]) => Claim;
  /** A quote without a figure, and what holds when it is true. */
  readonly fact: (quote: string, holds: () => boolean | Promise<boolean>) => Claim;
}

type Figure = number | string;

/** Makes the claims of a paper. */
export function claimsOf(paper: string): ClaimsOf {
  return {
    says: (words, ...figures) => ({ paper, quote: String.raw({ raw: words }, ...figures.map(written)) }),
    fact: (quote, holds) => ({ paper, quote, holds }),
  };
}

/** `1000` → `1,000`, as papers write it. @throws Error for a figure that the code does not have */
function written(figure: Figure): string {
  if (figure === '') throw new Error('expected a figure of the code, found none');
  return typeof figure === 'number' ? figure.toLocaleString('en-US') : figure;
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** `5` → `five`. @throws Error for a number that papers write in figures */
export function inWords(figure: number): string {
  const word = small[figure];
  if (word === undefined) throw new Error(`expected a small whole number, found ${figure}`);
  return word;
}
