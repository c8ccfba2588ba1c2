import type { Activity, CardAction } from 'botbuilder';
import type { ChannelBot, ChannelOutput, Shown } from '../conversationPort.ts';

/** What the terminal is made of; `say` writes one line. */
export interface TerminalParts {
  readonly conversationId: string;
  readonly say: (line: string) => void;
  readonly resolveLinks: (activity: Partial<Activity>) => Partial<Activity>;
}

interface TerminalCard {
  readonly title?: string;
  readonly text?: string;
  readonly facts?: readonly { readonly key: string; readonly value: string }[];
  readonly buttons?: readonly CardAction[];
}

/** The bot in a terminal (`npm run -s talk`): bubbles as lines, buttons by number or by their label. */
export class TerminalChannel implements ChannelOutput {
  readonly pushes = true;
  readonly #parts: TerminalParts;
  readonly #shown = new Set<string>();
  #buttons: CardAction[] = [];
  #sent = 0;

  constructor(parts: TerminalParts) {
    this.#parts = parts;
  }

  post(_conversationId: string, activities: readonly Shown[]): Promise<void> {
    for (const { id, activity } of activities) {
      if (this.#shown.has(id) || activity.from?.role === 'user') continue;
      this.#shown.add(id);
      this.#draw(this.#parts.resolveLinks(activity));
    }
    return Promise.resolve();
  }

  /** A line as typed: a number presses that button, anything else is said. */
  async type(bot: ChannelBot, line: string): Promise<void> {
    const button = /^\d{1,2}$/.test(line)
      ? this.#buttons[Number(line) - 1]
      : this.#buttons.find(({ title }) => title === line);
    this.#buttons = [];
    await this.#deliver(bot, button ? pressed(button) : { type: 'message', text: line });
  }

  /** Begins the conversation: the bot greets. */
  async begin(bot: ChannelBot): Promise<void> {
    await this.#deliver(bot, { type: 'conversationUpdate' });
  }

  async #deliver(bot: ChannelBot, activity: Partial<Activity>): Promise<void> {
    const { conversationId } = this.#parts;
    this.#sent += 1;
    const deliveryKey = `${Date.now()}-${this.#sent}`;
    await bot.deliver({
      channel: 'terminal',
      conversationId,
      userId: 'terminal',
      deliveryKey,
      activity,
      locale: 'ko-KR',
    });
  }

  #draw(activity: Partial<Activity>): void {
    const { say } = this.#parts;
    if (activity.text) say(`  ${activity.text.replaceAll('\n', '\n  ')}`);
    for (const { content } of activity.attachments ?? []) this.#drawCard(content as TerminalCard); // cards of dialogs/turn/replies.ts
    for (const action of activity.suggestedActions?.actions ?? []) this.#drawButton(action);
  }

  #drawCard({ title, text, facts = [], buttons = [] }: TerminalCard): void {
    const { say } = this.#parts;
    say(`  ┌ ${title ?? ''}`);
    for (const line of (text ?? '').split('\n').filter((one) => one !== '')) say(`  │ ${line}`);
    for (const { key, value } of facts) say(`  │ ${key}: ${value}`);
    for (const button of buttons) this.#drawButton(button);
  }

  #drawButton(button: CardAction): void {
    const { say } = this.#parts;
    if (button.type === 'openUrl' || button.type === 'call') return say(`  → ${button.title}: ${String(button.value)}`);
    this.#buttons.push(button);
    say(`  ${this.#buttons.length}) ${button.title}`);
  }
}

function pressed(button: CardAction): Partial<Activity> {
  const value: unknown = button.value;
  return button.type === 'messageBack'
    ? { type: 'message', text: button.text ?? button.title, value }
    : { type: 'message', text: String(value) };
}
