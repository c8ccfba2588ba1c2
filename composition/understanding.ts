import { join } from 'node:path';
import { createUnderstand } from '../services/language/understand.ts';
import type { Understand } from '../services/language/understanding.ts';

/** Opens the understanding with the model that `npm run train` wrote. */
export function openUnderstanding(): Understand {
  return createUnderstand(join(import.meta.dirname, '../services/language/training/model.bin'));
}
