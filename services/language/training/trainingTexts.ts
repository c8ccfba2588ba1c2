import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mistype, pick, seededNumbers } from '../text/typos.ts';

/** A message and what it means. */
export interface LabelledText {
  readonly text: string;
  readonly intent: string;
}

/** The training texts as written: a file an intent in `folder`, a message a line. */
export function readTrainingTexts(folder: string): LabelledText[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((text) => ({ text, intent: file.slice(0, -'.txt'.length) })),
    );
}

/** The patterns of `templates.json`: lists of fillings by name, and by intent the texts that name them in braces. */
export interface Templates {
  readonly slots: Readonly<Record<string, readonly string[]>>;
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

const copiesPerTemplate = 12;

/**
 * What the model is trained on: the written texts, each twice more with a mistyped letter, and copies of the templates
 * with drawn fillings, so that a bank's or a document's name does not decide by itself. Deterministic.
 */
export function augment(texts: readonly LabelledText[], templates: Templates, seed: number): LabelledText[] {
  const next = seededNumbers(seed);
  const mistyped = [...texts, ...texts].map(({ text, intent }) => ({ text: mistype(text, next), intent }));
  const filled = Object.entries(templates.texts).flatMap(([intent, patterns]) =>
    patterns.flatMap((pattern) =>
      Array.from({ length: copiesPerTemplate }, () => ({
        text: pattern.replace(/\{(\w+)\}/g, (_, name: string) => pick(templates.slots[name] ?? [], next)),
        intent,
      })),
    ),
  );
  return [...texts, ...mistyped, ...filled];
}
