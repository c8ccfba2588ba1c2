import type { SecurePage } from '../../services/visits/securePage.ts';
import type { Markup } from '../html.ts';
import type { Drawing } from './drawing.ts';
import { renderFinished } from './finishedView.ts';
import { renderGone, renderRebind, renderStart } from './startAndErrorPages.ts';
import type { StepViews } from './stepViews.ts';

/** The main part of a page. */
export function renderPage(page: SecurePage, steps: StepViews, drawing: Drawing): Markup {
  switch (page.kind) {
    case 'gone':
      return renderGone(page, drawing);
    case 'rebind':
      return renderRebind(page, drawing);
    case 'start':
      return renderStart(page, drawing);
    case 'step':
      return steps.byName(page.step.name).render(page, drawing);
    default:
      return renderFinished(page, drawing);
  }
}
