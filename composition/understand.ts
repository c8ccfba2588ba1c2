import { understandCommand } from '../services/language/command/understandCommand.ts';
import { openUnderstanding } from './understanding.ts';

/** `npm run -s understand`: one message a line in, one JSON object a line out. */
export async function run(): Promise<number> {
  await understandCommand({ input: process.stdin, output: process.stdout, understand: openUnderstanding() });
  return 0;
}
