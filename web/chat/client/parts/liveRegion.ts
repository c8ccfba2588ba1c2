/**
 * Web Chat reads new messages to screen readers from hidden copies that it removes after a second; buttons of cards and
 * suggested actions are copied as buttons, so that for this second each exists twice. The copies are made plain text:
 * what is read aloud stays the same, what can be pressed exists once.
 */
export function readCopiesAsText(element: HTMLElement): void {
  const mark = (): void => {
    const copies = element.querySelectorAll(
      '.webchat__live-region-activity__suggested-action:not([role]), [class*="live-region"] button:not([role])',
    );
    for (const copy of copies) copy.setAttribute('role', 'generic');
  };
  new MutationObserver(mark).observe(element, { childList: true, subtree: true });
}
