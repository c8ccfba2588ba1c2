import { isSame, sha256 } from '../shared/digest.ts';
import type { Rebinding } from './browserBinding.ts';
import type { SecurePage } from './securePage.ts';
import type { Admission } from './visitAccess.ts';

/** A visit as seen by a browser that it does not belong to. */
export type OtherBrowser = Extract<Admission, { as: 'other' }>;

/** The page for a browser that a visit does not belong to; it tells nothing of the visit. */
export function rebindPage({ visit, cookie }: OtherBrowser): SecurePage {
  const { rebinding } = visit.record;
  return { kind: 'rebind', asked: rebinding !== undefined && askedBy(rebinding, cookie) };
}

/** Whether the number in the chat was shown for the browser with this cookie. */
export function askedBy(rebinding: Rebinding, cookie: string | undefined): boolean {
  return cookie !== undefined && isSame(rebinding.cookie, sha256(cookie));
}
