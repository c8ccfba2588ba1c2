import { submitButton } from '../../../forms/client/parts/form.ts';
import { need } from '../../../forms/client/parts/page.ts';
import { token } from '../../client/parts/memory.ts';
import type { StepClient } from '../../client/parts/stepClient.ts';

/** The bank's form is sent by the browser itself, so that it may lead to another site; once. */
export const wire: StepClient = ({ form }) => {
  need('input[name=token]', HTMLInputElement, form).value = token();
  const button = submitButton(form);
  form.addEventListener('submit', (event) => {
    if (button.getAttribute('aria-busy') === 'true') event.preventDefault();
    button.setAttribute('aria-busy', 'true');
    button.setAttribute('aria-disabled', 'true');
  });
};
