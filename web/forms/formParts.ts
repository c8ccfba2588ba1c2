import type { Translate } from '../../locales/index.ts';
import type { Keypad } from '../../services/secureEntry/keypad.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';

/** A text field: what stands in it, and the sentences shown beside it. */
export interface TextField {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** What the page says when its own look at the field finds it empty or odd. */
  readonly missing: string;
  /** Why the server refused it. */
  readonly error?: string;
  readonly value?: string;
  readonly type?: 'text' | 'email' | 'tel' | 'password';
  readonly inputMode?: 'numeric' | 'tel' | 'email';
  readonly autocomplete: string;
  readonly pattern?: string;
  readonly maxLength: number;
  /** Kept in the browser for a new link; never a secret. */
  readonly isDraft?: boolean;
}

/** A labelled text box with its hint and a place for its error; the error is tied to the box. */
export function renderTextField(field: TextField): Markup {
  const describedBy = [field.hint !== undefined && `${field.id}-hint`, `${field.id}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label class="field__label" for="${field.id}">${field.label}</label>
    ${field.hint !== undefined && html`<p class="field__hint" id="${field.id}-hint">${field.hint}</p>`}
    <input
      class="input"
      id="${field.id}"
      name="${field.id}"
      type="${field.type ?? 'text'}"
      value="${field.value ?? ''}"
      maxlength="${field.maxLength}"
      autocomplete="${field.autocomplete}"
      autocapitalize="off"
      spellcheck="false"
      required
      aria-describedby="${describedBy}"
      data-missing="${field.missing}"
      ${field.inputMode !== undefined && html`inputmode="${field.inputMode}"`}
      ${field.pattern !== undefined && html`pattern="${field.pattern}"`}
      ${field.isDraft && html`data-draft`}
      ${field.error !== undefined && html`aria-invalid="true"`}
    />
    <p class="field__error" id="${field.id}-error">${field.error}</p>
  </div>`;
}

/** A field that is entered on a keypad of its own. */
export interface KeypadField {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly missing: string;
  readonly error?: string;
  readonly digits: number;
  readonly keypad: Keypad;
  /** The keypad field that opens when this one is done. */
  readonly next?: string;
}

/** The button that opens the keypad, and the keypad: a dialog named as the field, its digits in the order drawn. */
export function renderKeypadField(field: KeypadField, t: Translate): Markup {
  const { id } = field;
  const describedBy = [`${id}-state`, field.hint !== undefined && `${id}-hint`, `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return html`<div class="field">
      <span class="field__label" id="${id}-label">${field.label}</span>
      ${field.hint !== undefined && html`<p class="field__hint" id="${id}-hint">${field.hint}</p>`}
      <button
        class="input secure-dots"
        type="button"
        id="${id}"
        aria-haspopup="dialog"
        aria-labelledby="${id}-label"
        aria-describedby="${describedBy}"
        data-opens="${id}-keypad"
        data-missing="${field.missing}"
        ${field.error !== undefined && html`aria-invalid="true"`}
      >
        ${renderDots(field.digits)}
      </button>
      <span
        class="visually-hidden"
        id="${id}-state"
        data-empty="${t('secure.keypad.empty')}"
        data-text="${t('secure.keypad.entered')}"
        >${t('secure.keypad.empty')}</span
      >
      <p class="field__error" id="${id}-error">${field.error}</p>
    </div>
    ${renderKeypad(field, t)}`;
}

function renderKeypad({ id, label, digits, keypad, next }: KeypadField, t: Translate): Markup {
  const entered = t('secure.keypad.enteredOf', { of: digits });
  return html`<dialog
    class="dialog secure-keypad"
    id="${id}-keypad"
    aria-labelledby="${id}-title"
    data-field="${id}"
    data-keypad="${keypad.id}"
    data-digits="${digits}"
    ${next !== undefined && html`data-next="${next}"`}
  >
    <div class="stack">
      <h2 class="dialog__title" id="${id}-title" tabindex="-1">${label}</h2>
      ${renderDots(digits)}
      <p
        class="secure-keypad__said"
        role="status"
        data-text="${entered}"
        data-full="${t('secure.keypad.full', { of: digits })}"
        data-erased="${t('secure.keypad.erased')}"
      >
        ${entered.replace('{count}', '0')}
      </p>
      <div class="keypad">
        ${keypad.keys.slice(0, 9).map(renderKey)}
        <button class="keypad__key keypad__key--action" type="button" data-action="eraseAll">
          ${t('secure.keypad.eraseAll')}
        </button>
        ${keypad.keys.slice(9).map(renderKey)}
        <button class="keypad__key keypad__key--action" type="button" data-action="erase">
          ${t('secure.keypad.erase')}
        </button>
        <button
          class="keypad__key keypad__key--action keypad__key--wide keypad__key--done"
          type="button"
          data-action="done"
        >
          ${t('secure.keypad.done')}
        </button>
      </div>
    </div>
  </dialog>`;
}

/** A circle a digit, so that it is seen how many are entered. */
function renderDots(digits: number): Markup {
  return html`<span class="dots" aria-hidden="true">${Array.from({ length: digits }, () => html`<i></i>`)}</span>`;
}

function renderKey({ cell, digit }: Keypad['keys'][number]): Markup {
  return html`<button class="keypad__key" type="button" data-cell="${cell}">${digit}</button>`;
}

/** The one button of a form, with what is shown and said while it works. */
export function renderSubmit(label: string, busy: string): Markup {
  return html`<div class="actions">
    <div class="secure-busy" id="progress" hidden>
      <progress class="progress" aria-label="${busy}"></progress>
      <p class="small muted">${busy}</p>
    </div>
    <button class="button button--block" type="submit" data-busy="${busy}">${label}</button>
  </div>`;
}

/** A sentence above the form that concerns no single field; the focus goes there. */
export function renderFormError(error: string | undefined): Markup {
  return html`<p
    class="notice notice--danger"
    id="form-error"
    role="alert"
    tabindex="-1"
    ${error === undefined && html`hidden`}
  >
    ${error}
  </p>`;
}
