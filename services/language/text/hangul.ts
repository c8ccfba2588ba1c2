import table from './hangul.json' with { type: 'json' };

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const finalsPerVowel = 28;
const syllablesPerInitial = 21 * finalsPerVowel;
const compounds = new Map(Object.entries(table.compounds));

/** Whether a character is a whole Hangul syllable. */
export function isSyllable(character: string): boolean {
  const code = character.charCodeAt(0);
  return code >= firstSyllable && code <= lastSyllable;
}

/** The letters of a syllable as compatibility jamo, two or three of them; any other character as it is. */
export function lettersOf(character: string): string {
  if (!isSyllable(character)) return character;
  const offset = character.charCodeAt(0) - firstSyllable;
  const final = offset % finalsPerVowel;
  const initial = table.initials.charAt(Math.floor(offset / syllablesPerInitial));
  const vowel = table.vowels.charAt(Math.floor((offset % syllablesPerInitial) / finalsPerVowel));
  return final === 0 ? initial + vowel : initial + vowel + table.finals.charAt(final);
}

/** Each syllable taken apart into its letters; everything else stays. */
export function toLetters(text: string): string {
  let letters = '';
  for (const character of text) letters += lettersOf(character);
  return letters;
}

/**
 * Joins letters (compatibility jamo, in typing order) into syllables, as a Korean keyboard does. A letter that finds
 * no partner stays a letter, so that the caller can see that the joining did not come out even.
 */
export function joinLetters(letters: string): string {
  let text = '';
  for (let at = 0; at < letters.length;) {
    const [syllable, length] = syllableAt(letters, at);
    text += syllable;
    at += length;
  }
  return text;
}

function syllableAt(letters: string, at: number): [syllable: string, length: number] {
  const initial = table.initials.indexOf(letters.charAt(at));
  const [vowel, vowelLength] = vowelAt(letters, at + 1);
  if (initial < 0 || vowel < 0) return [letters.charAt(at), 1];
  const [final, finalLength] = finalAt(letters, at + 1 + vowelLength);
  const code = firstSyllable + initial * syllablesPerInitial + vowel * finalsPerVowel + final;
  return [String.fromCharCode(code), 1 + vowelLength + finalLength];
}

function vowelAt(letters: string, at: number): [index: number, length: number] {
  const compound = compounds.get(letters.slice(at, at + 2));
  if (compound && table.vowels.includes(compound)) return [table.vowels.indexOf(compound), 2];
  const letter = letters.charAt(at);
  return letter ? [table.vowels.indexOf(letter), 1] : [-1, 0];
}

function finalAt(letters: string, at: number): [index: number, length: number] {
  const compound = compounds.get(letters.slice(at, at + 2));
  if (compound && table.finals.includes(compound) && !startsWithVowel(letters, at + 2)) {
    return [table.finals.indexOf(compound), 2];
  }
  const letter = letters.charAt(at);
  const final = letter ? table.finals.indexOf(letter) : -1;
  return final > 0 && !startsWithVowel(letters, at + 1) ? [final, 1] : [0, 0];
}

function startsWithVowel(letters: string, at: number): boolean {
  return at < letters.length && table.vowels.includes(letters.charAt(at));
}
