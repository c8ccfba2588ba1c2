import type { ChatSettings } from '../chatSettings.ts';
import { showDevices } from './parts/devices.ts';
import { readCopiesAsText } from './parts/liveRegion.ts';
import { sendOnKoreanEnter } from './parts/koreanEnter.ts';
import { resendUnderSameId } from './parts/resend.ts';
import { plainText } from './parts/plainText.ts';
import { cardHostConfig, styleOptions } from './parts/style.ts';
import { drawTables } from './parts/tables.ts';
import { connectionStatus, webChatLibrary, type DirectLineConnection, type WebChatStore } from './parts/webChat.ts';

const retryMilliseconds = 3000;
const busyMilliseconds = 60_000;

/** The conversation of this browser: opened with a token of its cookie, and opened again whenever it was lost. */
class Chat {
  readonly #settings: ChatSettings;
  readonly #element: HTMLElement;
  #store: WebChatStore | undefined;
  #connection: DirectLineConnection | undefined;
  #retry: number | undefined;
  #wantsNew: boolean;

  constructor(settings: ChatSettings, element: HTMLElement, wantsNew: boolean) {
    this.#settings = settings;
    this.#element = element;
    this.#wantsNew = wantsNew;
    sendOnKoreanEnter(element, () => this.#store);
    readCopiesAsText(element);
  }

  /** Connects, and shows everything that was said so far. */
  async open(): Promise<void> {
    window.clearTimeout(this.#retry);
    try {
      const token = await this.#newToken();
      if (token === undefined) return;
      this.#wantsNew = false;
      this.#connect(token);
    } catch {
      this.#fail(false);
    }
  }

  /** Draws again in the colours of now. */
  redraw(): void {
    if (!this.#connection || !this.#store) return;
    const { locale, texts } = this.#settings;
    webChatLibrary().renderWebChat(
      {
        directLine: this.#connection,
        store: this.#store,
        locale,
        styleOptions: styleOptions(texts.avatar),
        adaptiveCardsHostConfig: cardHostConfig(),
        renderMarkdown: plainText,
        nonce: nonce(),
      },
      this.#element,
    );
  }

  /** A token of this browser's conversation; undefined when there is none now, and the page says so. */
  async #newToken(): Promise<string | undefined> {
    const response = await fetch('/chat/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ new: this.#wantsNew }),
    });
    if (!response.ok) return this.#fail(response.status === 429);
    // Our own answer (CONTRACT §3).
    return ((await response.json()) as { token: string }).token;
  }

  #connect(token: string): void {
    this.#connection?.end();
    const connection = webChatLibrary().createDirectLine({
      token,
      domain: new URL(this.#settings.domain, window.location.origin).href,
      conversationStartProperties: { locale: this.#settings.locale },
      // Asks for life signs and gives up on a request after this; a dropped stream comes back after 3 to 6 s.
      timeout: 10_000,
      random: () => Math.random() / 4,
    });
    this.#connection = connection;
    // Kept over a new connection: what is written but not sent, and what could not be sent, stays on the page.
    this.#store ??= webChatLibrary().createStore(
      {},
      resendUnderSameId(() => this.#connection),
      drawTables,
    );
    connection.connectionStatus$.subscribe((status) => this.#follow(connection, status));
    this.redraw();
  }

  #follow(connection: DirectLineConnection, status: number): void {
    if (connection !== this.#connection) return;
    if (status === connectionStatus.online) showFault(undefined);
    if (status < connectionStatus.expiredToken) return;
    // The stock client does not go on from here: its token is too old (the page slept), or the server is away.
    this.#connection = undefined;
    if (status === connectionStatus.failedToConnect) this.#fail(false);
    else void this.open();
  }

  /** Asks for another language in the conversation, then goes where the page speaks it; without a connection it just goes. */
  speak(ask: string, href: string): void {
    const go = (): void => window.location.assign(href);
    const activity = { type: 'message', text: ask, from: { id: '', role: 'user' } };
    if (this.#connection) this.#connection.postActivity(activity).subscribe(go, go);
    else go();
  }

  #fail(isBusy: boolean): undefined {
    const { failed, busy } = this.#settings.texts;
    showFault(isBusy ? busy : failed);
    window.clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => void this.open(), isBusy ? busyMilliseconds : retryMilliseconds);
    return undefined;
  }
}

function showFault(text: string | undefined): void {
  const fault = document.querySelector<HTMLElement>('#fault');
  const place = document.querySelector('#faultText');
  if (!fault || !place) return;
  fault.hidden = text === undefined;
  if (text !== undefined && place.textContent !== text) place.textContent = text;
}

function nonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}

function start(): void {
  const element = document.querySelector<HTMLElement>('#webchat');
  const json = document.querySelector('#settings')?.textContent;
  if (!element || !json) throw new Error('expected the chat page round this script');
  // Written by chatPage.
  const settings = JSON.parse(json) as ChatSettings;
  const query = new URLSearchParams(window.location.search);
  const wantsNew = query.has('new');
  // Else a reload would begin yet another conversation.
  if (wantsNew) window.history.replaceState(null, '', `/?language=${query.get('language') ?? ''}`);
  const chat = new Chat(settings, element, wantsNew);
  document.querySelector('#retry')?.addEventListener('click', () => void chat.open());
  const language = document.querySelector<HTMLAnchorElement>('#otherLanguage');
  language?.addEventListener('click', (event) => {
    event.preventDefault();
    chat.speak(language.dataset['say'] ?? '', language.href);
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chat.redraw());
  showDevices(settings.texts);
  void chat.open();
}

start();
