import { wireUse } from '../../client/parts/credentialEntry.ts';
import type { StepClient } from '../../client/parts/stepClient.ts';

/** The credential there is, and the card that it was entered for: that is what is said yes to. */
export const wire: StepClient = (page) => {
  const { confirmed } = page.form.dataset;
  wireUse(page, confirmed === undefined ? {} : { confirmed });
};
