import type { HttpRequest, HttpResponse } from '../services/shared/route.ts';
import { failure } from '../services/shared/failure.ts';

/**
 * A guard for routes that only our own pages post to. A browser that tells neither where it comes from nor its origin is
 * an old one of ours.
 *
 * @param publicUrl its origin is ours
 */
export function refuseOtherSites(publicUrl: string): (request: HttpRequest) => Promise<HttpResponse | undefined> {
  const ours = new URL(publicUrl).origin;
  return (request) => {
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers['origin'] ?? 'null';
    const isOurs = site === undefined ? origin === 'null' || origin === ours : site === 'same-origin';
    return Promise.resolve(isOurs ? undefined : failure(403, 'request.site', request.id));
  };
}
