import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** The stages of listeners/stages.ts at which wishes are heard. */
export type WishStage = 'safety and person' | 'preferences' | 'interrupt' | 'task';

/** What a grant answers when the message is the next listener's all the same. */
export const passed = 'passed';

/** What a customer may ask for in a word at any moment: one row of the registry. */
export interface Wish {
  /** Unique; says in a timeline what a message was taken for. */
  readonly name: string;
  readonly stage: WishStage;
  /** Key of its words in the locale files, `a|b|c`; absent for one that is only ever understood. */
  readonly words?: string;
  /** Its words are listed in small letters and count however they are written. */
  readonly inAnyCase?: true;
  /** Where it counts; elsewhere its words are somebody else's. Absent: everywhere. */
  readonly applies?: (turn: Turn, message: Message) => boolean;
  /** Whether a message means it for sure, though it is none of its words. */
  readonly meant?: (turn: Turn, message: Message) => boolean;
  /** Does it, and says so. */
  readonly grant: (turn: Turn, message: Message) => void | typeof passed;
}
