import type { Activity } from 'botbuilder';
import { quickReplyOf, type ButtonStyle } from './kakaoButtons.ts';
import { cardBubbles, textBubbles, type Card } from './kakaoCards.ts';
import { kakaoLimits, type Bubbles, type KakaoQuickReply, type Output } from './kakaoResponse.ts';

/**
 * Draws what the bot showed, in order: bubbles without a limit to their number (`pageOf` takes care of that), and the
 * short answers of the last activity that has some; those of an earlier question are over. Links stay placeholders.
 */
export function draw(activities: readonly Partial<Activity>[], style: ButtonStyle): Bubbles {
  const shown = activities.filter(({ type }) => type === undefined || type === 'message');
  const offered = shown.findLast(({ suggestedActions }) => (suggestedActions?.actions.length ?? 0) > 0);
  const actions = offered?.suggestedActions?.actions ?? [];
  const linked = actions.filter(({ type }) => type === 'openUrl' || type === 'call');
  return {
    outputs: [
      ...shown.flatMap((activity) => bubblesOf(activity, style)),
      ...(linked.length > 0 ? cardBubbles({ buttons: linked }, style) : []),
    ],
    quickReplies: actions.flatMap((action) => quickReplyOf(action, style) ?? []).slice(0, kakaoLimits.quickReplies),
  };
}

function bubblesOf(activity: Partial<Activity>, style: ButtonStyle): Output[] {
  const cards = (activity.attachments ?? []).map(({ content }) => content as Card); // dialogs/turn/replies.ts makes no other
  return [...textBubbles(activity.text ?? ''), ...cards.flatMap((card) => cardBubbles(card, style))];
}

/** One answer's worth of bubbles, and what is left for the next. */
export interface Page {
  readonly now: Bubbles;
  readonly rest: Bubbles | undefined;
}

/**
 * The first three bubbles. Neighbouring texts are put together first; what is left then waits behind `more`, and with it
 * the short answers, which belong to the last bubble; those in `always` stay within reach.
 */
export function pageOf(bubbles: Bubbles, more: KakaoQuickReply, always: (reply: KakaoQuickReply) => boolean): Page {
  const outputs = putTogether(bubbles.outputs);
  if (outputs.length <= kakaoLimits.outputs) return { now: { ...bubbles, outputs }, rest: undefined };
  const kept = bubbles.quickReplies.filter((reply) => always(reply));
  return {
    now: { outputs: outputs.slice(0, kakaoLimits.outputs), quickReplies: [more, ...kept] },
    rest: { outputs: outputs.slice(kakaoLimits.outputs), quickReplies: bubbles.quickReplies },
  };
}

/**
 * The same where something still waits behind `more` from before: it comes first when all fits in one answer. Else the
 * new answer does, and what waited goes on waiting, unless the new answer itself has more to show than fits.
 */
export function pageAfter(
  waiting: Bubbles,
  fresh: Bubbles,
  more: KakaoQuickReply,
  always: (reply: KakaoQuickReply) => boolean,
): Page {
  const all = putTogether([...waiting.outputs, ...fresh.outputs]);
  if (fresh.outputs.length === 0) return pageOf(waiting, more, always);
  if (all.length <= kakaoLimits.outputs) return { now: { ...fresh, outputs: all }, rest: undefined };
  const page = pageOf(fresh, more, always);
  if (page.rest) return page;
  const quickReplies = [more, ...page.now.quickReplies].slice(0, kakaoLimits.quickReplies);
  return { now: { ...page.now, quickReplies }, rest: { ...waiting, quickReplies: fresh.quickReplies } };
}

function putTogether(outputs: readonly Output[]): readonly Output[] {
  let merged = [...outputs];
  while (merged.length > kakaoLimits.outputs) {
    const lengths = merged.map((output, index) => lengthWith(output, merged[index + 1]));
    const shortest = Math.min(...lengths);
    if (shortest > kakaoLimits.text) return merged;
    const at = lengths.indexOf(shortest);
    const text = [merged[at], merged[at + 1]].map((output) => wordsOf(output)).join('\n\n');
    merged = [...merged.slice(0, at), { simpleText: { text } }, ...merged.slice(at + 2)];
  }
  return merged;
}

function lengthWith(output: Output, next: Output | undefined): number {
  if (!next || !('simpleText' in output) || !('simpleText' in next)) return Number.POSITIVE_INFINITY;
  return output.simpleText.text.length + next.simpleText.text.length + 2;
}

function wordsOf(output: Output | undefined): string {
  return output && 'simpleText' in output ? output.simpleText.text : '';
}
