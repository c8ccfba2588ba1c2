import type { Slots } from '../understanding.ts';
import actions from './actions.json' with { type: 'json' };
import { readBank } from './bank.ts';
import { readKind } from './kind.ts';
import { readPhone } from './phone.ts';
import { readWhen } from './when.ts';

const asked = new Map(
  Object.entries(actions).map(([intent, { action, cues }]) => [
    intent,
    { action: action as NonNullable<Slots['action']>, cue: new RegExp(cues.join('|'), 'i') }, // the file's values are these
  ]),
);

/** What a message names, apart from what it wants. */
export type NamedSlots = Omit<Slots, 'action'>;

/** The slots that a message names, whatever its intent; one that is not there is absent. */
export function readNamedSlots(text: string): NamedSlots {
  const bank = readBank(text);
  const phone = readPhone(text);
  const when = readWhen(text);
  return { ...readKind(text), ...(bank && { bank }), ...(phone && { phone }), ...(when && { when }) };
}

/** The act that a message asks for: its intent's, when the message says a word for it. */
export function readAction(text: string, intent: string): Slots['action'] {
  const act = asked.get(intent);
  return act?.cue.test(text) ? act.action : undefined;
}
