import type { Step } from '../turn/step.ts';
import { changeConfirmation } from './changeConfirmation.ts';

/** What cannot be undone is asked once more, with what it means. */
export const secondConfirmationStep: Step = changeConfirmation('secondConfirmation');
