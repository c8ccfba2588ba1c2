import type { SecurePage } from '../../services/visits/securePage.ts';
import type { Markup } from '../html.ts';
import { renderChange } from './changeView.ts';
import { renderCredential } from './credentialView.ts';
import { renderGone, renderRebind, renderStart } from './startAndErrorPages.ts';
import { renderFinished } from './finishedView.ts';
import { renderBankLogin, renderIdentity } from './stepViews.ts';
import type { Drawing } from './stepViews.ts';
import { renderUse } from './useView.ts';

/** The main part of a page. */
export function renderPage(page: SecurePage, drawing: Drawing): Markup {
  switch (page.kind) {
    case 'gone':
      return renderGone(page, drawing);
    case 'rebind':
      return renderRebind(page, drawing);
    case 'start':
      return renderStart(page, drawing);
    case 'bankLogin':
      return renderBankLogin(page, drawing);
    case 'identity':
      return renderIdentity(page, drawing);
    case 'credential':
      return renderCredential(page, drawing);
    case 'ownership':
    case 'renewal':
    case 'signature':
      return renderUse(page, drawing);
    case 'newCredential':
      return renderChange(page, drawing);
    default:
      return renderFinished(page, drawing);
  }
}
