import type { WebChatStore } from './webChat.ts';

/**
 * Makes Enter send once and whole while a Korean syllable is still being composed (PITFALLS 18). Browsers then report the
 * key as part of the composition (`isComposing`, or keyCode 229 in Safari, where the composition has just ended) and send
 * nothing, or send without the last syllable. So that Enter is taken out of the browser's hands: it sends when the
 * composition has ended. Only after Hangul, because Japanese and Chinese need their Enter to choose a word.
 */
export function sendOnKoreanEnter(element: HTMLElement, store: () => WebChatStore | undefined): void {
  let composing = false;
  let wanted = false;
  let hangul = false;
  const send = (): void => {
    wanted = false;
    // A turn of the loop later: Web Chat has read the last syllable from its input event, or has sent by itself.
    setTimeout(() => {
      const current = store();
      if (current?.getState().sendBoxValue?.trim()) current.dispatch(submit);
    });
  };
  element.addEventListener('compositionstart', () => {
    composing = true;
    hangul = false;
  });
  element.addEventListener('compositionupdate', (event) => {
    if (event.data !== '') hangul = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]$/u.test(event.data);
  });
  element.addEventListener('compositionend', () => {
    composing = false;
    if (wanted) send();
  });
  element.addEventListener(
    'keydown',
    (event) => {
      const isPartOfComposition = event.isComposing || event.keyCode === 229;
      if (!isEnter(event) || event.shiftKey || !isPartOfComposition || !hangul || !isSendBox(event.target)) return;
      event.stopPropagation();
      wanted = true;
      if (!composing) send();
    },
    { capture: true },
  );
}

const submit = { type: 'WEB_CHAT/SUBMIT_SEND_BOX', payload: { method: 'keyboard' } } as const;

// Chrome on Windows calls every key of a composition `Process`.
function isEnter({ key, code }: KeyboardEvent): boolean {
  return key === 'Enter' || (key === 'Process' && (code === 'Enter' || code === 'NumpadEnter'));
}

function isSendBox(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('form, .webchat__send-box') !== null;
}
