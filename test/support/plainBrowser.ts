/** An answer, its text read. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A browser without scripts: keeps cookies by host and path, follows redirects, posts forms. */
export class PlainBrowser {
  readonly #cookies = new Map<string, { readonly host: string; readonly path: string; readonly pair: string }>();

  /** Opens an address and follows where it leads, up to `stopAt` (an address's beginning), which is not asked for. */
  async open(
    url: string,
    options: { readonly form?: Record<string, string>; readonly stopAt?: string } = {},
  ): Promise<Page> {
    let [next, form] = [url, options.form];
    for (let hops = 0; hops < 20; hops += 1) {
      const response = await this.#request(next, form);
      const location = response.headers.get('location');
      const text = await response.text();
      if (location === null) return { url: next, status: response.status, headers: response.headers, text };
      [next, form] = [new URL(location, next).href, undefined];
      if (options.stopAt !== undefined && next.startsWith(options.stopAt)) {
        return { url: next, status: response.status, headers: response.headers, text };
      }
    }
    throw new Error(`expected an end of redirects, found another to ${next}`);
  }

  async #request(url: string, form: Record<string, string> | undefined): Promise<Response> {
    const { host, pathname } = new URL(url);
    const cookies = [...this.#cookies.values()].filter((one) => one.host === host && pathname.startsWith(one.path));
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { accept: 'text/html', cookie: cookies.map(({ pair }) => pair).join('; ') },
      body: form ? new URLSearchParams(form) : undefined,
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) this.#keep(host, line);
    return response;
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
    const key = `${host} ${path} ${pair.slice(0, pair.indexOf('='))}`;
    if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(key);
    else this.#cookies.set(key, { host, path, pair });
  }
}
