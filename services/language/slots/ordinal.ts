import ordinals from './ordinals.json' with { type: 'json' };

const counted = new Map(Object.entries(ordinals.ordinal));
const numbered = new Map(Object.entries(ordinals.spokenNumber));
const longest = (words: Iterable<string>): string => [...words].sort((a, b) => b.length - a.length).join('|');
const choice = [
  `(?<figure>\\d{1,2})\\s?(?:${ordinals.number}|${ordinals.suffix})?(?!${ordinals.number}?${ordinals.times})`,
  `(?<counted>${longest(counted.keys())})\\s?${ordinals.suffix}`,
  `(?<alone>${longest(counted.keys())})${ordinals.th}`,
  `(?<numbered>${longest(numbered.keys())})${ordinals.number}(?!${ordinals.times})`,
  `(?<last>${ordinals.last.join('|')})`,
  `(?<first>${ordinals.first.join('|')})`,
  `(?<former>${ordinals.former.join('|')})`,
  `(?<latter>${ordinals.latter.join('|')})`,
].join('|');
const pattern = new RegExp(`^${ordinals.before}(?:${choice})${ordinals.after}$`);
const longestAnswer = 40;

/**
 * Which of `count` offered choices a message picks, counted from 1: "2", "2번이요", "두 번째 거", "마지막", of two also
 * "전자", "아래". The whole message must say just that; a number beyond the list is undefined.
 */
export function readOrdinal(text: string, count: number): number | undefined {
  const answer = text.replace(/[.,!~]/g, '').trim();
  if (answer.length > longestAnswer) return undefined;
  const groups = pattern.exec(answer)?.groups;
  const position = groups && positionOf(groups, count);
  return position !== undefined && position >= 1 && position <= count ? position : undefined;
}

function positionOf(groups: Readonly<Record<string, string | undefined>>, count: number): number | undefined {
  if (groups['figure']) return Number(groups['figure']);
  if (groups['last']) return count;
  if (groups['first']) return 1;
  if (groups['former']) return count === 2 ? 1 : undefined;
  if (groups['latter']) return count === 2 ? 2 : undefined;
  return counted.get(groups['counted'] ?? groups['alone'] ?? '') ?? numbered.get(groups['numbered'] ?? '');
}
