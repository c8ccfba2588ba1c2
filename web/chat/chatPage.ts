import type { Assets } from '../assets.ts';
import { html, scriptJson, type Markup } from '../html.ts';
import type { ChatSettings, SandboxPerson } from './chatSettings.ts';

/** What the page is drawn from. */
export interface ChatPage {
  readonly assets: Assets;
  readonly translate: (key: string, values?: Record<string, string | number>) => string;
  /** Of the page: `ko`. */
  readonly language: string;
  /** True when the browser asks for the other language: the page offers it, in that language. */
  readonly offersOther: boolean;
  readonly settings: ChatSettings;
  readonly nonce: string;
  /** Undefined outside the sandbox. */
  readonly sandboxPeople: readonly SandboxPerson[] | undefined;
}

/** The page with the web chat; in the sandbox a phone and a mailbox beside it. */
export function chatPage(page: ChatPage): string {
  const { assets, translate, nonce } = page;
  return html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <title>${translate('chat.page.title')}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assets.url('design.css')}" />
        <link rel="stylesheet" href="${assets.url('chat.css')}" />
      </head>
      <body class="chat${page.sandboxPeople ? ' chat--sandbox' : ''}">
        <a class="skip-link" href="#conversation">${translate('chat.page.skip')}</a>
        <header class="masthead chat__masthead">
          <div class="chat__who">
            <h1 class="masthead__name">${translate('chat.page.service')}</h1>
            <p class="masthead__note">${translate('chat.page.bot')}</p>
          </div>
          <nav class="chat__ways">
            ${otherLanguage(page)}
            <a
              class="button button--secondary"
              role="button"
              id="newConversation"
              href="/?new&amp;language=${page.language}"
              >${translate('chat.page.new')}</a
            >
          </nav>
        </header>
        ${page.sandboxPeople && sandboxNotice(page)}
        <main class="chat__main" id="conversation" aria-label="${translate('chat.page.conversation')}" tabindex="-1">
          <p class="chat__secret small muted">${translate('chat.page.secret')}</p>
          <noscript><p class="notice notice--warning">${translate('chat.page.script')}</p></noscript>
          <div class="chat__fault notice notice--warning" id="fault" role="alert" hidden>
            <p id="faultText"></p>
            <button class="button button--secondary" id="retry" type="button">${translate('chat.page.retry')}</button>
          </div>
          <div class="chat__webchat" id="webchat">
            <p class="chat__loading muted">${translate('chat.page.loading')}</p>
          </div>
        </main>
        ${page.sandboxPeople && sandboxDevices(page, page.sandboxPeople)}
        <script type="application/json" id="settings">
          ${scriptJson(page.settings)}
        </script>
        <script nonce="${nonce}" src="${assets.url('webchat.js')}"></script>
        <script nonce="${nonce}" src="${assets.url('chat.js')}"></script>
      </body>
    </html> `.toString();
}

/** In the language it leads to, for who cannot read this page. */
function otherLanguage(page: ChatPage): Markup {
  const { translate, language } = page;
  const other = language === 'ko' ? 'en' : 'ko';
  return html`<a
    class="chat__language${page.offersOther ? ' button button--secondary' : ''}"
    id="otherLanguage"
    lang="${other}"
    hreflang="${other}"
    href="/?language=${other}"
    data-say="${translate('chat.page.askOtherLanguage')}"
    >${translate(page.offersOther ? 'chat.page.offerOtherLanguage' : 'chat.page.otherLanguage')}</a
  >`;
}

function sandboxNotice({ translate }: ChatPage): Markup {
  return html`<div class="notice notice--sandbox chat__sandboxNotice small">
    <strong>${translate('chat.sandbox.title')}</strong> ${translate('chat.sandbox.text')}
  </div>`;
}

function sandboxDevices({ translate }: ChatPage, people: readonly SandboxPerson[]): Markup {
  const option = ({ name, phone, email }: SandboxPerson): Markup =>
    html`<option value="${phone}" data-email="${email}">${name} ${phone}</option>`;
  return html`<aside class="chat__devices stack" aria-label="${translate('chat.sandbox.devices')}">
    <div class="field">
      <label class="field__label" for="person">${translate('chat.sandbox.person')}</label>
      <select class="input" id="person">
        ${people.map((person) => option(person))}
        <option value="">${translate('chat.sandbox.other')}</option>
      </select>
    </div>
    <div class="field" id="otherNumber" hidden>
      <label class="field__label" for="number">${translate('chat.sandbox.number')}</label>
      <input class="input" id="number" type="tel" inputmode="numeric" autocomplete="off" />
    </div>
    ${device('phone', translate('chat.sandbox.phone'))} ${device('mailbox', translate('chat.sandbox.mailbox'))}
  </aside>`;
}

function device(id: string, title: string): Markup {
  return html`<section class="card card--quiet device" id="${id}" aria-labelledby="${id}Title">
    <div class="split">
      <h2 id="${id}Title">${title}</h2>
      <span class="small muted number" data-address></span>
    </div>
    <ul class="inbox" data-inbox aria-live="polite"></ul>
    <p class="small muted" data-empty></p>
  </section>`;
}
