import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { handoffWishes } from './handoff.ts';
import { holderWishes } from './holder.ts';
import { interrupts } from './interrupts.ts';
import { preferences } from './preferences.ts';
import { taskWishes } from './tasks.ts';
import { passed, type Wish, type WishStage } from './wish.ts';

/** Everything that may be asked for in a word. At one stage words count before meanings, and an earlier row before a later. */
export const wishes: readonly Wish[] = [
  ...handoffWishes,
  ...holderWishes,
  ...preferences,
  ...interrupts,
  ...taskWishes,
];

/** Hears the wishes of a stage; answers the name of the one it granted. */
export function grantWish(stage: WishStage): (turn: Turn, message: Message) => string | undefined {
  return (turn, message) => {
    const wish = wishAt(stage, turn, message);
    return wish !== undefined && wish.grant(turn, message) !== passed ? wish.name : undefined;
  };
}

/** The wish that a message is at a stage, if it is one there: by its words, else by what it means. */
export function wishAt(stage: WishStage, turn: Turn, message: Message): Wish | undefined {
  const rows = byStage[stage];
  return (
    byWords(rows, turn, message) ?? rows.find((wish) => counts(wish, turn, message) && wish.meant?.(turn, message))
  );
}

const byStage: Readonly<Record<WishStage, readonly Wish[]>> = {
  'safety and person': at('safety and person'),
  preferences: at('preferences'),
  interrupt: at('interrupt'),
  task: at('task'),
};

function at(stage: WishStage): readonly Wish[] {
  return wishes.filter((wish) => wish.stage === stage);
}

function byWords(rows: readonly Wish[], turn: Turn, message: Message): Wish | undefined {
  const keys = turn.keysOf(message.text);
  const small = turn.keysOf(message.text.toLowerCase());
  if (keys.size === 0 && small.size === 0) return undefined;
  const isSaid = ({ words, inAnyCase }: Wish): boolean => words !== undefined && (inAnyCase ? small : keys).has(words);
  return rows.find((wish) => isSaid(wish) && counts(wish, turn, message));
}

function counts({ applies }: Wish, turn: Turn, message: Message): boolean {
  return applies?.(turn, message) ?? true;
}
