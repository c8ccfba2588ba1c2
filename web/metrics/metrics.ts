import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { timingSafeEqual, createHash } from 'node:crypto';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { failure } from '../../services/shared/failure.ts';
import type { Measure } from '../http.ts';

/** Who may read the figures: with a token whoever shows it, without one this machine only. */
export interface MetricsParts {
  readonly token: string | undefined;
}

/** The process in figures (CONTRACT §3): requests by the pattern of their route, memory, event loop. No path, no person. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #seconds: Histogram;
  readonly #answers: Counter;
  readonly #token: string | undefined;

  constructor({ token }: MetricsParts) {
    this.#token = token;
    collectDefaultMetrics({ register: this.#registry });
    const registers = [this.#registry];
    this.#seconds = new Histogram({
      name: 'http_request_seconds',
      help: 'Time to answer, by route',
      labelNames: ['method', 'route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 2.5, 4],
      registers,
    });
    this.#answers = new Counter({
      name: 'http_requests_total',
      help: 'Requests answered, by route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
  }

  /** Counts one answer. */
  readonly measure = ({ method, route, status, milliseconds }: Measure): void => {
    this.#seconds.observe({ method, route }, milliseconds / 1000);
    this.#answers.inc({ method, route, status: String(status) });
  };

  routes(): readonly Route[] {
    return [{ method: 'GET', path: '/metrics', handle: (request) => this.#show(request) }];
  }

  async #show(request: HttpRequest): Promise<HttpResponse> {
    if (!this.#mayRead(request)) return failure(403, 'metrics.refused', request.id);
    const headers = { 'content-type': this.#registry.contentType };
    return { status: 200, headers, body: await this.#registry.metrics() };
  }

  #mayRead(request: HttpRequest): boolean {
    if (this.#token === undefined) return isLoopback(request.address);
    const shown = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    return timingSafeEqual(digest(shown), digest(this.#token));
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
