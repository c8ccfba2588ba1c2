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

const questionEnd = new RegExp(`(?:[?？]|(?:${words.questionEndings.join('|')})[.~]*)$`);
/** A request in the form of a question: "갱신해 주실 수 있나요?" */
const requestEnd = new RegExp(`(?:${words.requestEndings.join('|')})[?？.~]*$`);
const interrogative = new RegExp(words.interrogatives.join('|'));

/** True when a message has the form of a question: a mark, an ending, or a word that asks; a polite request has not. */
export function asksByForm(text: string): boolean {
  const isQuestion = questionEnd.test(text.trim()) && !requestEnd.test(text.trim());
  return isQuestion || interrogative.test(text);
}
