/** A button of a card, as the bot gives it (Bot Framework CardAction). */
interface CardAction {
  readonly type: string;
  readonly title: string;
  readonly value?: unknown;
}

interface Receipt {
  readonly title?: string;
  readonly facts?: readonly { readonly key: string; readonly value: string }[];
  readonly buttons?: readonly CardAction[];
}

interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
}

interface Action {
  readonly type: string;
  readonly payload?: { readonly activity?: { readonly attachments?: readonly Attachment[] } };
}

const receipt = 'application/vnd.microsoft.card.receipt';

/**
 * A store middleware: tables are drawn as a set of facts. Web Chat's own receipt has a narrow right column that cuts values
 * off (`2026.11.23~2…`), and a screen reader gets all names first and then all values.
 */
export function drawTables() {
  return (next: (action: unknown) => unknown) =>
    (action: Action): unknown => {
      const activity = action.payload?.activity;
      if (action.type !== 'DIRECT_LINE/INCOMING_ACTIVITY' || !activity?.attachments) return next(action);
      const attachments = activity.attachments.map((attachment) =>
        // The bot's receipts have no other members (dialogs/turn/replies.ts).
        attachment.contentType === receipt ? factCard((attachment.content ?? {}) as Receipt) : attachment,
      );
      return next({ ...action, payload: { ...action.payload, activity: { ...activity, attachments } } });
    };
}

function factCard({ title, facts = [], buttons = [] }: Receipt): Attachment {
  const heading = { type: 'TextBlock', text: title, style: 'heading', size: 'Medium', weight: 'Bolder', wrap: true };
  const rows = { type: 'FactSet', facts: facts.map(({ key, value }) => ({ title: key, value })) };
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.3',
      body: title === undefined ? [rows] : [heading, rows],
      actions: buttons.map((button) => factAction(button)),
    },
  };
}

/** A button that Web Chat presses as it presses those of its own cards. */
function factAction(button: CardAction): object {
  const { type, title, value } = button;
  if (type === 'openUrl' || type === 'call') return { type: 'Action.OpenUrl', title, url: value };
  return { type: 'Action.Submit', title, data: { __isBotFrameworkCardAction: true, cardAction: button } };
}
