import commands from './commands.json' with { type: 'json' };
import { joinWords } from './features.ts';
import { readYesNo } from '../slots/yesNo.ts';

const intents = new Map<string, string>();
for (const [intent, { forms, stems, tails }] of Object.entries(commands)) {
  for (const form of forms) intents.set(joinWords(form), intent);
  for (const stem of stems) for (const tail of tails) intents.set(joinWords(stem + tail), intent);
}

/**
 * The intent of a message that is a whole command or a whole short reply, initials included ("ㅊㅅ", "ㅇㅋ"); undefined
 * for anything longer. A message that only reads as yes or no is one.
 */
export function readExact(text: string): string | undefined {
  return intents.get(joinWords(text)) ?? readYesNo(text);
}
