import type { ShownCertificate } from '../../services/cloudAccount/cloudPage.ts';
import type { CloudDevice } from '../../services/cloudAccount/cloudDevices.ts';
import { maskSerial } from '../../services/shared/masks.ts';
import { html, type Markup } from '../html.ts';
import { renderFormError } from '../forms/formParts.ts';
import {
  certificateName,
  placeCloudError,
  renderFacts,
  renderState,
  seoulMinute,
  type CloudDrawing,
  type CloudPageOf,
} from './drawing.ts';

/** What is kept in this person's place in the cloud, and which devices may use it. */
export function renderHome(page: CloudPageOf<'home'>, drawing: CloudDrawing): Markup {
  const { t, refusal } = drawing;
  const { certificates, devices, thisDevice } = page;
  return html`<div class="stack stack--loose" data-form="home">
    <h1 tabindex="-1">${t('cloud.home.title')}</h1>
    ${renderFormError(placeCloudError(refusal, t).form)}
    <section class="stack" aria-labelledby="certificates">
      <h2 id="certificates">${t('cloud.home.certificates')}</h2>
      ${certificates.length === 0 && html`<p class="muted">${t('cloud.home.none')}</p>`}
      <ul class="list--plain stack">
        ${certificates.map((certificate) => renderCertificate(certificate, drawing))}
      </ul>
    </section>
    <section class="stack" aria-labelledby="devices">
      <h2 id="devices">${t('cloud.home.devices')}</h2>
      <ul class="list--plain card cloud-devices">
        ${devices.map((device) => renderDevice(device, device.id === thisDevice, drawing))}
      </ul>
      <p class="muted small">${t('cloud.home.leaveHint')}</p>
      <div class="actions">
        <button class="button button--secondary" type="button" data-leave="this" data-busy="${t('cloud.home.leaving')}">
          ${t('cloud.home.leave')}
        </button>
        ${
          devices.length > 1 &&
          html`<button
            class="button button--quiet"
            type="button"
            data-leave="all"
            data-busy="${t('cloud.home.leaving')}"
          >
            ${t('cloud.home.leaveAll')}
          </button>`
        }
      </div>
    </section>
  </div>`;
}

function renderCertificate(certificate: ShownCertificate, drawing: CloudDrawing): Markup {
  const { t } = drawing;
  return html`<li class="card stack stack--tight">
    <p class="split"><strong>${certificateName(certificate, drawing)}</strong>${renderState(certificate, t)}</p>
    ${renderFacts(
      [
        [t('cloud.certificate.serial'), t('cloud.certificate.lastFour', { serial: maskSerial(certificate.serialHex) })],
        [t('cloud.certificate.until'), certificate.untilDay.replaceAll('-', '.')],
      ],
      'number',
    )}
  </li>`;
}

function renderDevice({ description, lastUsedAt }: CloudDevice, isThis: boolean, { t }: CloudDrawing): Markup {
  return html`<li>
    <span class="split"
      ><strong>${description}</strong
      >${isThis && html`<span class="badge badge--ok">${t('cloud.home.thisDevice')}</span>`}</span
    >
    <small class="muted number">${t('cloud.home.lastUsed', { at: seoulMinute(lastUsedAt) })}</small>
  </li>`;
}
