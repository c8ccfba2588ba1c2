import type { Activity, CardAction } from 'botbuilder';

/** A card of dialogs/turn/replies.ts: hero or receipt. */
export interface DrawnCard {
  readonly title?: string;
  readonly text?: string;
  readonly facts?: readonly { readonly key: string; readonly value: string }[];
  readonly buttons?: readonly CardAction[];
}

/** Every button of an activity, those of cards and the short answers below. */
export function buttonsOf(activity: Partial<Activity>): CardAction[] {
  const cards = (activity.attachments ?? []).map((attachment) => attachment.content as DrawnCard); // dialogs/turn/replies.ts makes no other
  return [...cards.flatMap(({ buttons }) => buttons ?? []), ...(activity.suggestedActions?.actions ?? [])];
}

/** What a customer sees of one activity, a line a bubble. Links are drawn without their address. */
export function draw(activity: Partial<Activity>): string[] {
  const lines: string[] = [];
  if (activity.text) lines.push(`bot: ${oneLine(activity.text)}`);
  for (const { content } of activity.attachments ?? []) lines.push(`bot: ${drawCard(content as DrawnCard)}`); // as above
  const quick = activity.suggestedActions?.actions ?? [];
  if (quick.length > 0) lines.push(`bot: (${quick.map(({ title }) => title).join(' | ')})`);
  return lines;
}

function drawCard({ title = '', text, facts, buttons = [] }: DrawnCard): string {
  const rows = facts?.map(({ key, value }) => `${key}=${value}`).join(' · ');
  const drawn = buttons.map((button) => (button.type === 'openUrl' ? `${button.title}→` : button.title)).join(' | ');
  return `[${title} / ${oneLine(text ?? rows ?? '')}${drawn ? ` / ${drawn}` : ''}]`;
}

function oneLine(text: string): string {
  return text.replaceAll('\n', '⏎');
}
