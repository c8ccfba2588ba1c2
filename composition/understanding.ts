import { join } from 'node:path';
import { createUnderstand } from '../services/language/reading/understand.ts';
import type { Understand } from '../services/language/understanding.ts';

let understanding: Understand | undefined;

/** The understanding with the model that `npm run train` wrote: a pure function, read once a process. */
export function openUnderstanding(): Understand {
  understanding ??= createUnderstand(join(import.meta.dirname, '../services/language/training/model.bin'));
  return understanding;
}
