import type { Activity, CardAction } from 'botbuilder';
import type { ButtonValue } from '../../services/cases/buttonValue.ts';
import type { Choice } from '../../services/cases/caseRecord.ts';

/** One bubble, as plain Bot Framework activity: every channel draws it in its own way. */
export type Reply = Partial<Activity>;

/** A button that says something in the customer's name; `value` travels along unseen (step token). */
export interface SayButton {
  readonly label: string;
  /** What is said, when it differs from the label. */
  readonly say?: string;
  readonly value?: ButtonValue;
}

/** A button that opens an address: `https://…`, or the placeholder of a visit (`secure-visit:{caseId}:{n}`). */
export interface LinkButton {
  readonly label: string;
  readonly link: string;
}

/** A button that dials; `number` as it is shown, e.g. `1588-5000`. */
export interface PhoneButton {
  readonly label: string;
  readonly phone: string;
}

export type Button = SayButton | LinkButton | PhoneButton;

/** Limits of the narrowest channel (KAKAO §2): what is built within them is drawn whole everywhere. */
export const limits = { bubbles: 3, quickReplies: 10, cardButtons: 3, label: 14, title: 50, cardText: 400 } as const;

/** A sentence in a bubble of its own. */
export function text(sentence: string): Reply {
  return { type: 'message', text: sentence };
}

/**
 * A card: title, a few lines, at most three buttons. `handoff`: it leads to a person, so that a channel with a way of its
 * own to one may put that beside the buttons.
 */
export function card(content: {
  readonly title: string;
  readonly text: string;
  readonly buttons?: readonly Button[];
  readonly handoff?: boolean;
}): Reply {
  const { title, text, buttons = [], handoff } = content;
  const drawn = { title, text, buttons: buttons.map(cardAction) };
  return attach('application/vnd.microsoft.card.hero', handoff ? { ...drawn, handoff } : drawn);
}

/** A table of short rows, e.g. what is about to be issued. Row titles have at most six characters. */
export function table(content: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly buttons?: readonly Button[];
}): Reply {
  const facts = content.rows.map(([key, value]) => ({ key, value }));
  const buttons = (content.buttons ?? []).map(cardAction);
  return attach('application/vnd.microsoft.card.receipt', { title: content.title, facts, buttons });
}

function attach(contentType: string, content: object): Reply {
  return { type: 'message', attachments: [{ contentType, content }] };
}

/** What a card or a table of this file holds. */
export interface CardContent {
  readonly text?: string;
  readonly buttons?: readonly CardAction[];
}

/** The card of a bubble that is one. */
export function cardOf(reply: Reply): CardContent | undefined {
  return reply.attachments?.[0]?.content as CardContent | undefined; // made by attach
}

/** The same bubble with other words or buttons in its card. */
export function withCard(reply: Reply, changes: CardContent): Reply {
  const attachments = reply.attachments?.map((attachment) => ({
    ...attachment,
    content: { ...(attachment.content as CardContent), ...changes }, // made by attach
  }));
  return { ...reply, attachments };
}

/** What picking a button comes to. A link or a phone number can't be opened for the customer: picking it says its label. */
export function choiceOf(action: CardAction): Choice {
  const value: unknown = action.value;
  if (action.type === 'imBack') return { say: String(value) };
  if (action.type !== 'messageBack') return { say: action.title };
  return { say: action.text ?? action.title, value: value as Choice['value'] }; // made by cardAction
}

/** Offers short answers, as the SDK's buttons, below the last bubble. */
export function offerActions(replies: readonly Reply[], buttons: readonly CardAction[]): Reply[] {
  const last = replies.at(-1);
  if (!last || buttons.length === 0) return [...replies];
  const actions = buttons.slice(0, limits.quickReplies);
  return [...replies.slice(0, -1), { ...last, suggestedActions: { to: [], actions } }];
}

/** The SDK's form of a button. */
export function cardAction(button: Button): CardAction {
  if ('link' in button) return { type: 'openUrl', title: button.label, value: button.link };
  if ('phone' in button) return { type: 'call', title: button.label, value: `tel:${button.phone.replaceAll('-', '')}` };
  const said = button.say ?? button.label;
  if (!button.value) return { type: 'imBack', title: button.label, value: said };
  return { type: 'messageBack', title: button.label, text: said, displayText: said, value: button.value };
}
