import { html, type Markup } from '../html.ts';
import { renderFormError, renderSubmit, renderTextField } from '../forms/formParts.ts';
import { placeCloudError, renderAsking, renderFacts, type CloudDrawing, type CloudPageOf } from './drawing.ts';

/** Who are you? Nothing here or after it tells whether there is such an account. */
export function renderConnect(page: CloudPageOf<'connect'>, { t, refusal }: CloudDrawing): Markup {
  const errors = placeCloudError(refusal, t);
  return html`<form class="stack" method="post" data-form="connect" novalidate>
    <h1 tabindex="-1">${t('cloud.connect.title')}</h1>
    ${renderFormError(errors.form)}
    ${page.disconnected && html`<p class="notice notice--warning">${t('cloud.connect.disconnected')}</p>`}
    <p>${page.asking ? t('cloud.connect.first') : t('cloud.connect.text')}</p>
    ${page.asking && renderAsking(page.asking, t)}
    ${renderTextField({
      id: 'name',
      label: t('cloud.connect.name.label'),
      missing: t('cloud.connect.name.missing'),
      error: errors.fields['name'],
      autocomplete: 'name',
      maxLength: 100,
    })}
    ${renderTextField({
      id: 'birthDate',
      label: t('cloud.connect.birthDate.label'),
      hint: t('cloud.connect.birthDate.hint'),
      missing: t('cloud.connect.birthDate.missing'),
      error: errors.fields['birthDate'],
      inputMode: 'numeric',
      autocomplete: 'bday',
      pattern: '.*([0-9０-９].*){8}',
      maxLength: 20,
    })}
    ${renderTextField({
      id: 'phone',
      label: t('cloud.connect.phone.label'),
      hint: t('cloud.connect.phone.hint'),
      missing: t('cloud.connect.phone.missing'),
      error: errors.fields['phone'],
      type: 'tel',
      inputMode: 'tel',
      autocomplete: 'tel-national',
      pattern: '.*([0-9０-９].*){10}',
      maxLength: 30,
    })}
    ${renderSubmit(t('cloud.connect.button'), t('cloud.connect.busy'))}
  </form>`;
}

/** The code, if one came. */
export function renderCode(page: CloudPageOf<'code'>, { t, refusal }: CloudDrawing): Markup {
  const errors = placeCloudError(refusal, t);
  return html`<form class="stack" method="post" data-form="code" novalidate>
    <h1 tabindex="-1">${t('cloud.code.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('cloud.code.text')}</p>
    ${renderFacts([[t('cloud.code.to'), page.maskedPhone]])}
    <p class="notice notice--warning">${t('cloud.code.warning')}</p>
    ${renderTextField({
      id: 'code',
      label: t('cloud.code.label'),
      hint: t('cloud.code.hint'),
      missing: t('cloud.code.missing'),
      error: errors.fields['code'],
      inputMode: 'numeric',
      autocomplete: 'one-time-code',
      pattern: '.*([0-9０-９].*){6}',
      maxLength: 20,
    })}
    ${renderSubmit(t('cloud.code.button'), t('cloud.code.busy'))}
    <div class="actions cloud-others">
      <button class="button button--quiet" type="button" data-action="again" data-busy="${t('cloud.connect.busy')}">
        ${t('cloud.code.again')}
      </button>
      <button class="button button--quiet" type="button" data-action="over">${t('cloud.code.over')}</button>
    </div>
  </form>`;
}
