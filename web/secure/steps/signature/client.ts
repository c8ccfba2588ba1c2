import { wireUse } from '../../client/parts/credentialEntry.ts';
import type { StepClient } from '../../client/parts/stepClient.ts';

/** The credential there is, once. */
export const wire: StepClient = (page) => wireUse(page);
