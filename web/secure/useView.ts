import type { Translate } from '../../locales/index.ts';
import type { SecurePage } from '../../services/visits/securePage.ts';
import type { CredentialUse, RenewalCard } from '../../services/visits/secureStep.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderCurrentSecret } from './currentSecretView.ts';
import { renderFacts, shownDay } from '../forms/factRows.ts';
import { renderFormError, renderSubmit } from '../forms/formParts.ts';
import { renderProgress } from './outlineView.ts';
import { placeError } from './placeError.ts';
import type { PlacedError } from './placeError.ts';
import type { Drawing } from './stepViews.ts';

type UsePage = Extract<SecurePage, { kind: CredentialUse }>;

/** Using a certificate: what its credential is entered for, then the credential, once. */
export function renderUse(page: UsePage, drawing: Drawing): Markup {
  const { kind, outline, policy, card, keypads } = page;
  const { t } = drawing;
  const errors = placeUseError(page, drawing);
  return html`<form
    class="stack"
    method="post"
    data-form="use"
    ${card && html`data-confirmed="${card.hash}"`}
    novalidate
  >
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t(`secure.${kind}.title`)}</h1>
    ${renderFormError(errors.form)}
    <p>${t(`secure.${kind}.text`)}</p>
    ${card && renderCard(card, page, drawing)} ${page.sample !== undefined && renderSample(page.sample, t)}
    ${renderCurrentSecret({ policy, keypad: keypads.current, errors }, t)}
    <p class="muted">${t(`secure.${kind}.next`)}</p>
    ${renderSubmit(t(`secure.${kind}.button`), t(`secure.${kind}.busy`))}
  </form>`;
}

/** What the customer said yes to is another thing by now, and this page shows it: no need to go back to the chat. */
function placeUseError({ card }: UsePage, { t, refusal }: Drawing): PlacedError {
  const isChanged = refusal?.code === 'issue.confirmationChanged' && card !== undefined;
  return isChanged ? { form: t('secure.renewal.changed'), fields: {} } : placeError(refusal, t);
}

/** The renewal as it would be signed; entering the credential below is the yes to it. */
function renderCard(card: RenewalCard, { outline }: UsePage, { t, bankName }: Drawing): Markup {
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

/** What is signed is seen before it is signed. */
function renderSample(sample: string, t: Translate): Markup {
  return html`<figure class="card stack stack--tight">
    <figcaption class="small muted">${t('secure.signature.sample')}</figcaption>
    <blockquote class="secure-sample">${sample}</blockquote>
  </figure>`;
}
