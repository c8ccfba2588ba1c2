import { ownershipPage } from '../../../../services/steps/ownership.ts';
import type { CertificateShown } from '../../../../services/steps/usedCertificate.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { html, type Markup } from '../../../html.ts';
import { enteredPlaces, renderUse } from '../../enteredCredentialView.ts';
import { formView, type StepDrawing } from '../stepView.ts';

/** The credential proves whose certificate it is. */
export const ownershipView = formView(ownershipPage, {
  document: 'credential',
  errorPlaces: enteredPlaces,
  render: renderOwnership,
});

function renderOwnership(page: DrawnStep<CertificateShown, 'current'>, drawing: StepDrawing): Markup {
  const { t } = drawing;
  return renderUse(page, drawing, {
    form: html`data-form="ownership"`,
    title: t('secure.ownership.title'),
    text: t('secure.ownership.text'),
    next: t('secure.ownership.next'),
    button: t('secure.ownership.button'),
    busy: t('secure.ownership.busy'),
  });
}
