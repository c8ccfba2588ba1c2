import { canCloseEnvelopes, closeEnvelope } from '../../../forms/client/parts/envelope.ts';
import { onSubmit } from '../../../forms/client/parts/form.ts';
import { need, sentence, showFormError } from '../../../forms/client/parts/page.ts';
import type { Answer } from './answer.ts';
import type { VisitTab } from './visitTab.ts';

/** The page of a step, as it stands in this tab. */
export interface ShownStep {
  readonly form: HTMLFormElement;
  /** What unfinished fields may be kept under (`memory.ts`). */
  readonly draftKey: string;
  /**
   * Sends the form when its button is pressed, closed in an envelope for this visit.
   *
   * @param read the fields; undefined when they are not complete: then the page says why, and nothing is sent
   */
  readonly onSubmit: (read: () => object | undefined) => void;
}

/** What makes the page of a step work, once it was put in. */
export type StepClient = (page: ShownStep) => void;

/** By the name of the step. */
export type StepClients = Readonly<Record<string, StepClient>>;

/** Whether the page belongs in another document; then that one is on its way. */
export function goesElsewhere({ at = '/secure' }: Answer): boolean {
  if (location.pathname === at) return false;
  location.replace(at);
  return true;
}

/** Makes the page of a step work; answers false when it is no step's. */
export function wireStep(tab: VisitTab, clients: StepClients, { kind, envelope, draftKey = '' }: Answer): boolean {
  const client = clients[kind];
  if (!client) return false;
  const form = need('form[data-form]', HTMLFormElement);
  client({
    form,
    draftKey,
    onSubmit: (read) =>
      onSubmit(form, (button) => {
        if (!canCloseEnvelopes()) return showFormError(sentence('old'));
        const fields = read();
        if (!fields || !envelope) return;
        const close = async (): Promise<object> => ({
          envelope: await closeEnvelope({ step: kind, ...fields }, envelope),
        });
        void tab.send(`/secure/steps/${kind}`, button, close);
      }),
  });
  return true;
}
