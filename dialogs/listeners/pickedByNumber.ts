import { readOrdinal } from '../../services/language/slots/ordinal.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** "2번", "두 번째 거", "2번 나중에": the message that the button of the last answer that was meant would have sent. */
export function pickedByNumber(turn: Turn, message: Message): Message {
  const { choices = [] } = turn.record;
  const typed = message.value === undefined && message.code === undefined;
  const place = typed ? readOrdinal(withoutLabel(turn, message.text), choices.length) : undefined;
  const choice = place === undefined ? undefined : choices[place - 1];
  return choice
    ? { ...message, text: choice.say, value: choice.value, understanding: turn.world.understand(choice.say) }
    : message;
}

/** A numbered answer typed as it stands there says its number. */
function withoutLabel(turn: Turn, text: string): string {
  const { plain, choices = [] } = turn.record;
  const at = plain ? choices.findIndex(({ say }, index) => text === numberedLabel(turn, index + 1, say)) : -1;
  return at === -1 ? text : String(at + 1);
}

function numberedLabel(turn: Turn, number: number, label: string): string {
  return turn.t('plain.choice', { number, label });
}
