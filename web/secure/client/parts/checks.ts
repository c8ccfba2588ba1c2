import { need } from '../../../forms/client/parts/page.ts';

/** Ticks off what a password needs, as far as it is typed. */
export function tickOff(form: HTMLFormElement, secret: string, confirmation: string): void {
  const length = Array.from(secret.normalize('NFC')).length;
  const met: Record<string, boolean> = {
    length: length >= 8 && length <= 64,
    upper: /[A-Z]/.test(secret),
    lower: /[a-z]/.test(secret),
    digit: /[0-9]/.test(secret),
    special: /[\p{P}\p{S}]/u.test(secret),
    same: secret !== '' && secret === confirmation,
  };
  for (const item of form.querySelectorAll<HTMLElement>('[data-check]')) {
    const isMet = met[item.dataset['check'] ?? ''] ?? false;
    const words = need('.visually-hidden', HTMLElement, item);
    item.dataset['met'] = isMet ? 'true' : '';
    words.textContent = (isMet ? words.dataset['met'] : words.dataset['open']) ?? '';
  }
}
