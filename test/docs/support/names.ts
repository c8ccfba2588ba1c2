import { settingNames } from '../../../config.ts';
import { productTexts, spokenTexts } from './tree.ts';

/** `docs/life.md`, `signer.ts`, `bots/`, `dialogs/steps/<field>.ts`: what names a file or a folder, or many of one make. */
export function looksLikePath(span: string): boolean {
  if (/^\.\w+$/.test(span)) return false;
  if (/[\s{}…]|^\/|^DATA_DIR\/|:\/\/|@/.test(span) && !span.endsWith('.chat')) return false;
  const isFolder =
    /^[\w.-]+(\/[\w.*-]+)*\/$/.test(span) ||
    /^(bots|dialogs|services|web|test|bench|scripts|docs|locales|composition)\//.test(span);
  return isFolder || /\.(ts|json|md|chat|css|cjs|txt)$/.test(span) || span === '.env.example';
}

/** `/pki/crl`, `POST {PUBLIC_URL}/kakao/skill`, `localhost:3978/sandbox/people`: an address of ours, and how it is asked. */
export interface Address {
  readonly method: string | undefined;
  readonly path: string;
}

const method = '(?:(GET|POST|DELETE) )?';
const ours = String.raw`(?:\{PUBLIC_URL\}|(?:https?://)?localhost:3978)?`;
const path = String.raw`((?:/[\w.{}:…*-]*)+)`;

/** The address that a run of code names as a whole; undefined when it names none of ours. */
export function addressOf(span: string): Address | undefined {
  const match = new RegExp(`^${method}${ours}${path}(?:[?#].*)?$`).exec(span);
  return match ? { method: match[1], path: match[2] ?? '' } : undefined;
}

/** The addresses of this machine that a line of a shell calls. */
export function addressesIn(line: string): readonly Address[] {
  const wanted = / -X (GET|POST|DELETE) /.exec(line)?.[1];
  return [...line.matchAll(/localhost:3978(\/[\w./-]*)?/g)].map((match) => ({ method: wanted, path: match[1] ?? '/' }));
}

/** `npm run -s talk`, `npm run soak -- kills`: which script, and what it is given. */
export interface Command {
  readonly script: string;
  readonly argument: string | undefined;
}

/** The commands of npm that a line holds; `ci` and the like are npm's own. */
export function commandsIn(line: string): readonly Command[] {
  const found = line.matchAll(/\bnpm (?:run (?:-s )?([\w-]+)|(start|test)\b)(?: -- ([\w-]+))?/g);
  return [...found].map(([, run, own, argument]) => ({ script: run ?? own ?? '', argument }));
}

/** `SECRET_PEPPER`, `BANK_004_OIDC_ISSUER`: what can only be a setting. */
export function settingsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w…{-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?!\w|-)/g)].map(([name]) => name);
}

/** Whether the product reads a setting of that name. */
export function isSetting(name: string): boolean {
  return settingNames.includes(name) || /^BANK_\d{3}_OIDC_(ISSUER|CLIENT_ID|CLIENT_SECRET)$/.test(name);
}

/**
 * Whether what stands in code marks stands in the product, too: as it is written, or with all its words in one of its
 * files. What is a sentence of a customer may stand in a written conversation.
 *
 * @param beside other texts that it may stand in
 */
export function isInProduct(span: string, beside: readonly string[] = []): boolean {
  const object = objectIn(span);
  if (object) return isInProduct(Object.keys(object).join(' '), beside);
  if (/[가-힣]/.test(span)) return isSpoken(span);
  const words = span.match(/[\p{L}_][\p{L}\p{N}_-]*/gu) ?? [];
  return [...productTexts, ...beside].some(
    (text) => text.includes(span) || (words.length > 0 && words.every((word) => has(text, word))),
  );
}

/** A body of JSON: its names are ours, its values examples. */
function objectIn(span: string): object | undefined {
  try {
    const read: unknown = JSON.parse(span);
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Blanks aside: people set them as they like. */
function isSpoken(span: string): boolean {
  const parts = span.split(/\{[^}]*\}|…|\d{4}/).map((part) => part.replaceAll(/\s/g, ''));
  return spoken.some((text) => parts.every((part) => text.includes(part)));
}

const spoken = [...productTexts, ...spokenTexts].map((text) => text.replaceAll(/\s/g, ''));

function has(text: string, word: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, 'u').test(text);
}
