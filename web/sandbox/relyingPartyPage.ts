import { X509Certificate } from 'node:crypto';
import type { Translate } from '../../locales/index.ts';
import type { RelyingPartyStanding } from '../../services/sandboxRelyingParty/relyingParty.ts';
import type { RelyingPartyRefusal } from '../../services/sandboxRelyingParty/relyingPartyChecks.ts';
import { seoulDay } from '../../services/shared/clock.ts';
import { maskSerial } from '../../services/shared/masks.ts';
import { html, type Markup } from '../html.ts';
import { sandboxPage } from './page.ts';

/** What the pages of the sandbox's relying party are drawn with. */
export interface RelyingPartyPageParts {
  readonly translate: Translate;
  /** The address of a file below `/assets/`. */
  readonly assetUrl: (name: string) => string;
}

/** What was checked before somebody was let in, in this order. */
const checks = [
  'relyingParty.in.chain',
  'relyingParty.in.signature',
  'relyingParty.in.status',
  'relyingParty.in.identity',
  'relyingParty.in.connection',
] as const;

/** The relying party as a browser finds it: its door, its room, or why the room was left. */
export function relyingPartyPage(parts: RelyingPartyPageParts, standing: RelyingPartyStanding): string {
  const { translate: t } = parts;
  if (standing.as === 'in') return page(parts, t('relyingParty.in.title'), renderRoom(standing, t), true);
  if (standing.as === 'ended' && standing.why === 'relyingParty.unavailable')
    return page(parts, t('relyingParty.unavailable.title'), renderUnavailable(t));
  if (standing.as === 'ended')
    return page(parts, t('relyingParty.ended.title'), renderReason(standing.why, 'ended', t));
  return page(parts, t('relyingParty.out.title'), renderDoor(t));
}

/** Why somebody was not let in. */
export function relyingPartyRefusalPage(parts: RelyingPartyPageParts, why: RelyingPartyRefusal): string {
  return page(parts, parts.translate('relyingParty.refused.title'), renderReason(why, 'refused', parts.translate));
}

function page({ translate, assetUrl }: RelyingPartyPageParts, title: string, body: Markup, isWatched = false): string {
  return sandboxPage({
    title,
    masthead: translate('relyingParty.name'),
    notice: translate('relyingParty.notice'),
    stylesheet: assetUrl('design.css'),
    ...(isWatched && { script: assetUrl('relyingParty.js') }),
    body,
  });
}

function renderDoor(t: Translate): Markup {
  return html`<p class="lead">${t('relyingParty.out.text')}</p>
    <form method="post" action="/sandbox/relying-party/login" class="actions">
      <button class="button button--block">${t('relyingParty.out.button')}</button>
    </form>`;
}

function renderRoom(standing: Extract<RelyingPartyStanding, { as: 'in' }>, t: Translate): Markup {
  const { serialNumber, validToDate } = new X509Certificate(standing.certificate);
  const until = seoulDay(Temporal.Instant.fromEpochMilliseconds(validToDate.getTime()));
  const rows = [
    [t('relyingParty.in.who'), standing.maskedName],
    [t('relyingParty.in.certificate'), t('relyingParty.in.lastFour', { serial: maskSerial(serialNumber) })],
    [t('relyingParty.in.until'), until.toString().replaceAll('-', '.')],
  ] as const;
  return html`<p class="lead">${t('relyingParty.in.text', { name: standing.maskedName })}</p>
    <dl class="facts card">
      ${rows.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <section class="stack stack--tight" aria-labelledby="checks">
      <h2 id="checks">${t('relyingParty.in.checks')}</h2>
      <ul class="checks">
        ${checks.map((check) => renderCheck(t(check)))}
      </ul>
    </section>
    <form method="post" action="/sandbox/relying-party/leave" class="actions">
      <button class="button button--secondary">${t('relyingParty.in.leave')}</button>
    </form>`;
}

/** Nothing is over: who can't be checked now may be let in a moment later. */
function renderUnavailable(t: Translate): Markup {
  return html`<p class="notice notice--warning" role="alert">${t('error.relyingParty.unavailable')}</p>
    <p class="actions">
      <a class="button button--block" href="/sandbox/relying-party">${t('relyingParty.unavailable.again')}</a>
    </p>`;
}

function renderCheck(words: string): Markup {
  return html`<li data-met="true">${words}</li>`;
}

function renderReason(why: RelyingPartyRefusal, where: 'ended' | 'refused', t: Translate): Markup {
  const reason = t(`error.${why}`);
  const again = t(`relyingParty.${where}.again`);
  return html`<p class="notice notice--warning" role="alert">${reason}</p>
    <form method="post" action="/sandbox/relying-party/leave" class="actions">
      <button class="button button--block">${again}</button>
    </form>`;
}
