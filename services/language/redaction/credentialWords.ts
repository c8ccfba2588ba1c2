import language from './redaction.json' with { type: 'json' };
import type { SecretSpan } from './secret.ts';
import type { ContextWord } from './secretContexts.ts';

const reach = 100;
const fillers = [...language.credentialFillers].sort((a, b) => b.length - a.length).join('|');
const marks = language.credentialMarks.join('|');
const printable = '[!-~]{4,64}';
const announcedToken = new RegExp(`^((?:${fillers}|[\\s:="'(])*)(${printable})`);
const tokenBefore = new RegExp(`(?:^|[^!-~])(${printable})(?:\\s|${marks}|${fillers})*$`);
const mark = new RegExp(`(?:${marks})`);
const common = new Set(language.commonWords);

/**
 * Passwords in letters that are given with the word for it ("비밀번호는 Abcd1234!", "Abcd1234!이 비번이에요"), or alone
 * after a message that announced one (`announced`).
 */
export function findCredentialWords(text: string, words: readonly ContextWord[], announced: boolean): SecretSpan[] {
  const spans = words
    .filter(({ context }) => context === 'credential')
    .flatMap((word) => [tokenAfterWord(text, word), tokenBeforeWord(text, word)])
    .filter((span) => span !== undefined);
  const alone = text.trim();
  if (announced && /^[!-~]{6,64}$/.test(alone) && isPassword(alone)) {
    spans.push({ kind: 'credential', start: 0, end: text.length });
  }
  return spans;
}

function tokenAfterWord(text: string, word: ContextWord): SecretSpan | undefined {
  const found = announcedToken.exec(text.slice(word.end, word.end + reach));
  const [, between = '', token = ''] = found ?? [];
  if (!isPassword(token) && !(mark.test(between) && isPlainWord(token))) return undefined;
  const start = word.end + between.length;
  return { kind: 'credential', start, end: start + token.length };
}

function tokenBeforeWord(text: string, word: ContextWord): SecretSpan | undefined {
  const from = Math.max(0, word.start - reach);
  const found = tokenBefore.exec(text.slice(from, word.start));
  const token = found?.[1] ?? '';
  if (!found || !isPassword(token)) return undefined;
  const start = from + found.index + found[0].indexOf(token);
  return { kind: 'credential', start, end: start + token.length };
}

/** Letters together with digits or signs: no ordinary word looks so. Addresses are no passwords. */
function isPassword(token: string): boolean {
  if (/^[\w.+-]+@[\w-]+\.[\w.-]+$|:\/\/|^www\./i.test(token)) return false;
  return token.length >= 6 && /[A-Za-z]/.test(token) && /[\d!@#$%^&*_+=]/.test(token);
}

function isPlainWord(token: string): boolean {
  return /^[A-Za-z]{6,64}$/.test(token) && !common.has(token.toLowerCase());
}
