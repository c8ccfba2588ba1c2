import type { Translate } from '../../locales/index.ts';
import type { Delivery } from '../../services/sandbox/world.ts';
import { seoul } from '../../services/shared/clock.ts';
import { html } from '../html.ts';
import { sandboxPage } from './page.ts';

/** What the pages of phones and mailboxes are drawn with. */
export interface InboxPageParts {
  readonly translate: Translate;
  /** The address of a file below `/assets/`: `design.css`, `sandboxInbox.js`. */
  readonly assetUrl: (name: string) => string;
}

/** The page of a phone or a mailbox: what has arrived, newest first; its script looks for more each second. */
export function inboxPage(
  { translate, assetUrl }: InboxPageParts,
  inbox: { readonly kind: 'phone' | 'mailbox'; readonly title: string; readonly source: string },
  messages: readonly Delivery[],
): string {
  const region = translate(`sandbox.${inbox.kind}.region`);
  const empty = translate(`sandbox.${inbox.kind}.empty`);
  const body = html`<section class="card" aria-label="${region}">
    <p class="muted" id="empty" ${messages.length > 0 && html`hidden`}>${empty}</p>
    <ol class="inbox" id="inbox" aria-live="polite" data-source="${inbox.source}">
      ${messages.toReversed().map((message) => messageItem(message))}
    </ol>
  </section>`;
  return sandboxPage({
    title: inbox.title,
    masthead: translate('sandbox.page.masthead'),
    notice: translate('sandbox.page.notice'),
    stylesheet: assetUrl('design.css'),
    script: assetUrl('sandboxInbox.js'),
    body,
  });
}

function messageItem({ id, subject, text, at }: Delivery): ReturnType<typeof html> {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO(seoul).toPlainTime().toString({ smallestUnit: 'minute' });
  const heading = subject !== undefined && html`<strong>${subject}</strong><br />`;
  const foot = html`<br /><small class="muted">${time}</small>`;
  // In one piece: the list shows white space as it is.
  return html`<li class="inbox__message" data-id="${id}">${[heading, text, foot]}</li>`;
}
