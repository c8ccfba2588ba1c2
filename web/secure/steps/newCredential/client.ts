import { areComplete } from '../../../forms/client/parts/form.ts';
import { wireChange } from '../../client/parts/credentialEntry.ts';
import type { StepClient } from '../../client/parts/stepClient.ts';

/** The credential there is, and the one that is being chosen instead. */
export const wire: StepClient = ({ form, onSubmit }) => {
  const { current, chosen } = wireChange(form);
  onSubmit(() => {
    if (!areComplete([current, chosen]) || !chosen.isStrong()) return undefined;
    return { current: current.entered, next: chosen.entered };
  });
};
