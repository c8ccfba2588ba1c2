const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * What is said, as it was said: Web Chat takes every bubble and card for markdown, which would swallow line breaks, make
 * lists of numbered lines, and read a customer's own words (`**`, `<img>`) as markup.
 */
export function plainText(text: string): string {
  const escaped = text.replaceAll(/[&<>"']/gu, (character) => escapes[character] ?? '');
  return `<p>${escaped.replaceAll(/\r?\n/gu, '<br />')}</p>`;
}
