import { below } from '../shared/random.ts';
import { isSame, sha256 } from '../shared/digest.ts';
import type { Random } from '../shared/random.ts';
import type { Sealed } from '../shared/sealed.ts';

/** Wrong numbers after which a link ends (SECURITY §1, visit). */
export const wrongNumbersAllowed = 3;

/** How often a visit shows a number in its chat; more would let a stranger flood it. */
export const numbersShown = 3;

/** Cookie values a browser may have been given until it uses one: its taps may cross, and answers get lost. */
const valuesGiven = 3;

/** The browser a visit belongs to. Cookie values are kept as SHA-256 only. */
export interface Binding {
  /** What the browser may show; exactly one from its first action on. */
  readonly cookies: readonly string[];
  /** The cookie that the browser came with: good for beginning again until `used`. */
  readonly cameWith: string;
  /** A step was acted on. */
  readonly used: boolean;
}

/** Another browser asks for the visit. */
export interface Rebinding {
  /** SHA-256 of the asking browser's cookie. */
  readonly cookie: string;
  readonly number: Sealed<string>;
  readonly shown: number;
  readonly wrong: number;
}

/** A new cookie value: 256 random bits, base64url. Only the server makes them. */
export function makeCookie(random: Random): string {
  return random.bytes(32).toString('base64url');
}

/** Whether the cookie is one that the visit is bound to. */
export function isBoundTo(binding: Binding | undefined, cookie: string | undefined): boolean {
  if (!binding || cookie === undefined) return false;
  const shown = sha256(cookie);
  return binding.cookies.some((value) => isSame(value, shown));
}

/** Whether this browser may begin: nobody did, or it did itself and never got our answer. */
export function mayBegin(binding: Binding | undefined, cookie: string): boolean {
  return !binding || (!binding.used && isSame(binding.cameWith, sha256(cookie)));
}

/** Binds to `fresh`, a value just made: what the browser came with is never what it is bound to (fixation). */
export function bind(binding: Binding | undefined, fresh: string, cameWith: string): Binding {
  const again = binding && mayBegin(binding, cameWith) ? binding.cookies : [];
  return { cookies: [...again, sha256(fresh)].slice(-valuesGiven), cameWith: sha256(cameWith), used: false };
}

/** The browser acts: from now on it is known by this one value. */
export function use(binding: Binding | undefined, cookie: string | undefined): Binding | undefined {
  if (!binding || cookie === undefined || binding.used) return binding;
  return { ...binding, cookies: [sha256(cookie)], used: true };
}

/** Digits that tie another browser to the chat. */
export const rebindDigits = 2;

/** That many random digits, `07`. */
export function drawTwoDigits(random: Random): string {
  return String(below(10 ** rebindDigits, random)).padStart(rebindDigits, '0');
}
