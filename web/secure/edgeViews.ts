import type { Translate } from '../../locales/index.ts';
import { seoulDay } from '../../services/shared/clock.ts';
import type { SecurePage } from '../../services/visits/securePage.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderFormError, renderSubmit, renderTextField } from './formParts.ts';
import { renderProgress, renderStepList } from './outlineView.ts';
import { placeError } from './placeError.ts';
import type { Drawing } from './stepViews.ts';

type PageOf<Kind extends SecurePage['kind']> = Extract<SecurePage, { kind: Kind }>;

/** The first page: who asks, for what, which steps, how long; nothing is bound before its button. */
export function renderStart({ outline }: PageOf<'start'>, { t, bankName, refusal }: Drawing): Markup {
  const facts: [string, string | undefined][] = [
    [t('secure.start.who'), t('secure.shell.service')],
    [t('secure.start.bank'), bankName(outline.bankCode)],
    [t('secure.start.kind'), t(`product.${outline.product}`)],
    [t('secure.start.name'), outline.maskedName],
  ];
  return html`<form class="stack" method="post" data-form="begin">
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.start.title', { purpose: t(`secure.purpose.${outline.purpose}`) })}</h1>
    ${renderFormError(placeError(refusal, t).form)}
    <p>${t('secure.start.text')}</p>
    <dl class="facts card">
      ${facts.map(
        ([name, value]) =>
          value !== undefined &&
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <h2>${t('secure.start.steps')}</h2>
    ${renderStepList(outline, t)}
    <p class="muted">${t('secure.start.next')}</p>
    ${renderSubmit(t('secure.start.button'), t('secure.shell.loading'))}
  </form>`;
}

/** The end, with what an issue leaves to take away, and the way back to the chat. */
export function renderFinished({ outline, issued }: PageOf<'finished'>, { t }: Drawing): Markup {
  return html`<div class="stack secure-finished">
    <p class="secure-finished__mark" aria-hidden="true">✓</p>
    <h1 tabindex="-1">${t('secure.finished.title')}</h1>
    ${issued && html`<p>${t('secure.finished.issued', { until: lastDay(issued.notAfter) })}</p>`}
    <p>${t('secure.finished.text')}</p>
    ${issued && outline && renderTakeAway(outline.visit, t)} ${renderClose(t)}
  </div>`;
}

/** `2027.11.22`, in Seoul. */
function lastDay(notAfter: string): string {
  return seoulDay(Temporal.Instant.from(notAfter)).toString().replaceAll('-', '.');
}

function renderTakeAway(visit: string, t: Translate): Markup {
  return html`<ul class="secure-links">
    <li>
      <a href="/secure/certificate?visit=${visit}" download="certificate.cer" aria-describedby="download-hint"
        >${t('secure.finished.download')}</a
      >
      <span class="field__hint" id="download-hint">${t('secure.finished.downloadHint')}</span>
    </li>
    <li>
      <a href="/secure/calendar?visit=${visit}" download="certificate.ics">${t('secure.finished.calendar')}</a>
    </li>
  </ul>`;
}

function renderClose(t: Translate, kind = ''): Markup {
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
  const errors = placeError(refusal, t);
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
