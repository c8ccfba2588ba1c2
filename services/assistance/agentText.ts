import { redact, type RedactionState } from '../language/redaction/redact.ts';
import { ok, refuse, type Result } from '../shared/result.ts';

/** The longest that an agent writes at once. */
const longestAgentText = 500;

/** Controls that turn the direction of text round, or hide in it: what is read would not be what is written. */
const hidden = /[\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/gu;
const controls = /[\p{Cc}--[\n]]/gv;

/**
 * What an agent wrote as it may be shown: no hidden controls, secrets masked (an agent has no need to write one).
 *
 * @returns refusals `assistance.textEmpty`, `assistance.textTooLong` (over 500 characters)
 * Source: SECURITY §2, Agents
 */
export function agentText(written: string): Result<string, 'assistance.textEmpty' | 'assistance.textTooLong'> {
  const text = written.replaceAll(hidden, '').replaceAll(/\r\n?/g, '\n').replaceAll(controls, ' ').trim();
  if (text === '') return refuse('assistance.textEmpty');
  if (text.length > longestAgentText) return refuse('assistance.textTooLong');
  return ok(withoutSecrets(text));
}

/** Line by line, since masking knows no lines; what a line leaves open is looked for in the next. */
function withoutSecrets(text: string): string {
  let previous: RedactionState | undefined;
  const lines = text.split('\n').map((line) => {
    const redacted = redact(line, { expectingCode: false, previous });
    previous = redacted.next;
    return redacted.text;
  });
  return lines.join('\n');
}
