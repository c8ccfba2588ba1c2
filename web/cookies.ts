/** Reads a Cookie header; of two cookies with one name the first counts, as a browser sends the more specific one first. */
export function parseCookies(header: string | undefined): Readonly<Record<string, string | undefined>> {
  const cookies: Record<string, string | undefined> = Object.create(null);
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0)).trim();
    if (name !== '') cookies[name] ??= part.slice(equals + 1).trim();
  }
  return cookies;
}

/** One cookie to set. It is always HttpOnly and for the whole site; values are base64url or JWTs, nothing to be quoted. */
export interface NewCookie {
  /** Without the prefix: `chat`. */
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
  readonly sameSite: 'Lax' | 'Strict';
  /** Under https the name gets the prefix `__Host-`, which ties the cookie to exactly this origin. */
  readonly https: boolean;
}

/** The name under which a cookie travels: `__Host-chat` under https, `chat` on http://localhost. */
export function cookieName(name: string, https: boolean): string {
  return https ? `__Host-${name}` : name;
}

/** The Set-Cookie header of a cookie. */
export function setCookie(cookie: NewCookie): string {
  const attributes = [`Path=/`, `Max-Age=${cookie.maxAgeSeconds}`, 'HttpOnly', `SameSite=${cookie.sameSite}`];
  if (cookie.https) attributes.push('Secure');
  return [`${cookieName(cookie.name, cookie.https)}=${cookie.value}`, ...attributes].join('; ');
}
