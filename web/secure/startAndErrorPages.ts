import type { Translate } from '../../locales/index.ts';
import type { SecurePage } from '../../services/visits/securePage.ts';
import type { VisitOutline } from '../../services/visits/visitOutline.ts';
import { placeError } from '../forms/placedError.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderFacts } from '../forms/factRows.ts';
import { renderFormError, renderSubmit, renderTextField } from '../forms/formParts.ts';
import { sentenceOf, type Drawing } from './drawing.ts';
import { renderProgress, renderStepList } from './outlineView.ts';

type PageOf<Kind extends SecurePage['kind']> = Extract<SecurePage, { kind: Kind }>;

/** The first page: who asks, for what, which steps, how long; nothing is bound before its button. */
export function renderStart({ outline }: PageOf<'start'>, { t, bankName, refusal }: Drawing): Markup {
  return html`<form class="stack" method="post" data-form="begin">
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.start.title', { purpose: t(`secure.purpose.${outline.purpose}`) })}</h1>
    ${renderFormError(refusal && sentenceOf(refusal, t))}
    <p>${t('secure.start.text')}</p>
    ${renderFacts(startFacts(outline, bankName, t))}
    <h2>${t('secure.start.steps')}</h2>
    ${renderStepList(outline, t)}
    <p class="muted">${t('secure.start.next')}</p>
    ${renderSubmit(t('secure.start.button'), t('secure.shell.loading'))}
  </form>`;
}

/** What is about the person, not about one certificate: there is no kind to tell. */
const purposesOfPerson = new Set(['expiry', 'devices', 'privacy']);

function startFacts(
  { bankCode, product, purpose, maskedName }: VisitOutline,
  bankName: Drawing['bankName'],
  t: Translate,
): Parameters<typeof renderFacts>[0] {
  return [
    [t('secure.start.who'), t('secure.shell.service')],
    [t('secure.start.bank'), bankCode === '' ? undefined : bankName(bankCode)],
    [t('secure.start.kind'), purposesOfPerson.has(purpose) ? undefined : t(`product.${product}`)],
    [t('secure.start.name'), maskedName],
  ];
}

/** The way back to the chat. */
export function renderClose(t: Translate, kind = ''): Markup {
  return html`<div class="actions">
      <button class="button ${kind}" type="button" data-action="close">${t('secure.finished.button')}</button>
    </div>
    <p class="notice notice--info" role="status" data-after-close hidden>${t('secure.close.text')}</p>`;
}

/** One page for every link that is over or never was. */
export function renderGone({ told }: PageOf<'gone'>, { t }: Drawing): Markup {
  return html`<form class="stack" method="post" data-form="renew">
    <h1 tabindex="-1">${t('secure.gone.title')}</h1>
    <p>${told ? t('secure.gone.told') : t('secure.gone.text')}</p>
    ${told ? renderClose(t) : renderSubmit(t('secure.gone.button'), t('secure.shell.loading'))}
  </form>`;
}

/** Another browser has the visit: nothing of it is told, only how to take it over. */
export function renderRebind({ asked }: PageOf<'rebind'>, { t, refusal }: Drawing): Markup {
  const errors = placeError(refusal, { 'visit.numberWrong': 'number' }, (one) => sentenceOf(one, t));
  return html`<form class="stack" method="post" data-form="${asked ? 'rebind' : 'askNumber'}" novalidate>
    <h1 tabindex="-1">${t('secure.rebind.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.rebind.text')}</p>
    <p class="notice notice--warning">${t('secure.rebind.warning')}</p>
    ${asked ? renderNumber(errors.fields['number'], t) : renderSubmit(t('secure.rebind.ask'), t('secure.shell.loading'))}
  </form>`;
}

function renderNumber(error: string | undefined, t: Translate): Markup {
  return html`<p role="status">${t('secure.rebind.asked')}</p>
    ${renderTextField({
      id: 'number',
      label: t('secure.rebind.label'),
      missing: t('secure.rebind.missing'),
      ...(error !== undefined && { error }),
      inputMode: 'numeric',
      autocomplete: 'off',
      pattern: '[0-9０-９]{2}',
      maxLength: 2,
    })}
    <button class="button button--quiet" type="button" data-action="askNumber">${t('secure.rebind.again')}</button>
    ${renderSubmit(t('secure.rebind.button'), t('secure.shell.loading'))}`;
}
