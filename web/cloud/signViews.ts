import type { ShownCertificate } from '../../services/cloudAccount/cloudPage.ts';
import { html, type Markup } from '../html.ts';
import { renderFormError, renderKeypadField, renderSubmit, renderTextField } from '../forms/formParts.ts';
import type { PlacedError } from '../forms/placedError.ts';
import {
  certificateName,
  certificateNote,
  placeCloudError,
  renderAsking,
  renderState,
  type CloudDrawing,
  type CloudPageOf,
} from './drawing.ts';

/** Who asks, with which certificate, and the credential: a keypad for digits, a box for words. */
export function renderSign(page: CloudPageOf<'sign'>, drawing: CloudDrawing): Markup {
  const { t, refusal } = drawing;
  const errors = placeCloudError(refusal, t);
  const usable = page.certificates.filter(({ state }) => state === 'active');
  return html`<form class="stack" method="post" data-form="sign" novalidate>
    <h1 tabindex="-1">${t('cloud.sign.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('cloud.sign.text')}</p>
    ${renderAsking(page.asking, t)}
    <p class="muted small">${t('cloud.sign.warning')}</p>
    <fieldset class="stack stack--tight">
      <legend>${t('cloud.sign.certificate')}</legend>
      <div class="choices">${page.certificates.map((one) => renderChoice(one, one === usable[0], drawing))}</div>
    </fieldset>
    ${usable.length === 0 ? renderNone(page.certificates, drawing) : renderCredential(page, errors, drawing)}
  </form>`;
}

function renderChoice(certificate: ShownCertificate, isChosen: boolean, drawing: CloudDrawing): Markup {
  const { serialHex, credentialPolicy, state } = certificate;
  const id = `certificate-${serialHex}`;
  return html`<label class="choice">
    <input
      type="radio"
      name="serialHex"
      value="${serialHex}"
      aria-labelledby="${id}-label"
      aria-describedby="${id}-note"
      data-credential="${credentialPolicy ?? 'pin6'}"
      ${isChosen && html`checked`}
      ${state !== 'active' && html`disabled`}
    />
    <span class="choice__text">
      <span class="split" id="${id}-label"
        ><strong>${certificateName(certificate, drawing)}</strong>${
          state !== 'active' && renderState(certificate, drawing.t)
        }</span
      >
      <small id="${id}-note">${certificateNote(certificate, drawing.t)}</small>
    </span>
  </label>`;
}

function renderCredential(page: CloudPageOf<'sign'>, errors: PlacedError, { t }: CloudDrawing): Markup {
  const label = t('cloud.sign.secret.label');
  const missing = t('cloud.sign.secret.missing');
  const error = errors.fields['secret'];
  return html`<div data-credential-of="pin6">
      ${renderKeypadField(
        { id: 'pin', label, hint: t('cloud.sign.secret.keypad'), missing, error, digits: 6, keypad: page.keypad },
        t,
      )}
    </div>
    <div data-credential-of="password" hidden>
      ${renderTextField({
        id: 'password',
        label,
        missing,
        error,
        type: 'password',
        autocomplete: 'off',
        maxLength: 128,
      })}
    </div>
    ${renderSubmit(t('cloud.sign.button'), t('cloud.sign.busy'))}`;
}

/** No certificate can be used: the newest one's state says why. */
function renderNone([newest]: readonly ShownCertificate[], { t }: CloudDrawing): Markup {
  return html`<p class="notice notice--warning">${t(unusableKey(newest))}</p>`;
}

function unusableKey(newest: ShownCertificate | undefined): string {
  if (!newest) return 'cloud.sign.none';
  return newest.state === 'locked' ? 'cloud.sign.locked' : `cloud.error.certificate.${newest.state}`;
}

/** The answer goes back by itself; a button for where it does not. */
export function renderSigned({ asking, returnTo, answer }: CloudPageOf<'signed'>, { t }: CloudDrawing): Markup {
  return html`<form class="stack" method="post" action="${returnTo}" data-form="answer">
    <h1 tabindex="-1">${t('cloud.signed.title')}</h1>
    <p role="status">${t('cloud.signed.text', { name: asking.name })}</p>
    ${Object.entries(answer).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <div class="actions"><button class="button button--block" type="submit">${t('cloud.signed.button')}</button></div>
  </form>`;
}

/** Somebody asks who is not registered: nothing is signed, and nothing goes back. */
export function renderStranger({ t }: CloudDrawing): Markup {
  return html`<div class="stack">
    <h1 tabindex="-1">${t('cloud.stranger.title')}</h1>
    <p class="notice notice--danger">${t('cloud.stranger.text')}</p>
    <p>${t('cloud.stranger.next')}</p>
  </div>`;
}
