import { need } from '../../../forms/client/parts/page.ts';

/** Milliseconds after which a window that is still there was not ours to close. */
const closing = 300;

/** Addresses at which KakaoTalk closes its in-app browser. */
const kakaoClose = { android: 'kakaotalk://inappbrowser/close', ios: 'kakaoweb://closeBrowser' } as const;

/** The close button: KakaoTalk's own way, else the window's, else a sentence that says what to do. */
export function wireClose(): void {
  const button = document.querySelector('[data-action=close]');
  button?.addEventListener('click', () => {
    if (/KAKAOTALK/i.test(navigator.userAgent)) {
      location.href = /iPhone|iPad|iPod/.test(navigator.userAgent) ? kakaoClose.ios : kakaoClose.android;
    }
    window.close();
    setTimeout(() => {
      need('[data-after-close]', HTMLElement).hidden = false;
    }, closing);
  });
}
