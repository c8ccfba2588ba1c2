import type { VisitOwner } from '../visits/visitCase.ts';
import type { TransferOwner } from './transfers.ts';

/**
 * What stands in a conversation in the place of a link that opens something: what is kept of a chat opens nothing
 * (SECURITY §1, visit). The channel puts the real link there on the way out (bots/realLinks).
 */
export type LinkTarget =
  | { readonly to: 'visit'; readonly visit: VisitOwner }
  | { readonly to: 'transfer'; readonly transfer: TransferOwner; readonly language: 'ko' | 'en' | undefined };

/** `secure-visit:{caseId}:{n}`: the secure view of a visit. */
export function visitPlaceholder({ caseId, visitNumber }: VisitOwner): string {
  return `secure-visit:${caseId}:${visitNumber}`;
}

/** `passage:{caseId}:{n}:{language}`: the way to go on in web chat, in the language of the conversation. */
export function transferPlaceholder({ caseId, number }: TransferOwner, language: 'ko' | 'en'): string {
  return `passage:${caseId}:${number}:${language}`;
}

const placeholder = /^(secure-visit|passage):([\w-]{1,64}):(\d{1,9})(?::(ko|en))?$/;

/** What a placeholder leads to; undefined for any other text, an address for instance. */
export function readPlaceholder(text: string): LinkTarget | undefined {
  const [, kind, caseId, digits, language] = placeholder.exec(text) ?? [];
  if (kind === undefined || caseId === undefined) return undefined;
  const number = Number(digits);
  if (kind === 'secure-visit') return { to: 'visit', visit: { caseId, visitNumber: number } };
  const spoken = language === 'ko' || language === 'en' ? language : undefined;
  return { to: 'transfer', transfer: { caseId, number }, language: spoken };
}
