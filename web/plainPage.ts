import type { HttpResponse } from '../services/shared/route.ts';
import type { Assets } from './assets.ts';
import { html, type Markup } from './html.ts';
import { pagePolicy, type PagePolicy } from './securityHeaders.ts';

/** A page without a script of its own. */
export interface PlainPage {
  readonly status: number;
  readonly assets: Assets;
  readonly language: string;
  readonly service: string;
  readonly title: string;
  readonly body: Markup;
  readonly policy?: PagePolicy;
  readonly wide?: boolean;
}

/** Draws a plain page in the design of all pages, with the tightest policy that it can live with. */
export function plainPage({
  status,
  assets,
  language,
  service,
  title,
  body,
  policy = {},
  wide = false,
}: PlainPage): HttpResponse {
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assets.url('design.css')}" />
      </head>
      <body>
        <header class="masthead"><span class="masthead__name">${service}</span></header>
        <main class="page${wide && ' page--wide'} stack stack--loose">
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(policy),
  };
  return { status, headers, body: document.toString() };
}
