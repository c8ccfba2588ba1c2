import words from './clauses.json' with { type: 'json' };

const boundary = new RegExp(`(?<=[.?!])\\s+|\\s+(?=(?:${words.conjunctions.join('|')})(?:\\s|,))|,\\s+`);
const leading = new RegExp(`^(?:${words.conjunctions.join('|')})[\\s,]+`);

/** The sentences of a message, cut at closing marks and before words like "그런데", which are left out. Three at most. */
export function splitClauses(text: string): readonly string[] {
  return text
    .split(boundary)
    .map((clause) => clause.replace(leading, '').trim())
    .filter((clause) => clause !== '')
    .slice(0, 3);
}
