import { Trie } from '../text/trie.ts';
import answers from './answers.json' with { type: 'json' };

/** What an answer to a question that is asked with 네 and 아니요 can be. */
export type YesNo = 'yes' | 'no';

/** What the question asks to do. Naming another act is not a yes to this one: "네 발급해 주세요" to a revocation. */
export type Act = keyof typeof answers.acts;

type Word = YesNo | 'filler' | Act;

const words = new Map<string, Word>();
for (const filler of answers.fillers) words.set(compact(filler), 'filler');
for (const [act, stems] of Object.entries(answers.acts)) {
  for (const stem of stems) for (const tail of answers.actTails) words.set(compact(stem + tail), act as Act); // its keys
}
for (const yes of answers.yes) words.set(compact(yes), 'yes');
for (const no of answers.no) words.set(compact(no), 'no');
const wordsByLetters = new Trie(words);
const longestAnswer = 40;

function compact(text: string): string {
  return text.toLowerCase().replace(/[\s.,!~…^♡♥'"“”()\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}]/gu, '');
}

/**
 * Reads a plain yes or no. Strict: the whole message must consist of words that say yes (or no) and of words that say
 * nothing. A question ("네?"), an acknowledgement ("알겠어요"), a doubt ("글쎄요", "아마"), both at once ("네 아니요"), or
 * anything more ("네 근데 수수료는요") is neither.
 *
 * @param act what the question asks to do; naming it is then a yes too, naming another act never is
 */
export function readYesNo(text: string, act?: Act): YesNo | undefined {
  const answer = compact(text);
  if (!answer || answer.length > longestAnswer || /[?？]/.test(answer)) return undefined;
  const meanings = readWords(answer, act);
  return meanings?.size === 1 ? [...meanings][0] : undefined;
}

/**
 * Cuts an answer into known words, longest first, going back where that leads nowhere; the set of what they say.
 * `dead` remembers the places from which no way leads to the end, so that no answer costs more than its length squared.
 */
function readWords(answer: string, act: Act | undefined): Set<YesNo> | undefined {
  const dead = new Set<number>();
  const from = (at: number): (YesNo | undefined)[] | undefined => {
    if (at === answer.length) return [];
    if (dead.has(at)) return undefined;
    for (const { value: word, end } of wordsByLetters.startingAt(answer, at).toReversed()) {
      const meaning = meaningOf(word, act);
      const rest = meaning === 'unknown' ? undefined : from(end);
      if (rest && meaning !== 'unknown') return [meaning, ...rest];
    }
    dead.add(at);
    return undefined;
  };
  const said = from(0);
  return said && new Set(said.filter((meaning) => meaning !== undefined));
}

function meaningOf(meaning: Word, act: Act | undefined): YesNo | undefined | 'unknown' {
  if (meaning === 'yes' || meaning === 'no') return meaning;
  if (meaning === 'filler') return undefined;
  return meaning === act ? 'yes' : 'unknown';
}
