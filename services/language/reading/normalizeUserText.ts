import { joinLetters } from '../text/hangul.ts';
import { fromKeyboard } from './keyboard.ts';

/** The longest message that is read; a longer one is told apart and not read at all. Characters, after cleaning. */
export const longestMessage = 1000;

/** A raw text beyond this many code units is too long whatever it holds: cleaning it would only cost time. */
const hopelesslyLong = 20 * longestMessage;

/** A customer's message as every later reader sees it. `text` is empty when nothing visible was typed or `tooLong`. */
export interface NormalizedText {
  readonly text: string;
  readonly tooLong: boolean;
}

/**
 * Cleans a typed message: NFC, full-width and half-width forms folded, invisible, bidi and control characters gone,
 * loose jamo joined, Korean typed on an English keyboard read as Korean, drawn-out endings shortened (three or more of one letter become two, of one mark become one), one
 * space where there was any white space. Idempotent. Digits of other scripts stay what they are: only ASCII counts.
 * Source: PITFALLS 15.
 */
export function normalizeUserText(raw: string): NormalizedText {
  if (raw.length > hopelesslyLong) return { text: '', tooLong: true };
  const text = fromKeyboard(shortenRepeats(joinLooseLetters(foldCharacters(raw))));
  return lengthOf(text) > longestMessage ? { text: '', tooLong: true } : { text, tooLong: false };
}

function lengthOf(text: string): number {
  return text.length <= longestMessage ? text.length : Array.from(text).length;
}

const widths = /[\u3000\uff01-\uff5e\uffa1-\uffdc]/g;
const decorated = /[\u2070-\u209c\u2460-\u249b\u24ea\u{1d400}-\u{1d7ff}]/gu;
const whiteSpace = /[\s\u0085]+/gu;
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\u20e3]/gu;
const strayMarks = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;

/** The character level alone: one form for each character, nothing invisible, single spaces, trimmed. Linear. */
export function foldCharacters(raw: string): string {
  return raw
    .replace(widths, foldWidth)
    .replace(decorated, (character) => character.normalize('NFKC'))
    .replace(whiteSpace, ' ')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(strayMarks, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Half-width jamo run in the order of the compatibility block, with gaps between the groups of vowels. */
const halfWidthGroups = [
  { first: 0xffa1, last: 0xffbe, to: 0x3131 },
  { first: 0xffc2, last: 0xffc7, to: 0x314f },
  { first: 0xffca, last: 0xffcf, to: 0x3155 },
  { first: 0xffd2, last: 0xffd7, to: 0x315b },
  { first: 0xffda, last: 0xffdc, to: 0x3161 },
];

function foldWidth(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x3000) return ' ';
  if (code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  const group = halfWidthGroups.find(({ first, last }) => code >= first && code <= last);
  return group ? String.fromCharCode(code - group.first + group.to) : character;
}

function joinLooseLetters(text: string): string {
  return text.replace(/[\u3131-\u3163]{4,}/g, (letters) => {
    const joined = joinLetters(letters);
    return /[\u3131-\u3163]/.test(joined) ? letters : joined;
  });
}

function shortenRepeats(text: string): string {
  return text.replace(/([\u3131-\u3163])\1{2,}/g, '$1$1').replace(/([!?~,;.…])\1+/g, '$1');
}
