import type { VisitLink } from './answer.ts';

const tokenKey = 'visit.token';
const returnKey = 'visit.return';
const languageKey = 'visit.language';
const draftKey = 'visit.draft';

// Where sessionStorage is closed (some private windows) the page forgets on reload, and works until then.
const fallback = new Map<string, string>();

function read(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return fallback.get(key);
  }
}

function write(key: string, value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    if (value === undefined) fallback.delete(key);
    else fallback.set(key, value);
  }
}

/** The link's token, out of the address bar and into this tab's memory. */
export function keepToken(token: string): void {
  write(tokenKey, token);
}

/** The token of the visit this tab walks; empty when there is none. */
export function token(): string {
  return read(tokenKey) ?? '';
}

/** What the bank sent the browser back with (`?code=…&state=…`), until it is dealt with. */
export function keepReturn(query: string | undefined): void {
  write(returnKey, query);
}

/** What the bank sent, when it is still to be dealt with. */
export function pendingReturn(): string | undefined {
  return read(returnKey);
}

/** How this tab names its visit: by what the bank sent, which is true in whichever browser it arrives; else by the token. */
export function link(): VisitLink {
  const state = new URLSearchParams(pendingReturn() ?? '').get('state');
  return state === null ? { token: token() } : { state };
}

/** The language that the visit was last shown in: a reload, and a link that is over, go on in it. */
export function keepLanguage(language: string): void {
  write(languageKey, language);
}

/** The language kept, or the document's own. */
export function language(): string {
  return read(languageKey) ?? document.documentElement.lang;
}

/** Unfinished fields of a case; never a secret, and gone with the tab. */
export function draftOf(owner: string): Record<string, string> {
  const stored = read(draftKey);
  if (stored === undefined) return {};
  // Written by keepDraft.
  const draft = JSON.parse(stored) as { owner: string; fields: Record<string, string> };
  return draft.owner === owner ? draft.fields : {};
}

/** Keeps unfinished fields for a reload, or for a new link of the same case. */
export function keepDraft(owner: string, fields: Readonly<Record<string, string>>): void {
  write(draftKey, JSON.stringify({ owner, fields }));
}

/** Forgets what was typed. */
export function dropDraft(): void {
  write(draftKey, undefined);
}
