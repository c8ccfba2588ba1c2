import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pino } from 'pino';
import restify from 'restify';
import type { RefusalToldBy } from '../services/shared/refusals.ts';
import type { Random } from '../services/shared/random.ts';
import type { HttpRequest, HttpResponse, Mount, Route, UpgradeRoute } from '../services/shared/route.ts';
import { Unavailable } from '../services/shared/unavailable.ts';
import { parseCookies } from './cookies.ts';
import { clientAddress } from './httpAddress.ts';
import { failure } from '../services/shared/failure.ts';
import { writeAnswer } from './httpAnswer.ts';
import { bodyRefusalStatus, readBody } from './httpBody.ts';
import { httpLimits } from './httpLimits.ts';
import { requestTarget } from './httpTarget.ts';
import { upgradeDispatcher } from './httpUpgrades.ts';
import { securityHeaders } from './securityHeaders.ts';

/**
 * restify has a logger of its own. Where it fails to answer it writes the whole request: its path, which may hold a phone or a
 * token, and its cookies. What happened is written here.
 */
const silent = pino({ level: 'silent' }) as unknown as restify.ServerOptions['log']; // its types still name bunyan's

/** The part of a logger that is used here; pino's fits. */
export interface Log {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What was asked, by the pattern of its route: a path may hold a token. */
export interface Measure {
  readonly method: string;
  /** `/secure/:token`; `unknown` when nothing matched. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

type Timeouts = Record<
  'headersMilliseconds' | 'requestMilliseconds' | 'keepAliveMilliseconds' | 'checkMilliseconds',
  number
>;

/** Collaborators that composition/ hands in. */
export interface HttpServerParts {
  readonly routes: readonly Route[];
  readonly upgrades: readonly UpgradeRoute[];
  readonly mounts: readonly Mount[];
  /** Addresses and subnets whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Whether PUBLIC_URL is https: HSTS is sent. */
  readonly https: boolean;
  readonly log: Log;
  readonly random: Random;
  /** Other times than those of `httpLimits`, for a test that can't wait. */
  readonly timeouts?: Partial<Timeouts>;
  /** Told of each answer, for metrics. */
  readonly measure?: (measure: Measure) => void;
}

/** A server that is ready to listen. */
export interface HttpServer {
  /** Answers the port (another one than asked for when that was 0); rejects when the address is taken. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connection and lets requests under way finish, for 10 s at most; then whatever is open is cut. */
  close(): Promise<void>;
}

/**
 * The one wrapper round every route (SECURITY §1, §2): limits before a handler runs, headers on every answer, and errors
 * mapped by kind – a refusal is the route's own 4xx, `Unavailable` 503, anything else 500 with the id found in the log.
 */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const server = restify.createServer({ name: '', noWriteContinue: true, log: silent });
  // restify repeats node's error, and one that nobody hears ends the process; listen() hears node's.
  server.on('error', () => {});
  // restify's types still know spdy's server; without certificates it is node's own.
  const node = server.server as unknown as Server & { connectionsCheckingInterval: number };
  setTimeouts(node, { ...httpLimits, ...parts.timeouts });
  const wrapper = new RouteWrapper(parts);
  // @types/restify stops at restify 8, which had no first().
  (server as unknown as { first(handler: typeof wrapper.beforeRouting): void }).first(wrapper.beforeRouting);
  for (const route of parts.routes) mountRoute(server, route, wrapper);
  server.on('restifyError', wrapper.answerUnrouted);
  const upgraded = acceptUpgrades(node, parts);
  return {
    listen: (port, host) => listen(node, port, host),
    close: () => close(node, upgraded),
  };
}

function setTimeouts(node: Server & { connectionsCheckingInterval: number }, timeouts: Timeouts): void {
  node.headersTimeout = timeouts.headersMilliseconds;
  node.requestTimeout = timeouts.requestMilliseconds;
  node.keepAliveTimeout = timeouts.keepAliveMilliseconds;
  node.connectionsCheckingInterval = timeouts.checkMilliseconds;
  // One more than allowed, so that the wrapper sees that there were too many: node itself drops the rest in silence.
  node.maxHeadersCount = httpLimits.headers + 1;
}

function mountRoute(server: restify.Server, route: Route, wrapper: RouteWrapper): void {
  const handle = (request: restify.Request, response: restify.Response, next: restify.Next): void => {
    void wrapper.run(route, request, response, request.params as Record<string, string>).finally(() => next());
  };
  const methods = { GET: 'get', POST: 'post', DELETE: 'del', PATCH: 'patch', OPTIONS: 'opts' } as const;
  server[methods[route.method]](route.path, handle);
  if (route.method === 'GET') server.head(route.path, handle);
}

class RouteWrapper {
  readonly #parts: HttpServerParts;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #addressOf: (request: IncomingMessage) => string;

  constructor(parts: HttpServerParts) {
    this.#parts = parts;
    this.#headers = securityHeaders(parts.https);
    this.#addressOf = clientAddress(parts.trustedProxies);
  }

  /** Runs before restify looks at a request; answers false when the request is dealt with. */
  readonly beforeRouting = (request: IncomingMessage, response: ServerResponse): boolean => {
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value);
    const started = performance.now();
    const target = requestTarget(request.url);
    if (!target) return this.#refuse(request, response, 400, 'request.target');
    if (request.rawHeaders.length / 2 > httpLimits.headers)
      return this.#refuse(request, response, 431, 'request.headers');
    const mount = this.#parts.mounts.find(
      ({ prefix }) => target.path === prefix || target.path.startsWith(`${prefix}/`),
    );
    if (!mount) return true;
    response.once('close', () => this.#measure(request, response, mount.prefix, started));
    return this.#handOver(mount, request, response);
  };

  /** Answers what no route took: 404, 405, or restify's own refusal. */
  readonly answerUnrouted = (
    request: IncomingMessage,
    response: ServerResponse,
    error: { readonly statusCode?: number },
    done: () => void,
  ): void => {
    if (error.statusCode === 405) this.#refuse(request, response, 405, 'route.method');
    else this.#refuse(request, response, 404, 'route.unknown');
    this.#measure(request, response, 'unknown', performance.now());
    // restify would write its own answer unless it believes that one was sent.
    (response as ServerResponse & { _sent?: boolean })._sent = true;
    done();
  };

  /** One request through its route. */
  async run(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    params: Readonly<Record<string, string>>,
  ): Promise<void> {
    const started = performance.now();
    const id = this.#newId();
    const answer = await this.#answer(route, request, response, params, id);
    try {
      writeAnswer(request, response, answer);
    } catch (error) {
      writeAnswer(request, response, this.#mapError(error, route, id));
    }
    this.#measure(request, response, route.path, started);
  }

  async #answer(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    params: Readonly<Record<string, string>>,
    id: string,
  ): Promise<HttpResponse> {
    try {
      const asked = this.#describe(request, params, id);
      const refused = await route.admit?.(asked);
      if (refused) return refused;
      const body = await readBody(request, response, route);
      if (!body.ok) return failure(bodyRefusalStatus[body.code], body.code, id);
      return await route.handle({ ...asked, body: body.value });
    } catch (error) {
      return this.#mapError(error, route, id);
    }
  }

  #describe(request: IncomingMessage, params: Readonly<Record<string, string>>, id: string): HttpRequest {
    const target = requestTarget(request.url);
    if (!target) throw new Error('expected a target that was checked before routing');
    return {
      id,
      method: request.method ?? '',
      path: target.path,
      params,
      query: target.query,
      // Only Set-Cookie would be a list, which is an answer's header.
      headers: request.headers as Readonly<Record<string, string | undefined>>,
      cookies: parseCookies(request.headers.cookie),
      body: undefined,
      address: this.#addressOf(request),
    };
  }

  #mapError(error: unknown, route: { readonly path: string }, id: string): HttpResponse {
    const fields = { incident: id, route: route.path, err: error };
    if (error instanceof Unavailable) {
      this.#parts.log.warn(fields, 'an outside system did not answer');
      return { ...failure(503, 'unavailable', id), headers: { 'retry-after': '5' } };
    }
    this.#parts.log.error(fields, 'a route failed');
    return failure(500, 'failed', id);
  }

  #handOver(mount: Mount, request: IncomingMessage, response: ServerResponse): false {
    if (Number(request.headers['content-length'] ?? 0) > httpLimits.bodyBytes) {
      return this.#refuse(request, response, 413, 'request.tooLarge');
    }
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
      return this.#refuse(request, response, 415, 'request.encoded');
    }
    const failed = (error: unknown): void => {
      writeAnswer(request, response, this.#mapError(error, { path: mount.prefix }, this.#newId()));
    };
    // The handler may throw at once or later.
    const handled = async (): Promise<void> => mount.handle(request, response);
    void handled().catch(failed);
    return false;
  }

  #refuse(request: IncomingMessage, response: ServerResponse, status: number, code: RefusalToldBy<'program'>): false {
    writeAnswer(request, response, failure(status, code, this.#newId()));
    return false;
  }

  #measure(request: IncomingMessage, response: ServerResponse, route: string, started: number): void {
    // To the microsecond: further digits are of the subtraction, and any digits may look like a phone's.
    const milliseconds = Math.round((performance.now() - started) * 1000) / 1000;
    const measure = { method: request.method ?? '', route, status: response.statusCode, milliseconds };
    this.#parts.log.debug(measure, 'answered');
    this.#parts.measure?.(measure);
  }

  #newId(): string {
    return this.#parts.random.bytes(9).toString('base64url');
  }
}

function acceptUpgrades(node: Server, parts: HttpServerParts): Set<Duplex> {
  const open = new Set<Duplex>();
  const dispatch = upgradeDispatcher(parts.upgrades, (error) => parts.log.error({ err: error }, 'an upgrade failed'));
  // Clients that only offer h2c get their plain answer; node 26 asks here, its types don't know it yet.
  Object.assign(node, {
    shouldUpgradeCallback: (request: IncomingMessage) => request.headers.upgrade?.toLowerCase() === 'websocket',
  });
  node.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    dispatch(request, socket, head);
  });
  return open;
}

function listen(node: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    node.once('error', reject);
    node.listen(port, host, () => {
      node.off('error', reject);
      // A TCP server's address is never a path.
      resolve((node.address() as AddressInfo).port);
    });
  });
}

async function close(node: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  const cut = setTimeout(() => {
    node.closeAllConnections();
    for (const socket of upgraded) socket.destroy();
  }, httpLimits.closeMilliseconds);
  const sweep = setInterval(() => {
    // A connection that was busy when the close began becomes idle only when its answer is out.
    node.closeIdleConnections();
    // WebSockets whose owner has not said good-bye: no request is waiting for them.
    node.getConnections((_error, open) => {
      if (open <= upgraded.size) for (const socket of upgraded) socket.destroy();
    });
  }, httpLimits.sweepMilliseconds);
  await new Promise<void>((resolve) => {
    node.close(() => resolve());
  });
  clearInterval(sweep);
  clearTimeout(cut);
}
