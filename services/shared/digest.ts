import { createHash, timingSafeEqual } from 'node:crypto';
/** SHA-256, base64url. For values that are random themselves (tokens, cookies, states). */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Compares without telling by its time where two texts differ; hashed first, for equal lengths. */
export function isSame(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(left)), Buffer.from(sha256(right)));
}
