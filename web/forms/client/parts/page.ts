/** One element that the page was drawn with. @throws Error when it was not */
export function need<E extends Element>(selector: string, kind: new () => E, within: ParentNode = document): E {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`expected ${selector} in the page, found ${found?.tagName ?? 'none'}`);
  return found;
}

/** A sentence that came with the document, in the language of the page. */
export function sentence(name: 'service' | 'note' | 'loading' | 'old' | 'offline' | 'retry'): string {
  // Written by shell.ts.
  const sentences = JSON.parse(need('#sentences', HTMLScriptElement).textContent ?? '{}') as Record<
    string,
    Record<string, string>
  >;
  return sentences[document.documentElement.lang]?.[name] ?? '';
}

/** Changes what stands round the page to its language. */
function speak(language: string): void {
  if (document.documentElement.lang === language) return;
  document.documentElement.lang = language;
  need('.masthead__name', HTMLElement).textContent = sentence('service');
  need('.masthead__note', HTMLElement).textContent = sentence('note');
}

/** Says something to a screen reader, without moving the focus. */
export function announce(text: string): void {
  need('#announcer', HTMLElement).textContent = text;
}

/** Fills `{count}`-like places of a sentence that the server wrote. */
export function fill(template: string | undefined, values: Readonly<Record<string, number>>): string {
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, String(value)),
    template ?? '',
  );
}

/** Puts a page in: its language, its markup and its title. */
export function showPage(markup: string, language = document.documentElement.lang): void {
  speak(language);
  const view = need('#view', HTMLElement);
  view.innerHTML = markup;
  view.removeAttribute('aria-busy');
  announce('');
  for (const place of view.querySelectorAll('.field__error, #form-error')) {
    place.textContent = place.textContent?.trim() ?? '';
  }
  const heading = view.querySelector('h1');
  if (heading) document.title = heading.textContent?.trim() ?? document.title;
}

/** Moves the focus to what matters first on a page just put in: an error, or the heading. */
export function focusFirst(): void {
  const view = need('#view', HTMLElement);
  const wrong = [...view.querySelectorAll<HTMLElement>('#form-error, [aria-invalid="true"]')].find(
    (place) => place.offsetParent !== null,
  );
  const first = wrong ?? view.querySelector<HTMLElement>('h1');
  first?.focus({ preventScroll: wrong === undefined });
  if (wrong) wrong.scrollIntoView({ block: 'center' });
  else scrollTo(0, 0);
}

/** Shows why a field won't do, beside it. */
export function markWrong(field: HTMLElement, text: string): void {
  field.setAttribute('aria-invalid', 'true');
  need(`#${field.id}-error`, HTMLElement).textContent = text;
}

/** Takes the error of a field away: the customer is mending it. */
export function markMended(field: HTMLElement): void {
  if (!field.hasAttribute('aria-invalid')) return;
  field.removeAttribute('aria-invalid');
  need(`#${field.id}-error`, HTMLElement).textContent = '';
}

/** Shows a sentence above the form and moves the focus there. */
export function showFormError(text: string): void {
  const place = document.querySelector<HTMLElement>('#form-error');
  if (!place) return announce(text);
  place.hidden = false;
  place.textContent = text;
  place.focus();
}
