import { z } from 'zod';
import { usualEnvelopeLength, type EnvelopeKey } from '../secureEntry/envelope.ts';
import type { Keypad, KeypadEntry } from '../secureEntry/keypad.ts';
import type { PageRefusal } from './pageRefusal.ts';
import type { VisitOutline } from './visitOutline.ts';

/** Which page belongs to a step: what it shows, and the fields that are entered on keypads. */
export interface StepPage<Shown = unknown, Field extends string = string> {
  /** The step's name in every layer; its address is `/secure/steps/{name}`. */
  readonly name: string;
  /** Fields that are pressed on a keypad of their own, never typed. */
  readonly keypads: readonly Field[];
  /** Whether a drawn page is of this step; what it shows is then of the step's own type. */
  isDrawnAs(page: DrawnStep): page is DrawnStep<Shown, Field>;
}

/** The page of a step as it was drawn once, for one browser; `drawStep` alone makes it. */
export interface DrawnStep<Shown = unknown, Field extends string = string> {
  readonly kind: 'step';
  readonly step: StepPage<Shown, Field>;
  readonly outline: VisitOutline;
  readonly shown: Shown;
  readonly keypads: Readonly<Record<Field, Keypad>>;
  readonly envelope: EnvelopeKey;
}

/** What the page of any step is drawn with besides what it shows. */
export interface PageFrame {
  readonly outline: VisitOutline;
  readonly envelope: EnvelopeKey;
  /** A new keypad, for this page alone. */
  readonly drawKeypad: () => Keypad;
}

/** Draws the page of a step. */
export function drawStep<Shown, Field extends string>(
  step: StepPage<Shown, Field>,
  { outline, envelope, drawKeypad }: PageFrame,
  shown: Shown,
): DrawnStep<Shown, Field> {
  const drawn = Object.fromEntries(step.keypads.map((field) => [field, drawKeypad()]));
  const keypads = drawn as Record<Field, Keypad>; // its keys are the step's fields, all of them
  return { kind: 'step', step, outline, envelope, shown, keypads };
}

/** The digits pressed for a field; undefined when its keypad is not the page's own, or was used. */
export type ReadKeypad<Field extends string = string> = (field: Field, entry: KeypadEntry) => string | undefined;

/** What a page sends in its envelope, and how it is read. */
export interface FormRules<Shown, Sent, Fields, Field extends string> {
  readonly keypads?: readonly Field[];
  /** Of the fields in the envelope; the name of the step stands beside them and is checked before. */
  readonly shape: z.ZodType<Sent>;
  /** The fields for the step's one consumer; undefined when a keypad was not this page's. */
  read(sent: Sent, readKeypad: ReadKeypad<Field>): Fields | undefined;
  /** Refuses what the page did not offer, before the consumer sees it. */
  readonly judge?: (fields: Fields, shown: Shown) => PageRefusal | undefined;
  /** Characters of the longest envelope, for a page that sends more than typed text. */
  readonly longestEnvelope?: number;
  /** The act finds what an earlier one did: the same page may be sent again. Otherwise one page is one try. */
  readonly mayBeSentAgain?: boolean;
}

/** The page of a step that is a form. */
export interface FormPage<Shown, Fields, Field extends string> extends StepPage<Shown, Field> {
  readonly longestEnvelope: number;
  readonly mayBeSentAgain: boolean;
  /** Undefined for an envelope of another step or another shape, and for a keypad of another page. */
  read(sent: unknown, readKeypad: ReadKeypad): Fields | undefined;
  readonly judge?: (fields: Fields, shown: Shown) => PageRefusal | undefined;
}

/**
 * Begins the description of a step's page: `stepPage<WhatItShows>('identity').withForm({ … })`, or `.elsewhere()` for a
 * step that leads to another site and back.
 */
export function stepPage<Shown>(name: string): {
  withForm<Sent, Fields, Field extends string = never>(
    rules: FormRules<Shown, Sent, Fields, Field>,
  ): FormPage<Shown, Fields, Field>;
  elsewhere(): StepPage<Shown, never>;
} {
  return { withForm: (rules) => formPage(name, rules), elsewhere: () => named(name, []) };
}

function named<Shown, Field extends string>(name: string, keypads: readonly Field[]): StepPage<Shown, Field> {
  return {
    name,
    keypads,
    isDrawnAs(drawn): drawn is DrawnStep<Shown, Field> {
      return drawn.step === this;
    },
  };
}

function formPage<Shown, Sent, Fields, Field extends string>(
  name: string,
  rules: FormRules<Shown, Sent, Fields, Field>,
): FormPage<Shown, Fields, Field> {
  return {
    ...named<Shown, Field>(name, rules.keypads ?? []),
    longestEnvelope: rules.longestEnvelope ?? usualEnvelopeLength,
    mayBeSentAgain: rules.mayBeSentAgain ?? false,
    read: (sent, readKeypad) => {
      const parsed = rules.shape.safeParse(fieldsOf(sent, name));
      return parsed.success ? rules.read(parsed.data, readKeypad) : undefined;
    },
    ...(rules.judge && { judge: rules.judge }),
  };
}

/** The fields in an envelope that names this step; undefined for any other. */
function fieldsOf(sent: unknown, name: string): object | undefined {
  const parsed = z.looseObject({ step: z.literal(name) }).safeParse(sent);
  if (!parsed.success) return undefined;
  const { step: _, ...fields } = parsed.data;
  return fields;
}
