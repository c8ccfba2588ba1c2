import { locales, type Locale, type Translate } from '../../locales/index.ts';
import { html, scriptJson } from '../html.ts';
import type { Markup } from '../html.ts';
import { pagePolicy } from '../securityHeaders.ts';

/** One document of the secure view: the same bytes for every link, whatever it is good for. */
export interface Shell {
  readonly locale: Locale;
  /** The one script of the page: an address below `/assets/`. */
  readonly script: string;
  readonly styles: readonly string[];
  readonly nonce: string;
  /** The key of what is said until the script has its answer. */
  readonly loading: string;
  /** Whose page it is: the sentences of `{room}.shell`; `secure` unless said. */
  readonly room?: string;
}

/** Sentences that the page needs before, or without, an answer of ours; in every language, for the case may speak another. */
const clientSentences = ['service', 'note', 'loading', 'old', 'offline', 'retry'] as const;

/** The document: masthead, an empty main part that the script fills, and nothing of the visit. */
export function renderShell(shell: Shell, translators: (locale: Locale) => Translate): Markup {
  const { room = 'secure' } = shell;
  const translate = translators(shell.locale);
  const sentences = locales.map((locale) => [locale, sentencesOf(translators(locale))]);
  return html`<!doctype html>
    <html lang="${shell.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <title>${translate(`${room}.shell.title`)}</title>
        ${shell.styles.map((style) => html`<link rel="stylesheet" href="${style}" />`)}
      </head>
      <body>
        <header class="masthead">
          <span class="masthead__name">${translate(`${room}.shell.service`)}</span>
          <span class="masthead__note">${translate(`${room}.shell.note`)}</span>
        </header>
        <main class="page" id="view" aria-busy="true">
          <p class="muted" role="status">${translate(shell.loading)}</p>
        </main>
        <noscript><p class="page">${translate('secure.shell.noScript')}</p></noscript>
        <p class="visually-hidden" id="announcer" role="status"></p>
        <script type="application/json" id="sentences" nonce="${shell.nonce}">
          ${scriptJson(Object.fromEntries(sentences))}
        </script>
        <script nonce="${shell.nonce}" src="${shell.script}" defer></script>
      </body>
    </html>`;
}

function sentencesOf(translate: Translate): Readonly<Record<string, string>> {
  return Object.fromEntries(clientSentences.map((name) => [name, translate(`secure.shell.${name}`)]));
}

/** The headers of a document: its forms may go to us and, by our redirect, to the banks (PITFALLS 22). */
export function shellHeaders(nonce: string, bankOrigins: readonly string[]): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy({ nonce, formAction: ["'self'", ...bankOrigins] }),
  };
}
