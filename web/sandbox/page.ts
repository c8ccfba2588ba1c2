import { html, type Markup } from '../html.ts';

/** One document of the sandbox, drawn with the product's design system and marked as practice. */
export interface SandboxPage {
  readonly title: string;
  readonly masthead: string;
  readonly note?: string;
  readonly notice: string;
  /** Addresses below `/assets/`. */
  readonly stylesheet: string;
  readonly script?: string;
  readonly body: Markup;
}

/** The whole document. */
export function sandboxPage(page: SandboxPage): string {
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <title>${page.title}</title>
        <link rel="stylesheet" href="${page.stylesheet}" />
        ${page.script !== undefined && html`<script src="${page.script}" defer></script>`}
      </head>
      <body>
        <header class="masthead">
          <span class="masthead__name">${page.masthead}</span>
          ${page.note !== undefined && html`<span class="masthead__note">${page.note}</span>`}
        </header>
        <main class="page stack stack--loose">
          <h1>${page.title}</h1>
          ${page.body}
          <p class="notice notice--sandbox small">${page.notice}</p>
        </main>
      </body>
    </html>`.text;
}
