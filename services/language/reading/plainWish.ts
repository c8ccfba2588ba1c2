import wishes from './plainWish.json' with { type: 'json' };
import { asksByForm } from './clauses.ts';

const patterns = Object.fromEntries(
  Object.entries(wishes).map(([name, source]) => [name, new RegExp(source, 'iu')]),
) as Readonly<Record<keyof typeof wishes, RegExp>>; // the keys of the file

/**
 * True when somebody needs an easier way, whether they say so or not: the letters are too small, the words too hard, or
 * they tell that they are old ("나 일흔넷이라 글씨도 잘 안 보여"). Who asks about an age, or speaks of somebody else's, does not.
 */
export function wantsPlainWords(text: string): boolean {
  if (patterns.eyes.test(text) || patterns.words.test(text) || patterns.english.test(text)) return true;
  const ownAge = patterns.self.test(text) && patterns.age.test(text);
  return ownAge && !patterns.others.test(text) && !asksByForm(text);
}

/** True when the same words ask for a person or a call. */
export function wantsPerson(text: string): boolean {
  return patterns.person.test(text);
}
