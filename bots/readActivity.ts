import type { Activity } from 'botbuilder';
import type { Message, Stimulus } from '../dialogs/turn/stimulus.ts';
import { buttonParts } from '../services/cases/buttonValue.ts';
import type { CaseRecord } from '../services/cases/caseRecord.ts';
import { needed } from '../services/enrollment/plan/progress.ts';
import { normalizeUserText } from '../services/language/reading/normalizeUserText.ts';
import { redact, type RedactionState } from '../services/language/redaction/redact.ts';
import { toJson, type Json } from '../services/shared/json.ts';
import type { Understand } from '../services/language/understanding.ts';

/** A delivery as it was heard: what the dialogs get, what may be shown and kept of it, and what the next message must know. */
export interface Heard {
  readonly stimulus: Stimulus;
  /** The customer's own words with every secret masked; undefined when nothing was said. */
  readonly echo: string | undefined;
  readonly redaction: Json;
}

/** A message longer than this is shown cut: it was not read either. */
const longestEcho = 1_000;

/**
 * Reads an activity: secrets are erased before anything else sees the words (SECURITY §2). Undefined for what needs no
 * turn (typing, traces, events of other bots).
 */
export function hear(
  activity: Partial<Activity>,
  record: CaseRecord,
  now: Temporal.Instant,
  understand: Understand,
): Heard | undefined {
  if (activity.type === 'conversationUpdate') {
    return { stimulus: { kind: 'joined' }, echo: undefined, redaction: record.redaction ?? null };
  }
  if (activity.type !== 'message') return undefined;
  return hearMessage(activity, record, now, understand);
}

function hearMessage(
  activity: Partial<Activity>,
  record: CaseRecord,
  now: Temporal.Instant,
  understand: Understand,
): Heard {
  const raw = activity.text ?? '';
  const expectingCode = record.enrollment !== undefined && needed(record.enrollment, now) === 'smsCode';
  const redaction = redact(raw, { expectingCode, previous: record.redaction as RedactionState | undefined }); // written below, last turn
  const { text, tooLong } = normalizeUserText(redaction.text);
  const masked = redaction.found.length > 0 || redaction.code !== undefined;
  const stimulus: Message = {
    kind: 'message',
    text,
    erased: redaction.found,
    code: redaction.code,
    value: valueOf(activity.value),
    understanding: understand(tooLong ? '' : text),
    tooLong,
    hasFile: (activity.attachments?.length ?? 0) > 0,
  };
  const shown = masked ? redaction.text : raw;
  return { stimulus, echo: shown.slice(0, longestEcho), redaction: toJson(redaction.next) };
}

/** What a button carried: an object of ours, or nothing. A string may hold it as JSON (some clients send it so). */
function valueOf(value: unknown): Message['value'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const known = buttonParts.flatMap((name): [string, string | number][] => {
    const part: unknown = (value as Record<string, unknown>)[name]; // an object, checked above
    return typeof part === 'string' || typeof part === 'number' ? [[name, part]] : [];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
