import { areComplete } from '../../../forms/client/parts/form.ts';
import { wireChosen } from '../../client/parts/credentialEntry.ts';
import type { StepClient } from '../../client/parts/stepClient.ts';

/** A credential that is being chosen. */
export const wire: StepClient = ({ form, onSubmit }) => {
  const chosen = wireChosen(form);
  onSubmit(() => (areComplete([chosen]) && chosen.isStrong() ? chosen.entered : undefined));
};
