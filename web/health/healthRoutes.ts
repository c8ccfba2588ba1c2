import type { Route } from '../../services/shared/route.ts';

/** What readiness asks. */
export interface HealthParts {
  /** By name: why a dependency is not fit for use, or undefined when it is. */
  readonly dependencies: Readonly<Record<string, () => Promise<string | undefined>>>;
}

/** Liveness and readiness (CONTRACT §3). */
export function healthRoutes({ dependencies }: HealthParts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: () => Promise.resolve({ status: 200, body: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/readyz',
      handle: async () => {
        const checks = await Promise.all(Object.entries(dependencies).map(([name, check]) => told(name, check)));
        const ready = checks.every(([, fault]) => fault === 'ok');
        return { status: ready ? 200 : 503, body: { ready, dependencies: Object.fromEntries(checks) } };
      },
    },
  ];
}

async function told(name: string, check: () => Promise<string | undefined>): Promise<readonly [string, string]> {
  try {
    return [name, (await check()) ?? 'ok'];
  } catch {
    return [name, 'unavailable'];
  }
}
