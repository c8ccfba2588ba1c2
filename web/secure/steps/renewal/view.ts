import type { Translate } from '../../../../locales/index.ts';
import { renewalPage, type RenewalCard, type RenewalShown } from '../../../../services/steps/renewal.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { renderFacts, shownDay } from '../../../forms/factRows.ts';
import type { PlacedError } from '../../../forms/placedError.ts';
import { html, type Markup } from '../../../html.ts';
import { enteredPlaces, renderUse } from '../../enteredCredentialView.ts';
import { formView, type StepDrawing } from '../stepView.ts';

/** The renewal: its card and the credential together. */
export const renewalView = formView(renewalPage, {
  document: 'credential',
  errorPlaces: enteredPlaces,
  render: renderRenewal,
});

type RenewalPage = DrawnStep<RenewalShown, 'current'>;

function renderRenewal(page: RenewalPage, drawing: StepDrawing): Markup {
  const { t } = drawing;
  return renderUse(
    page,
    { ...drawing, errors: placeChange(drawing) },
    {
      form: html`data-form="renewal" data-confirmed="${page.shown.card.hash}"`,
      title: t('secure.renewal.title'),
      text: t('secure.renewal.text'),
      what: renderCard(page, drawing),
      next: t('secure.renewal.next'),
      button: t('secure.renewal.button'),
      busy: t('secure.renewal.busy'),
    },
  );
}

/** What the customer said yes to is another thing by now, and this page shows it: no need to go back to the chat. */
function placeChange({ t, refusal, errors }: StepDrawing): PlacedError {
  return refusal?.code === 'issue.confirmationChanged' ? { form: t('secure.renewal.changed'), fields: {} } : errors;
}

/** The renewal as it would be signed; entering the credential below is the yes to it. */
function renderCard({ outline, shown }: RenewalPage, { t, bankName }: StepDrawing): Markup {
  const { card } = shown;
  return html`${renderFacts([
      [t('secure.start.name'), outline.maskedName],
      [t('secure.start.bank'), outline.bankCode === '' ? undefined : bankName(outline.bankCode)],
      [t('secure.start.kind'), t(`product.${outline.product}`)],
      [t('secure.renewal.serial'), card.serialHex.slice(-4).toUpperCase()],
      [t('secure.renewal.current'), card.untilDay && until(card.untilDay, t)],
      [t('secure.renewal.new'), newPeriod(card, t)],
      [t('secure.renewal.fee'), fee(card, t)],
    ])}
    <p>${t('secure.renewal.consent')}</p>`;
}

/** Who is only known sees no day (DESIGN §4), but what they say yes to. */
function newPeriod({ newUntilDay, years }: RenewalCard, t: Translate): string {
  return newUntilDay === undefined ? t('secure.renewal.added', { years }) : until(newUntilDay, t);
}

function until(day: string, t: Translate): string {
  return t('secure.renewal.until', { until: shownDay(day) });
}

function fee({ fee: won }: RenewalCard, t: Translate): string {
  return won === 0 ? t('secure.renewal.free') : t('secure.renewal.won', { won: won.toLocaleString('ko-KR') });
}
