import type { HttpRequest } from '../../services/shared/route.ts';
import { cookieName, setCookie } from '../cookies.ts';

const visit = 'cloud-visit';
const device = 'cloud-device';

/** A visit's cookie outlives the visit a little: its end is said by the page, not by a cookie that went missing. */
const visitSeconds = 60 * 60;
/** As long as browsers keep a cookie; the account is cleared after twelve months without a use anyway. */
const deviceSeconds = 400 * 86_400;

/** What the asking browser holds of the cloud. The `__Host-` prefix is right for http://localhost too. */
export function cloudCookies(request: HttpRequest): {
  readonly visit: string | undefined;
  readonly device: string | undefined;
} {
  const read = (name: string): string | undefined => request.cookies[cookieName(name, true)] || undefined;
  return { visit: read(visit), device: read(device) };
}

/** The Set-Cookie header of a visit. Lax: a relying party sends the browser here. */
export function setVisitCookie(value: string): string {
  return setCookie({ name: visit, value, maxAgeSeconds: visitSeconds, sameSite: 'Lax', https: true });
}

/** The Set-Cookie header that makes a browser a connected device. */
export function setDeviceCookie(value: string): string {
  return setCookie({ name: device, value, maxAgeSeconds: deviceSeconds, sameSite: 'Lax', https: true });
}
