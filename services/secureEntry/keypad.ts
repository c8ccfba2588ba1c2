import { z } from 'zod';
import type { Random } from '../shared/random.ts';
import type { Sealed } from '../shared/sealed.ts';
import { below } from '../shared/random.ts';

/** A keypad as a page shows it: ten keys in the order drawn. What is submitted is `cell`, never `digit`. */
export interface Keypad {
  readonly id: string;
  readonly keys: readonly { readonly cell: string; readonly digit: string }[];
}

/** A keypad at rest: its cells by digit, sealed. */
export interface StoredKeypad {
  readonly id: string;
  readonly cells: Sealed<readonly string[]>;
}

/** The shape of what a page submits for a keypad field. */
export const keypadEntry = z.strictObject({ keypad: z.string().max(32), cells: z.array(z.string().max(16)).max(20) });

/** What a page submits for a keypad field. */
export type KeypadEntry = z.infer<typeof keypadEntry>;

/** Draws a keypad: random order, random cell ids; each page gets a new one and each is used once. */
export function drawKeypad(random: Random): Keypad {
  const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const cells = new Set<string>();
  while (cells.size < digits.length) cells.add(random.bytes(6).toString('base64url'));
  const keys = [...cells].map((cell) => ({ cell, digit: digits.splice(below(digits.length, random), 1).join('') }));
  return { id: random.bytes(9).toString('base64url'), keys };
}

/** The cells in the order of their digits 0–9: what `readDigits` reads by. */
export function cellsByDigit(keypad: Keypad): readonly string[] {
  return [...keypad.keys].sort((a, b) => Number(a.digit) - Number(b.digit)).map((key) => key.cell);
}

/**
 * The digits behind the cells that were pressed.
 *
 * @param drawn the keypad of the page, its cells in the order of their digits; undefined when it was used already
 * @returns undefined when another keypad was pressed than the one that was drawn
 */
export function readDigits(
  { keypad, cells }: KeypadEntry,
  drawn: { readonly id: string; readonly cells: readonly string[] } | undefined,
): string | undefined {
  if (drawn?.id !== keypad) return undefined;
  const digits = cells.map((cell) => drawn.cells.indexOf(cell));
  return digits.includes(-1) ? undefined : digits.join('');
}
