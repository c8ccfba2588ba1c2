import type { Translate } from '../../locales/index.ts';
import type { BankCustomer, BankPages } from '../../services/sandboxBank/bankPages.ts';
import { html, type Markup } from '../html.ts';
import { sandboxPage } from './page.ts';

/** What the pages of the sandbox banks are drawn with. */
export interface BankPageParts {
  readonly translate: Translate;
  /** `/assets/design.css?v=…` */
  readonly stylesheet: string;
}

/** The pages of the sandbox banks: log-in, consent, and the one for a log-in that cannot go on. No script on any. */
export function createBankPages({ translate, stylesheet }: BankPageParts): BankPages {
  const page = (bankName: string, title: string, body: Markup) => {
    const [note, notice] = [translate('sandbox.bank.note'), translate('sandbox.bank.notice')];
    return sandboxPage({ title, masthead: bankName, note, notice, stylesheet, body });
  };
  return {
    login: (view) =>
      page(view.bankName, translate('sandbox.bank.login.title', { bank: view.bankName }), loginForm(translate, view)),
    consent: (view) => page(view.bankName, translate('sandbox.bank.consent.title'), consentForm(translate, view)),
    failure: ({ bankName }) =>
      page(bankName, translate('sandbox.bank.failure.title'), html`<p>${translate('sandbox.bank.failure.text')}</p>`),
  };
}

function loginForm(t: Translate, view: { action: string; id: string; refused: boolean }): Markup {
  const invalid = view.refused && html`aria-invalid="true" aria-describedby="wrong"`;
  return html`<p>${t('sandbox.bank.login.text')}</p>
    <form method="post" action="${view.action}" class="stack" autocomplete="off">
      ${view.refused && html`<p class="field__error" id="wrong" role="alert">${t('sandbox.bank.login.wrong')}</p>`}
      <div class="field">
        <label class="field__label" for="id">${t('sandbox.bank.login.id')}</label>
        <input
          class="input"
          id="id"
          name="id"
          value="${view.id}"
          required
          autocapitalize="none"
          spellcheck="false"
          autofocus
          ${invalid}
        />
      </div>
      <div class="field">
        <label class="field__label" for="password">${t('sandbox.bank.login.password')}</label>
        <input class="input" id="password" name="password" type="password" required ${invalid} />
      </div>
      <div class="actions">
        <button class="button" name="choice" value="continue">${t('sandbox.bank.login.button')}</button>
        <button class="button button--quiet" name="choice" value="cancel" formnovalidate>
          ${t('sandbox.bank.login.cancel')}
        </button>
      </div>
    </form>`;
}

function consentForm(t: Translate, view: { action: string; told: BankCustomer }): Markup {
  const { name, phone, email } = view.told;
  const rows = [
    [t('sandbox.bank.consent.name'), name],
    [t('sandbox.bank.consent.birthDate'), t('sandbox.bank.consent.included')],
    [t('sandbox.bank.consent.phone'), phone.replace(/^(...)(....)/, '$1-$2-')],
    [t('sandbox.bank.consent.email'), email],
    [t('sandbox.bank.consent.ci'), t('sandbox.bank.consent.included')],
  ];
  return html`<p>${t('sandbox.bank.consent.text')}</p>
    <dl class="card facts">
      ${rows.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <form method="post" action="${view.action}" class="actions">
      <button class="button" name="choice" value="continue">${t('sandbox.bank.consent.button')}</button>
      <button class="button button--quiet" name="choice" value="cancel">${t('sandbox.bank.consent.cancel')}</button>
    </form>`;
}
