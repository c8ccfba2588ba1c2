import numerals from './numerals.json' with { type: 'json' };

const sino = new Map(Object.entries(numerals.sino));
const sinoUnits = new Map(Object.entries(numerals.sinoUnits));
const native = new Map(Object.entries(numerals.native));
const nativeWords = [...native.keys()].sort((a, b) => b.length - a.length);
const sinoClass = `[${[...sino.keys(), ...sinoUnits.keys()].join('')}]+`;

/** Source of a pattern for native numbers, as hours are said: `세`, `열두`. */
export const nativeSource = `(?:${nativeWords.join('|')})+`;

/** Source of a pattern that matches what `readNumber` reads: `12`, `삼십오`, `열두`, `스물셋`. */
export const numberSource = `(?:\\d+|${nativeSource}|${sinoClass})`;

/** A whole number as written: figures, Sino-Korean (삼십오) or native (열두, 스물셋). Undefined for anything else. */
export function readNumber(written: string): number | undefined {
  if (/^\d{1,9}$/.test(written)) return Number(written);
  return readNative(written) ?? readSino(written);
}

function readNative(written: string): number | undefined {
  let rest = written;
  let total = 0;
  let least = Infinity;
  while (rest) {
    const word = nativeWords.find((candidate) => rest.startsWith(candidate));
    const value = word === undefined ? undefined : native.get(word);
    if (word === undefined || value === undefined || value >= least || (total > 0 && value >= 10)) return undefined;
    total += value;
    least = value < 10 ? 0 : 10;
    rest = rest.slice(word.length);
  }
  return total > 0 ? total : undefined;
}

function readSino(written: string): number | undefined {
  let total = 0;
  let digit: number | undefined;
  for (const character of written) {
    const unit = sinoUnits.get(character);
    const value = sino.get(character);
    if (unit !== undefined) {
      total += (digit ?? 1) * unit;
      digit = undefined;
    } else if (value !== undefined && digit === undefined) digit = value;
    else return undefined;
  }
  return written ? total + (digit ?? 0) : undefined;
}
