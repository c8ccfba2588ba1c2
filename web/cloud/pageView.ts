import type { Translate } from '../../locales/index.ts';
import type { CloudPage } from '../../services/cloudAccount/cloudPage.ts';
import { html, type Markup } from '../html.ts';
import { renderCode, renderConnect } from './connectViews.ts';
import type { CloudDrawing } from './drawing.ts';
import { renderHome } from './homeView.ts';
import { renderSign, renderSigned, renderStranger } from './signViews.ts';

/** The main part of a page. */
export function renderCloudPage(page: CloudPage, drawing: CloudDrawing): Markup {
  switch (page.kind) {
    case 'connect':
      return renderConnect(page, drawing);
    case 'code':
      return renderCode(page, drawing);
    case 'home':
      return renderHome(page, drawing);
    case 'sign':
      return renderSign(page, drawing);
    case 'signed':
      return renderSigned(page, drawing);
    default:
      return renderStranger(drawing);
  }
}

/** For a browser that brought none of the cookies it was given. */
export function renderCookiesOff(t: Translate): Markup {
  return html`<div class="stack">
    <h1 tabindex="-1">${t('cloud.cookiesOff.title')}</h1>
    <p>${t('cloud.cookiesOff.text')}</p>
  </div>`;
}
