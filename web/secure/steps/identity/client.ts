import { looksComplete, wireInputs } from '../../../forms/client/parts/form.ts';
import { wireKeypads } from '../../../forms/client/parts/keypad.ts';
import { need } from '../../../forms/client/parts/page.ts';
import { draftOf, keepDraft } from '../../client/parts/memory.ts';
import type { StepClient } from '../../client/parts/stepClient.ts';

// The front of a 주민등록번호 is kept in this page's memory only, for the page that comes after an error.
let residentNumberFront = '';
// So is the proof that the number was looked at once more: an error of another field must not lose it.
let looked: string | undefined;

/** Who the customer is: boxes that keep what was typed, and the keypad of the number's back. */
export const wire: StepClient = ({ form, draftKey, onSubmit }) => {
  looked = form.querySelector<HTMLInputElement>('input[name=looked]')?.value ?? looked;
  const inputs = wireInputs(form, () => keepDraft(draftKey, valuesOf(inputs, true)));
  const keypads = wireKeypads(() => undefined);
  const draft: Readonly<Record<string, string>> = { ...draftOf(draftKey), residentNumberFront };
  for (const input of inputs) input.value = draft[input.name] || input.value;
  onSubmit(() => {
    residentNumberFront = need('#residentNumberFront', HTMLInputElement, form).value;
    const back = keypads.get('residentNumberBack');
    if (!back || !looksComplete(inputs, [back])) return undefined;
    return { ...valuesOf(inputs, false), residentNumberBack: back.pressed, looked };
  });
};

function valuesOf(inputs: readonly HTMLInputElement[], draftOnly: boolean): Record<string, string> {
  const chosen = inputs.filter((input) => !draftOnly || input.dataset['draft'] !== undefined);
  return Object.fromEntries(chosen.map((input) => [input.name, input.value]));
}
