/**
 * Web Chat reads new messages to screen readers from hidden copies that it removes after a second; suggested actions are
 * copied as buttons, so that for this second each button exists twice. The copies are made plain text: what is read aloud
 * stays the same, what can be pressed exists once.
 */
export function readCopiesAsText(element: HTMLElement): void {
  const mark = (): void => {
    for (const copy of element.querySelectorAll('.webchat__live-region-activity__suggested-action:not([role])')) {
      copy.setAttribute('role', 'generic');
    }
  };
  new MutationObserver(mark).observe(element, { childList: true, subtree: true });
}
