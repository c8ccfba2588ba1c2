/**
 * What a button may carry unseen: the question it belongs to (`step`, `token`), and what pressing it answers. A channel
 * gives back these parts and no others.
 */
export const buttonParts = ['step', 'token', 'page', 'bank', 'visit', 'serial', 'device', 'reason'] as const;

/** The parts that one button carries. */
export type ButtonValue = { readonly [Part in (typeof buttonParts)[number]]?: string | number };
