import { cardAction, offerActions, type Button, type Reply } from '../../dialogs/turn/replies.ts';

/** Bubbles with short answers below the last one, as a turn makes them. */
export function offer(replies: readonly Reply[], buttons: readonly Button[]): Reply[] {
  return offerActions(
    replies,
    buttons.map((button) => cardAction(button)),
  );
}
