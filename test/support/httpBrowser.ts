/** An answer, its text read. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The same, as it came: of what is no text. */
  readonly bytes: Buffer;
}

/** What is asked; a form or JSON makes it a POST. */
export interface HttpAsk {
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bearer?: string;
}

/**
 * A browser without a window: keeps cookies, follows redirects, posts forms and JSON. When the server is gone it calls
 * `lost`, which may bring it back, and sends the very same request again.
 */
export class HttpBrowser {
  readonly #cookies = new Map<string, { readonly host: string; readonly path: string; readonly pair: string }>();
  readonly #lost: ((error: unknown) => Promise<void>) | undefined;
  readonly #address: string | undefined;

  /** @param address where it seems to be, e.g. `10.0.0.7`; believed by a server that trusts 127.0.0.1 as its proxy */
  constructor(lost?: (error: unknown) => Promise<void>, address?: string) {
    this.#lost = lost;
    this.#address = address;
  }

  /** Opens an address and follows where it leads, up to an address that begins with `stopAt`, which is not asked for. */
  async open(url: string, ask: HttpAsk & { readonly stopAt?: string } = {}): Promise<HttpAnswer> {
    let [next, now]: [string, HttpAsk] = [url, ask];
    for (let hops = 0; hops < 20; hops += 1) {
      const answer = await this.#ask(next, now);
      const location = answer.headers.get('location');
      if (location === null) return answer;
      [next, now] = [new URL(location, next).href, {}];
      if (ask.stopAt !== undefined && next.startsWith(ask.stopAt)) return { ...answer, url: next };
    }
    throw new Error(`expected an end of redirects, found another to ${next}`);
  }

  async #ask(url: string, ask: HttpAsk): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await this.#request(url, ask);
        const bytes = Buffer.from(await response.arrayBuffer());
        return { url, status: response.status, headers: response.headers, text: bytes.toString(), bytes };
      } catch (error) {
        if (attempt === 5 || !this.#lost) throw error;
        await this.#lost(error);
      }
    }
  }

  async #request(url: string, { form, json, bearer }: HttpAsk): Promise<Response> {
    const { host, pathname } = new URL(url);
    const cookies = [...this.#cookies.values()].filter((one) => one.host === host && pathname.startsWith(one.path));
    const body = form ? new URLSearchParams(form) : json === undefined ? undefined : JSON.stringify(json);
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(cookies.length > 0 && { cookie: cookies.map(({ pair }) => pair).join('; ') }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(this.#address !== undefined && { 'x-forwarded-for': this.#address }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body,
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) this.#keep(host, line);
    return response;
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
    const key = `${host} ${path} ${pair.slice(0, pair.indexOf('='))}`;
    if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) this.#cookies.delete(key);
    else this.#cookies.set(key, { host, path, pair });
  }
}
