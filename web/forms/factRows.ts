import { html } from '../html.ts';
import type { Markup } from '../html.ts';

/** A list of names and values; a value that is not known leaves its row out. */
export function renderFacts(rows: readonly (readonly [name: string, value: string | undefined])[]): Markup {
  return html`<dl class="facts card">
    ${rows.map(
      ([name, value]) =>
        value !== undefined &&
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A Seoul day as it is read: `2027.11.22`. */
export function shownDay(isoDay: string): string {
  return isoDay.replaceAll('-', '.');
}
