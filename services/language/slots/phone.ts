import { findNumberPhrases } from '../text/numberPhrases.ts';
import type { DigitGroup } from '../text/numberPhrases.ts';
import { lastKept } from './mentions.ts';
import type { Mention } from './mentions.ts';
import numerals from './numerals.json' with { type: 'json' };

const longestPhone = 13;

/**
 * The telephone number of a message in national digits (`01023456789`), in figures or spoken ("공일공", "하나둘셋넷"),
 * with any separators; of several the last that is not taken back. Short company numbers (1588-…) are not meant.
 */
export function readPhone(text: string): string | undefined {
  const figures = countedToFigures(text);
  const mentions: Mention[] = [];
  for (const { groups } of findNumberPhrases(figures)) {
    for (let from = 0; from < groups.length;) {
      const found = phoneAt(groups, from);
      if (found) mentions.push(found.mention);
      from = found?.to ?? from + 1;
    }
  }
  return lastKept(figures, mentions);
}

const counted = new Map(Object.entries(numerals.native).filter(([, value]) => value < 10));
const countedWord = [...counted.keys()].filter((word) => numerals.digitWords.includes(word)).join('|');
const countedRun = new RegExp(`(?:${countedWord})(?:\\s?(?:${countedWord}))+`, 'g');

/** Digits counted in native words, two or more of them: "하나둘셋넷" is 1234. */
function countedToFigures(text: string): string {
  return text.replace(countedRun, (run) =>
    run.replace(new RegExp(countedWord, 'g'), (word) => String(counted.get(word))).replace(/\s/g, ''),
  );
}

function phoneAt(groups: readonly DigitGroup[], from: number): { mention: Mention; to: number } | undefined {
  let digits = '';
  for (let to = from + 1; to <= groups.length && digits.length < longestPhone; to += 1) {
    digits += groups[to - 1]?.digits ?? '';
    const value = nationalPhone(digits);
    if (value) {
      return { mention: { value, start: groups[from]?.start ?? 0, end: groups[to - 1]?.end ?? 0 }, to };
    }
  }
  return undefined;
}

function nationalPhone(digits: string): string | undefined {
  const national = /^82\d{9,}$/.test(digits) ? `0${digits.slice(2).replace(/^0/, '')}` : digits;
  return /^(?:010\d{8}|01[16789]\d{7,8}|02\d{7,8}|0[3-6]\d\d{7,8}|070\d{8})$/.test(national) ? national : undefined;
}
