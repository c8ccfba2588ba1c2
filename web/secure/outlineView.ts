import type { Translate } from '../../locales/index.ts';
import type { VisitOutline } from '../../services/visits/visitOutline.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';

/** Which step of how many, as a bar and as words. */
export function renderProgress(outline: VisitOutline, t: Translate): Markup {
  const { steps } = outline;
  const index = steps.findIndex((step) => !step.done);
  const at = index === -1 ? steps.length : index + 1;
  const current = steps[at - 1];
  if (!current) throw new Error('expected a visit with steps, found none');
  const label = t('secure.progress.label', { of: steps.length, at, stepName: t(`secure.step.${current.step}`) });
  return html`<div class="secure-progress">
    <p class="split">
      <span class="steps__count"
        ><span aria-hidden="true">${t('secure.progress.count', { at, of: steps.length })}</span
        ><span class="visually-hidden">${label}</span></span
      >
      ${renderCountdown(outline, t)}
    </p>
    <ol class="steps" aria-hidden="true">
      ${steps.map(
        ({ step, done }, i) =>
          html`<li ${done ? html`class="steps__done"` : i === index && html`aria-current="step"`}>
            ${t(`secure.step.${step}`)}
          </li>`,
      )}
    </ol>
  </div>`;
}

/** The time left, counted down by the page; it speaks up once, a minute before the end. */
function renderCountdown(outline: VisitOutline, t: Translate): Markup {
  const text = t('secure.time.left');
  const minutes = String(Math.floor(outline.secondsLeft / 60));
  const seconds = String(outline.secondsLeft % 60);
  return html`<span
    class="countdown"
    role="timer"
    data-seconds="${outline.secondsLeft}"
    data-text="${text}"
    data-short="${t('secure.time.leftShort')}"
    data-soon="${t('secure.time.soon')}"
    >${text.replace('{minutes}', minutes).replace('{seconds}', seconds)}</span
  >`;
}

/** What the visit holds, step by step. */
export function renderStepList(outline: VisitOutline, t: Translate): Markup {
  const index = outline.steps.findIndex((step) => !step.done);
  return html`<ol class="list">
    ${outline.steps.map(({ step, done }, i) => {
      const state = done ? 'done' : i === index ? 'current' : 'later';
      return html`<li>
        ${t(`secure.step.${step}`)}
        <span class="badge ${done && 'badge--ok'}">${t(`secure.progress.${state}`)}</span>
      </li>`;
    })}
  </ol>`;
}
