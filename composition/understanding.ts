import { join } from 'node:path';
import type { Config } from '../config.ts';
import { CircuitBreaker } from '../services/language/azure/circuitBreaker.ts';
import { createReadTwice, type ReadTwice } from '../services/language/azure/secondOpinion.ts';
import { createUnderstand } from '../services/language/reading/understand.ts';
import type { Understand } from '../services/language/understanding.ts';

/** Silence or refusals in a row after which the outside service is left alone, and for how long. */
const failuresToOpen = 3;
const openMilliseconds = 30_000;

let understanding: Understand | undefined;

/** The understanding with the model that `npm run train` wrote: a pure function, read once a process. */
export function openUnderstanding(): Understand {
  understanding ??= createUnderstand(join(import.meta.dirname, '../services/language/training/model.bin'));
  return understanding;
}

/** Azure AI Language as a second opinion, when it is set up; its SDK is only loaded then. */
export async function openSecondOpinion(
  { azureLanguage }: Config,
  understand: Understand,
): Promise<ReadTwice | undefined> {
  if (!azureLanguage) return undefined;
  const { AzureRecognizer } = await import('../services/language/azure/azureRecognizer.ts');
  const breaker = new CircuitBreaker({ failuresToOpen, openMilliseconds, now: () => performance.now() });
  return createReadTwice({ understand, recognizer: new AzureRecognizer({ ...azureLanguage, breaker }) });
}
