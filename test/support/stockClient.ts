import { createRequire } from 'node:module';
import type { Activity } from 'botbuilder';
import type { DirectLine as StockDirectLine } from 'botframework-directlinejs';

// The package is CommonJS, and its rxjs is the one it finds itself.
const require = createRequire(import.meta.url);
const fromPackage = createRequire(require.resolve('botframework-directlinejs'));

interface AjaxRequest {
  readonly url: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

interface Subscriber {
  next(value: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

const { Observable } = fromPackage('rxjs/Observable') as {
  Observable: { create(subscribe: (subscriber: Subscriber) => void): unknown };
};

/** The stock client's ajax over fetch: node has no XMLHttpRequest. */
function ajax(asked: AjaxRequest | string): unknown {
  const request = typeof asked === 'string' ? { url: asked } : asked;
  return Observable.create((subscriber) => {
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    fetch(request.url, { method: request.method ?? 'GET', headers: request.headers ?? {}, ...body })
      .then(async (response) => {
        const text = await response.text();
        const answer: unknown = text === '' ? undefined : JSON.parse(text);
        if (!response.ok) return subscriber.error({ status: response.status, response: answer });
        subscriber.next({ status: response.status, response: answer });
        return subscriber.complete();
      })
      .catch((error: unknown) => subscriber.error({ status: 0, error }));
  });
}

/** A `botframework-directlinejs` as a page would use it, with what it received. */
export interface StockClient {
  readonly directLine: StockDirectLine;
  readonly received: Partial<Activity>[];
  /** Resolves when `count` activities have arrived. */
  arrived(count: number): Promise<Partial<Activity>[]>;
  say(text: string, clientActivityID?: string): Promise<string>;
  end(): void;
}

/** Starts the stock client. */
export function startStockClient(
  url: string,
  options: {
    readonly token?: string;
    readonly secret?: string;
    readonly webSocket: boolean;
    readonly conversationId?: string;
    readonly watermark?: string;
  },
): StockClient {
  const { DirectLine } = require('botframework-directlinejs') as {
    DirectLine: new (options: object) => StockDirectLine;
  };
  const directLine = new DirectLine({
    ...options,
    domain: `${url}/v3/directline`,
    ajax,
    WebSocket,
    pollingInterval: 200,
  });
  const received: Partial<Activity>[] = [];
  const subscription = directLine.activity$.subscribe((activity) => void received.push(activity as Partial<Activity>));
  return {
    directLine,
    received,
    arrived: async (count) => {
      // the stock client waits 3 to 15 s before it comes back
      const until = performance.now() + 25_000;
      while (received.length < count && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 10));
      if (received.length < count) throw new Error(`expected ${count} activities, found ${received.length}`);
      return received;
    },
    say: (text, clientActivityID) =>
      new Promise((resolve, reject) => {
        const channelData = clientActivityID === undefined ? {} : { channelData: { clientActivityID } };
        directLine
          .postActivity({ type: 'message', text, from: { id: 'somebody else' }, ...channelData })
          .subscribe(resolve, reject);
      }),
    end: () => {
      subscription.unsubscribe();
      directLine.end();
    },
  };
}
