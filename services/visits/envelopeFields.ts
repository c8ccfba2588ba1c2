import { z } from 'zod';
import { plainText } from '../identity/typedText.ts';
import type { CredentialUse, IdentityFields, NewCredentialFields, UseFields } from './secureStep.ts';
import type { CredentialFields } from '../certificates/credential.ts';
import { readCells } from '../secureEntry/keypad.ts';
import type { KeypadEntry } from '../secureEntry/keypad.ts';

/** Reads a keypad field: the digits pressed, or undefined when the keypad is not the page's own, or used. */
export type ReadKeypad = (field: string, entry: KeypadEntry) => string | undefined;

const entry = z.strictObject({ keypad: z.string().max(32), cells: z.array(z.string().max(16)).max(20) });
const text = z.string().max(320);
const identity = z.strictObject({
  step: z.literal('identity'),
  name: text,
  residentNumberFront: text,
  residentNumberBack: entry,
  phone: text,
  email: text,
  looked: z.string().max(64).optional(),
});
const secret = z.string().max(512);
const credential = z.discriminatedUnion('policy', [
  z.strictObject({ step: z.literal('credential'), policy: z.literal('pin6'), secret: entry, confirmation: entry }),
  z.strictObject({ step: z.literal('credential'), policy: z.literal('password'), secret, confirmation: secret }),
]);
const current = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('pin6'), secret: entry }),
  z.strictObject({ policy: z.literal('password'), secret }),
]);
const use = z.strictObject({
  step: z.enum(['ownership', 'renewal', 'signature']),
  current,
  confirmed: z.string().max(128).optional(),
});
const next = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('pin6'), secret: entry, confirmation: entry }),
  z.strictObject({ policy: z.literal('password'), secret, confirmation: secret }),
]);
const newCredential = z.strictObject({ step: z.literal('newCredential'), current, next });

/** The identity page's fields out of an opened envelope; undefined when it is another page's, or not ours. */
export function readIdentity(opened: unknown, readKeypad: ReadKeypad): IdentityFields | undefined {
  const parsed = identity.safeParse(opened);
  if (!parsed.success) return undefined;
  const back = readKeypad('residentNumberBack', parsed.data.residentNumberBack);
  if (back === undefined) return undefined;
  return {
    name: plainText(parsed.data.name).normalize('NFC'),
    residentNumber: plainText(parsed.data.residentNumberFront) + back,
    phone: plainText(parsed.data.phone),
    email: plainText(parsed.data.email),
    ...(parsed.data.looked !== undefined && { looked: parsed.data.looked }),
  };
}

/** The credential page's fields out of an opened envelope; undefined as for `readIdentity`. */
export function readCredential(opened: unknown, readKeypad: ReadKeypad): CredentialFields | undefined {
  const parsed = credential.safeParse(opened);
  return parsed.success ? readTwice(parsed.data, readKeypad) : undefined;
}

/** The fields of a page that asks for a credential there is; undefined as for `readIdentity`. */
export function readUse(opened: unknown, step: CredentialUse, readKeypad: ReadKeypad): UseFields | undefined {
  const parsed = use.safeParse(opened);
  if (!parsed.success || parsed.data.step !== step) return undefined;
  const { confirmed } = parsed.data;
  const typed = readCurrent(parsed.data.current, readKeypad);
  return typed && { ...typed, ...(confirmed !== undefined && { confirmed }) };
}

/** The fields of the page that changes a credential; undefined as for `readIdentity`. */
export function readNewCredential(opened: unknown, readKeypad: ReadKeypad): NewCredentialFields | undefined {
  const parsed = newCredential.safeParse(opened);
  if (!parsed.success) return undefined;
  const typed = readCurrent(parsed.data.current, readKeypad);
  const chosen = readTwice(parsed.data.next, readKeypad);
  return typed && chosen && { current: typed, next: chosen };
}

function readCurrent(typed: z.infer<typeof current>, readKeypad: ReadKeypad): UseFields | undefined {
  if (typed.policy === 'password') return typed;
  const digits = readKeypad('current', typed.secret);
  return digits === undefined ? undefined : { policy: 'pin6', secret: digits };
}

function readTwice(fields: z.infer<typeof next>, readKeypad: ReadKeypad): CredentialFields | undefined {
  if (fields.policy === 'password')
    return { policy: fields.policy, secret: fields.secret, confirmation: fields.confirmation };
  const digits = readKeypad('secret', fields.secret);
  const confirmation = readKeypad('confirmation', fields.confirmation);
  if (digits === undefined || confirmation === undefined) return undefined;
  return { policy: 'pin6', secret: digits, confirmation };
}

/** Reads keypad fields by the sealed cells of the page they belong to. */
export function keypadReader(
  open: (field: string) => { id: string; cells: readonly string[] } | undefined,
): ReadKeypad {
  return (field, pressed) => {
    const stored = open(field);
    return stored && stored.id === pressed.keypad ? readCells(pressed.cells, stored.cells) : undefined;
  };
}
