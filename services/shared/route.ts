import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Json } from './json.ts';

/** A request as a route sees it: limits kept, body parsed, address resolved (SECURITY §1). */
export interface HttpRequest {
  /** Unique a request; in every log line and error body. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Named parts of the path: `/terms/:document/:version` → `{ document, version }`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** As `Route.body` says: parsed JSON, a form (`URLSearchParams`), the raw bytes (`Buffer`), or undefined. */
  readonly body: unknown;
  /** The client's address; `X-Forwarded-For` counts only behind TRUSTED_PROXIES. */
  readonly address: string;
}

/** What a route answers. `body`: a string or Buffer goes out as it is, anything else as JSON. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer | Json;
}

/** One row of a route table: plain data that index.ts hands to web/http.ts. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'OPTIONS';
  /** One parameter a segment at most: `/secure/:token`. */
  readonly path: string;
  /** How the body is read; `none` (the default) refuses one that is not empty. */
  readonly body?: 'none' | 'json' | 'form' | 'bytes';
  /** Bytes; 64 KiB unless said. */
  readonly bodyLimit?: number;
  /** Media types accepted for `bytes`. */
  readonly accepts?: readonly string[];
  /** An empty body is fine too and arrives as undefined; otherwise an empty one is 400. */
  readonly bodyOptional?: boolean;
  /** Asked before the body is read (`request.body` is undefined): an answer here refuses the request as it stands, e.g. 401. */
  admit?(request: HttpRequest): Promise<HttpResponse | undefined>;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** A WebSocket address: the handler takes the socket or refuses it. */
export interface UpgradeRoute {
  /** A pattern like `Route.path`. */
  readonly path: string;
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    params: Readonly<Record<string, string>>,
    query: URLSearchParams,
  ): void;
}

/** A whole handler of another library below a prefix (the sandbox bank's OpenID Connect provider). */
export interface Mount {
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse): void;
}
