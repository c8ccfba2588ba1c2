import type { Translate } from '../../../../locales/index.ts';
import { signaturePage, type SignatureShown } from '../../../../services/steps/signature.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { html, type Markup } from '../../../html.ts';
import { enteredPlaces, renderUse } from '../../enteredCredentialView.ts';
import { formView, type StepDrawing } from '../stepView.ts';

/** A sample signature: what is signed, and the credential. */
export const signatureView = formView(signaturePage, {
  document: 'credential',
  errorPlaces: enteredPlaces,
  render: renderSignature,
});

function renderSignature(page: DrawnStep<SignatureShown, 'current'>, drawing: StepDrawing): Markup {
  const { t } = drawing;
  return renderUse(page, drawing, {
    form: html`data-form="signature"`,
    title: t('secure.signature.title'),
    text: t('secure.signature.text'),
    what: renderSample(page.shown.sample, t),
    next: t('secure.signature.next'),
    button: t('secure.signature.button'),
    busy: t('secure.signature.busy'),
  });
}

/** What is signed is seen before it is signed. */
function renderSample(sample: string, t: Translate): Markup {
  return html`<figure class="card stack stack--tight">
    <figcaption class="small muted">${t('secure.signature.sample')}</figcaption>
    <blockquote class="secure-sample">${sample}</blockquote>
  </figure>`;
}
