import language from './numberPhrases.json' with { type: 'json' };

/** Digits that stand together, in figures or spoken ("구공공일" is 9001). `foreign`: of another script than ASCII. */
export interface DigitGroup {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly spoken: boolean;
  readonly foreign: boolean;
}

/** Digit groups joined by spaces, hyphens or a spoken hyphen. `gaps[i]` is the text between group i and i + 1. */
export interface NumberPhrase {
  readonly groups: readonly DigitGroup[];
  readonly gaps: readonly string[];
}

const spokenDigits = new Map(Object.entries(language.digits));
const spokenClass = `[${[...spokenDigits.keys()].join('')}]`;
/** A spoken hyphen may hold a syllable that is a digit elsewhere: it is met first, and passed over. */
const groupPattern = new RegExp(String.raw`\p{Nd}+|(?:${language.joiners.join('|')})|(${spokenClass}+)`, 'gu');
const gapPattern = new RegExp(
  String.raw`^[\s\p{Pd}\u2212\u30fc\u3161_~.,·/()]{0,4}(?:${language.joiners.join('|')})?[\s\p{Pd}\u2212\u30fc\u3161_~.,·/()]{0,4}$`,
  'u',
);
const longestGap = 8;

/** The number phrases of a text, in order. Linear: each group is looked at once, with the gap before it. */
export function findNumberPhrases(text: string): NumberPhrase[] {
  const phrases: NumberPhrase[] = [];
  let groups: DigitGroup[] = [];
  let gaps: string[] = [];
  const close = (): void => {
    const phrase = withoutStraySyllables({ groups, gaps });
    if (phrase.groups.length > 0) phrases.push(phrase);
    groups = [];
    gaps = [];
  };
  for (const group of digitGroups(text)) {
    const before = groups.at(-1);
    const gap = before && group.start - before.end <= longestGap ? text.slice(before.end, group.start) : undefined;
    if (gap !== undefined && gapPattern.test(gap)) gaps.push(gap);
    else close();
    groups.push(group);
  }
  close();
  return phrases;
}

function* digitGroups(text: string): Generator<DigitGroup> {
  for (const { index, 0: found, 1: said } of text.matchAll(groupPattern)) {
    const spoken = said !== undefined;
    if (!spoken && !/^\p{Nd}/u.test(found)) continue;
    const end = index + found.length;
    const copula = spoken && found.endsWith(language.copula) && language.copulaTails.includes(text.charAt(end) || '\n');
    const cut = copula && found.length > 1 ? end - 1 : end;
    yield digitGroup(text, index, cut, spoken);
    if (cut < end) yield digitGroup(text, cut, end, spoken);
  }
}

function digitGroup(text: string, start: number, end: number, spoken: boolean): DigitGroup {
  const found = text.slice(start, end);
  const digits = Array.from(found, digitOf).join('');
  return { start, end, digits, spoken, foreign: !spoken && digits !== found };
}

const foreignDigits = new Map<string, string>();

/** The blocks of decimal digits in Unicode are runs of ten, zero first. */
function digitOf(character: string): string {
  if (character >= '0' && character <= '9') return character;
  const known = spokenDigits.get(character) ?? foreignDigits.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  foreignDigits.set(character, String(code - zero));
  return String(code - zero);
}

/** "이", "사", "일" are words too: one alone at the edge of a phrase, not beside another spoken digit, is no digit. */
function withoutStraySyllables(phrase: NumberPhrase): NumberPhrase {
  const { groups, gaps } = phrase;
  let from = 0;
  let to = groups.length;
  while (from < to && isStray(groups[from], groups[from + 1])) from += 1;
  while (to > from && isStray(groups[to - 1], groups[to - 2])) to -= 1;
  return { groups: groups.slice(from, to), gaps: gaps.slice(from, Math.max(from, to - 1)) };
}

function isStray(group: DigitGroup | undefined, neighbour: DigitGroup | undefined): boolean {
  return group !== undefined && group.spoken && group.digits.length === 1 && !neighbour?.spoken;
}

/** All digits of a phrase in one string. */
export function digitsOf(phrase: NumberPhrase): string {
  return phrase.groups.map(({ digits }) => digits).join('');
}

/** The part of a phrase from group `from` up to (not with) group `to`. */
export function partOf(phrase: NumberPhrase, from: number, to: number): NumberPhrase {
  return { groups: phrase.groups.slice(from, to), gaps: phrase.gaps.slice(from, Math.max(from, to - 1)) };
}

/** A phrase as it is written with its groups, e.g. `3-2-5`; tells `110-23-45678` from `1102345678`. */
export function shapeOf(phrase: NumberPhrase): string {
  return phrase.groups.map(({ digits }) => digits.length).join('-');
}
