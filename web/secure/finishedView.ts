import type { Translate } from '../../locales/index.ts';
import { seoulDay } from '../../services/shared/clock.ts';
import type { SecurePage } from '../../services/visits/securePage.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderClose } from './startAndErrorPages.ts';
import { shownDay } from '../forms/factRows.ts';
import { sentenceOf, type Drawing } from './drawing.ts';

type FinishedPage = Extract<SecurePage, { kind: 'finished' }>;

/** The end, with what there is to take away, and the way back to the chat; what could not be done is not called done. */
export function renderFinished(page: FinishedPage, drawing: Drawing): Markup {
  const { t, refusal } = drawing;
  const isStopped = page.stopped === true || refusal !== undefined;
  return html`<div class="stack secure-finished">
    ${isStopped ? renderStopped(drawing) : renderDone(page, t)} ${renderTakeAway(page, t)} ${renderClose(t)}
  </div>`;
}

function renderDone({ issued }: FinishedPage, t: Translate): Markup {
  return html`<p class="secure-finished__mark" aria-hidden="true">✓</p>
    <h1 tabindex="-1">${t('secure.finished.title')}</h1>
    ${issued?.isNew && html`<p>${t('secure.finished.issued', { until: lastDay(issued.notAfter) })}</p>`}
    <p>${t('secure.finished.text')}</p>`;
}

function renderStopped({ t, refusal }: Drawing): Markup {
  return html`<h1 tabindex="-1">${t('secure.finished.stoppedTitle')}</h1>
    ${refusal && html`<p class="notice notice--warning">${sentenceOf(refusal, t)}</p>`}
    <p>${t('secure.finished.stoppedText')}</p>`;
}

function lastDay(notAfter: string): string {
  return shownDay(seoulDay(Temporal.Instant.from(notAfter)).toString());
}

function renderTakeAway({ outline, issued, hasSample }: FinishedPage, t: Translate): Markup | undefined {
  if (!outline || (!issued && !hasSample)) return undefined;
  const { visit } = outline;
  return html`<ul class="secure-links">
    ${
      issued?.isNew &&
      html`<li>
        <a href="/secure/certificate?visit=${visit}" download="certificate.cer" aria-describedby="download-hint"
          >${t('secure.finished.download')}</a
        >
        <span class="field__hint" id="download-hint">${t('secure.finished.downloadHint')}</span>
      </li>`
    }
    ${
      hasSample &&
      html`<li>
        <a href="/secure/sample?visit=${visit}" download="signed.p7m" aria-describedby="sample-hint"
          >${t('secure.finished.sample')}</a
        >
        <span class="field__hint" id="sample-hint">${t('secure.finished.sampleHint')}</span>
      </li>`
    }
    ${
      issued &&
      html`<li>
        <a href="/secure/calendar?visit=${visit}" download="certificate.ics">${t('secure.finished.calendar')}</a>
      </li>`
    }
  </ul>`;
}
