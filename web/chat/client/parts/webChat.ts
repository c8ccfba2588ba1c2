/** What is used here of Web Chat's one file, which the page loads before this script. */
export interface WebChatLibrary {
  createDirectLine(options: Record<string, unknown>): DirectLineConnection;
  createStore(state: object, ...middlewares: readonly unknown[]): WebChatStore;
  renderWebChat(options: Record<string, unknown>, element: HTMLElement): void;
}

/** Web Chat's state. */
export interface WebChatStore {
  dispatch(action: { readonly type: string; readonly payload?: unknown }): unknown;
  getState(): { readonly sendBoxValue?: string };
}

/** A Direct Line connection of the stock client. */
export interface DirectLineConnection {
  readonly connectionStatus$: { subscribe(next: (status: number) => void): { unsubscribe(): void } };
  postActivity(activity: object): { subscribe(next: (id: string) => void, error: (error: unknown) => void): unknown };
  end(): void;
}

/** `ConnectionStatus` of the stock client, in its order: from `expiredToken` on it has given up. */
export const connectionStatus = { online: 2, expiredToken: 3, failedToConnect: 4 } as const;

/** The library that the page has loaded. */
export function webChatLibrary(): WebChatLibrary {
  // webchat.js puts it there; its own types would bring its whole package into this build.
  const library = (window as unknown as { WebChat?: WebChatLibrary }).WebChat;
  if (!library) throw new Error('expected webchat.js before this script');
  return library;
}
