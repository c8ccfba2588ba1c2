import { expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../services/shared/route.ts';
import { Metrics } from '../../../web/metrics/metrics.ts';

function request(address: string, authorization?: string): HttpRequest {
  return {
    id: 'r1',
    method: 'GET',
    path: '/metrics',
    params: {},
    query: new URLSearchParams(),
    headers: { authorization },
    cookies: {},
    body: undefined,
    address,
  };
}

function show(metrics: Metrics, asked: HttpRequest) {
  const [route] = metrics.routes();
  if (!route) throw new Error('expected a route');
  return route.handle(asked);
}

test.each([
  ['127.0.0.1', 200],
  ['::1', 200],
  ['::ffff:127.0.0.1', 200],
  ['10.0.0.1', 403],
  ['::ffff:10.0.0.1', 403],
])('without a token %s gets %i', async (address, status) => {
  expect((await show(new Metrics({ token: undefined }), request(address))).status).toBe(status);
});

test.each([
  ['Bearer right', 200],
  ['Bearer wrong', 403],
  [undefined, 403],
])('with a token, %s gets %i from anywhere', async (authorization, status) => {
  expect((await show(new Metrics({ token: 'right' }), request('10.0.0.1', authorization))).status).toBe(status);
});

test('requests are counted by the pattern of their route', async () => {
  const metrics = new Metrics({ token: undefined });
  metrics.measure({ method: 'GET', route: '/secure/:token', status: 200, milliseconds: 12 });
  const { body } = await show(metrics, request('127.0.0.1'));
  expect(body).toContain('http_requests_total{method="GET",route="/secure/:token",status="200"} 1');
});
