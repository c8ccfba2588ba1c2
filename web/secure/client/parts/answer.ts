import type { JWK } from 'jose';

/** How a page names its visit to the server. */
export type VisitLink = { readonly token: string } | { readonly state: string };

/** The pages on which a credential is entered: they are at `/secure/credential`, with a script of their own. */
const credentialKinds = ['credential', 'ownership', 'renewal', 'signature', 'newCredential'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** Whether the page that is due belongs at `/secure/credential`. */
export function isCredentialKind(kind: Answer['kind']): kind is CredentialKind {
  return credentialKinds.some((one) => one === kind);
}

/** What the server answers to every tap: the page that is due, drawn. */
export interface Answer {
  readonly kind: 'gone' | 'rebind' | 'start' | 'bankLogin' | 'identity' | 'finished' | CredentialKind;
  readonly html: string;
  /** Of the page: the case's, where there is one. */
  readonly language: string;
  readonly token?: string;
  /** The code of a refusal that the page shows. */
  readonly refusal?: string;
  readonly envelope?: { readonly kid: string; readonly publicKey: JWK };
  readonly draftKey?: string;
}

/** Milliseconds after which an answer is given up; an issue takes a second or two. */
const patience = 20_000;

/**
 * Sends a tap.
 *
 * @returns the page that is due; 'unavailable' when the server could not do it now, 'offline' when it was not reached
 */
export async function post(path: string, body: object): Promise<Answer | 'unavailable' | 'offline'> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: giveUp.signal,
    });
    const answer: unknown = await response.json();
    return isAnswer(answer) ? answer : 'unavailable';
  } catch {
    return 'offline';
  } finally {
    clearTimeout(timer);
  }
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'kind' in value && 'html' in value;
}
