const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** Ends of sentences, lines and clauses, from the best place to part a text to the worst; each keeps what stands before it. */
const ends: readonly RegExp[] = [/\n\s*\n/gu, /\n/gu, /[.!?…。？！]+["'”’)\]]*\s+/gu, /[,;:·]\s+/gu, /\s+/gu];

/**
 * Splits a text into parts of at most `most` UTF-16 units: at a paragraph, else a line, a sentence, a clause, a word.
 * A word longer than that is parted between two letters as people count them, never inside a syllable or an emoji.
 */
export function splitText(text: string, most: number): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > most) {
    const at = placeToPart(rest, most);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts.filter((part) => part !== '');
}

function placeToPart(text: string, most: number): number {
  for (const [index, end] of ends.entries()) {
    const places = [...text.slice(0, most + 1).matchAll(end)].map((found) => found.index + found[0].length);
    const last = places.findLast((place) => place <= most + 1 && text.slice(0, place).trimEnd().length <= most);
    // a good end early in the text would leave a bubble of three words
    const least = index < 3 ? most / 3 : 1;
    if (last !== undefined && last >= least) return last;
  }
  return lastGrapheme(text, most);
}

function lastGrapheme(text: string, most: number): number {
  let place = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most) return place > 0 ? place : most;
    place = index + segment.length;
  }
  return place;
}

/** At most `most` units: as it is, else up to the end of a word with `…` after it; a single long word is cut between letters. */
export function shorten(text: string, most: number): string {
  const plain = text.replaceAll(/\s+/gu, ' ').trim();
  if (plain.length <= most) return plain;
  const room = plain.slice(0, most);
  const word = room.lastIndexOf(' ');
  const at = word >= most / 3 ? word : lastGrapheme(plain, most - 1);
  return `${plain.slice(0, at).replace(/[\s,·:;]+$/u, '')}…`;
}

/** How wide a text is drawn: a Hangul syllable, Han character or emoji is two, a Latin letter or digit one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += /^[\u0000-\u024f]/u.test(segment) ? 1 : 2;
  return width;
}
