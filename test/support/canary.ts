import { createHash } from 'node:crypto';

/**
 * Where something was found: `store` – rows and keys, the sandbox's world left out; `file` – the bytes of files as they are,
 * where the sandbox's rows lie too; `log` – what the process wrote; `wire` – what was sent out.
 */
export type PlaceKind = 'store' | 'file' | 'log' | 'wire';

/** Bytes that are searched, and what to call them. */
export interface Place {
  readonly kind: PlaceKind;
  readonly where: string;
  readonly bytes: Buffer;
}

/** Something that must be nowhere but in its own one place. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  /** Short digits count as a token of their own only: a long number may hold them by accident. */
  readonly isToken: boolean;
  /** Where it may be: a code is in the SMS, which lies in the sandbox's rows. */
  readonly except: readonly PlaceKind[];
}

/** Which secret was found how and where; never the secret itself. */
export interface Finding {
  readonly secret: string;
  readonly form: string;
  readonly where: string;
}

/** The secret names what it is; `value` as it was typed, without hyphens. */
export function secret(
  name: string,
  value: string,
  rules: { readonly isToken?: boolean; readonly except?: readonly PlaceKind[] } = {},
): Secret {
  return { name, value, isToken: rules.isToken ?? /^\d{1,8}$/.test(value), except: rules.except ?? [] };
}

/** Searches every place for every form of every secret (SECURITY §3, canary row). */
export function findSecrets(secrets: readonly Secret[], places: readonly Place[]): Finding[] {
  return secrets.flatMap((one) => {
    const forms = formsOf(one);
    return places
      .filter(({ kind }) => !one.except.includes(kind))
      .flatMap(({ where, bytes }) =>
        forms
          .filter((form) => holds(bytes, form, one.isToken))
          .map(({ name }) => ({ secret: one.name, form: name, where })),
      );
  });
}

interface Form {
  readonly name: string;
  readonly bytes: Buffer;
  /** Bytes per character of its neighbours: 2 in UTF-16, 1 else. */
  readonly width: 1 | 2;
}

/** Every way in which the value may lie around. */
function formsOf({ value }: Secret): Form[] {
  const written = writings(value);
  const forms: Form[] = [];
  for (const text of written) {
    const utf8 = Buffer.from(text);
    const little = Buffer.from(text, 'utf16le');
    forms.push({ name: 'text', bytes: utf8, width: 1 });
    forms.push({ name: 'utf-16le', bytes: little, width: 2 });
    forms.push({ name: 'utf-16be', bytes: Buffer.from(little).swap16(), width: 2 });
    forms.push(...asText('hex', [utf8.toString('hex'), utf8.toString('hex').toUpperCase()]));
    forms.push(...asText('base64', base64Cores(utf8)));
    forms.push(...asText('url', urlForms(text)));
    forms.push(...asText('hash', hashes(utf8)));
  }
  const known = new Set<string>();
  return forms.filter(({ name, bytes }) => {
    const key = `${name} ${bytes.toString('latin1')}`;
    return !known.has(key) && known.add(key);
  });
}

/** Digits as people and programs write them: `9001011234568` also `900101-1234568`, `01012345678` also `010-1234-5678`. */
function writings(value: string): string[] {
  const wide = value.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const written = [value, wide];
  if (/^\d{13}$/.test(value)) written.push(...separated([value.slice(0, 6), value.slice(6)]));
  if (/^010\d{8}$/.test(value)) {
    const parts = [value.slice(0, 3), value.slice(3, 7), value.slice(7)];
    written.push(...separated(parts), `+82${value.slice(1)}`, ...separated([`+82 10`, ...parts.slice(1)]));
  }
  return [...new Set(written)];
}

function separated(parts: readonly string[]): string[] {
  return ['-', ' ', '.'].map((separator) => parts.join(separator));
}

/** The part of base64 that is the same whatever stands before and after: one for each of the three alignments. */
function base64Cores(bytes: Buffer): string[] {
  const cores = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const from = Math.ceil((shift * 8) / 6);
    return encoded.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
  });
  return cores.flatMap((core) => [core, core.replaceAll('+', '-').replaceAll('/', '_')]);
}

function urlForms(text: string): string[] {
  const bytes = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const form = new URLSearchParams({ a: text }).toString().slice(2);
  return [encodeURIComponent(text), form, bytes, bytes.toUpperCase()].filter((encoded) => encoded !== text);
}

/** A plain hash of six or thirteen digits is the digits: every value can be tried. */
function hashes(bytes: Buffer): string[] {
  return ['sha256', 'sha1', 'md5'].flatMap((name) => {
    const digest = createHash(name).update(bytes).digest();
    return [digest.toString('hex'), digest.toString('base64').replace(/=+$/, ''), digest.toString('base64url')];
  });
}

function asText(name: string, texts: readonly string[]): Form[] {
  return texts.map((text) => ({ name, bytes: Buffer.from(text), width: 1 }));
}

function holds(bytes: Buffer, form: Form, isToken: boolean): boolean {
  const whole = isToken && (form.name === 'text' || form.name.startsWith('utf-16'));
  for (let at = bytes.indexOf(form.bytes); at >= 0; at = bytes.indexOf(form.bytes, at + 1)) {
    if (!whole || isWholeToken(bytes, at, form)) return true;
  }
  return false;
}

function isWholeToken(bytes: Buffer, at: number, { bytes: found, width, name }: Form): boolean {
  const low = name === 'utf-16be' ? 1 : 0;
  const before = bytes[at - width + low];
  const after = bytes[at + found.length + low];
  return !isLetterOrDigit(before) && !isLetterOrDigit(after);
}

function isLetterOrDigit(byte: number | undefined): boolean {
  return byte !== undefined && /[0-9A-Za-z]/.test(String.fromCharCode(byte));
}
