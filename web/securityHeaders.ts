/**
 * Headers that every answer carries unless its route says otherwise (SECURITY §2): nothing is framed, sniffed, cached or
 * told to another site. HSTS only where the site is https, else a browser would never again open the sandbox.
 */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** What one page may load; everything comes from this origin. */
export interface PagePolicy {
  /** Of this answer; every inline script and style sheet of the page carries it. A page without any needs none. */
  readonly nonce?: string;
  /** Besides this origin: `blob:`. */
  readonly connect?: readonly string[];
  readonly images?: readonly string[];
  /** Besides this origin and the nonce: hashes. */
  readonly styles?: readonly string[];
  /** Where forms may go, redirects included: a bank's origin must stand here too (PITFALLS 22). */
  readonly formAction?: readonly string[];
}

/** A Content-Security-Policy for one page: no eval, no other origin, no frame (DESIGN §11). */
export function pagePolicy(policy: PagePolicy): string {
  const nonce = policy.nonce === undefined ? [] : [`'nonce-${policy.nonce}'`];
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...nonce],
    'style-src': ["'self'", ...nonce, ...(policy.styles ?? [])],
    'img-src': ["'self'", 'data:', ...(policy.images ?? [])],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(policy.connect ?? [])],
    'form-action': policy.formAction ?? ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
