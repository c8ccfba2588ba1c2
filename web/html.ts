const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is already safe; only `html` and `markup` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template takes: text (escaped), markup, lists of both; undefined and false leave nothing. */
export type Piece = string | number | Markup | undefined | false | readonly Piece[];

/** A page or a part of one: every value put in is escaped, wherever it stands between tags or inside quoted attributes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(strings.map((text, index) => text + render(pieces[index])).join(''));
}

/** Escapes text for HTML, in content and in quoted attributes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? character);
}

/** JSON for a `<script type="application/json">`: no `<`, so that nothing inside can end the element. */
export function scriptJson(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

function render(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map((part) => render(part)).join('');
}
