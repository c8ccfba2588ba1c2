import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const rooms = ['bots', 'composition', 'dialogs', 'locales', 'services', 'web'];

/** A file of the product. */
interface Source {
  /** Below the root, `dialogs/turn/turn.ts`. */
  readonly file: string;
  readonly text: string;
}

/** Only names the sentences that refusals are told with; whoever says them is elsewhere. */
const onlyNames = 'services/shared/refusals.ts';

/** The product's own code: what may say a sentence. */
export const sources: readonly Source[] = rooms
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  )
  .filter((file) => file.endsWith('.ts') && !file.startsWith('web/dist') && file !== onlyNames)
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** What is written in a source: its plain strings, and its templates. */
export interface Written {
  readonly literals: readonly string[];
  readonly templates: readonly Template[];
}

/** A template as it stands in code. */
interface Template {
  /** With `{}` for each value that is put in. */
  readonly shape: string;
  /** It is given to what says a sentence: `t(`…`)`, `turn.say(`…`)`. */
  readonly isSaid: boolean;
}

/** Reads TypeScript just well enough to tell strings, templates, comments and regular expressions apart. */
export function writtenIn(text: string): Written {
  const reader = new Reader(text);
  reader.code(undefined);
  return reader;
}

class Reader implements Written {
  readonly literals: string[] = [];
  readonly templates: Template[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads on until the brace that closes a value of a template, or to the end. */
  code(closing: '}' | undefined): void {
    for (let depth = 0; this.#at < this.#text.length;) {
      const character = this.#text[this.#at] ?? '';
      if (character === '}' && closing && depth === 0) return;
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      this.#step(character);
    }
  }

  #step(character: string): void {
    if (character === "'" || character === '"') this.literals.push(this.#quoted(character));
    else if (character === '`') this.#said();
    else if (this.#text.startsWith('//', this.#at)) this.#skipTo('\n');
    else if (this.#text.startsWith('/*', this.#at)) this.#skipTo('*/');
    else if (character === '/' && /(?:^|[(,=:[!&|?{};>+]|\breturn)\s*$/.test(this.#justBefore()))
      this.#regularExpression();
    else this.#at += 1;
  }

  #mustGoOn(what: string): void {
    if (this.#at >= this.#text.length) throw new Error(`expected the end of ${what}, found the end of the file`);
  }

  #skipTo(end: string): void {
    const found = this.#text.indexOf(end, this.#at + 2);
    this.#at = found === -1 ? this.#text.length : found + end.length;
  }

  #quoted(mark: string): string {
    const from = this.#at + 1;
    for (this.#at = from; this.#text[this.#at] !== mark; this.#at += 1) {
      if (this.#text[this.#at] === '\\') this.#at += 1;
      this.#mustGoOn('a string');
    }
    const quoted = this.#text.slice(from, this.#at);
    this.#at += 1;
    return quoted;
  }

  #said(): void {
    const isSaid = /\b(?:t|say|translate|card|button|table)\(\s*$/.test(this.#justBefore());
    this.templates.push({ shape: this.#template(), isSaid });
  }

  #justBefore(): string {
    return this.#text.slice(Math.max(0, this.#at - 80), this.#at);
  }

  #template(): string {
    let shape = '';
    for (this.#at += 1; this.#text[this.#at] !== '`';) {
      this.#mustGoOn('a template');
      if (this.#text.startsWith('${', this.#at)) {
        this.#at += 2;
        this.code('}');
        this.#at += 1;
        shape += '{}';
      } else {
        const length = this.#text[this.#at] === '\\' ? 2 : 1;
        shape += this.#text.slice(this.#at, this.#at + length);
        this.#at += length;
      }
    }
    this.#at += 1;
    return shape;
  }

  #regularExpression(): void {
    for (let inClass = false; ; this.#at += 1) {
      this.#mustGoOn('a regular expression');
      const next = this.#text[this.#at + 1];
      if (next === '\\') this.#at += 1;
      else if (next === '[') inClass = true;
      else if (next === ']') inClass = false;
      else if (next === '/' && !inClass) break;
    }
    this.#at += 2;
  }
}
