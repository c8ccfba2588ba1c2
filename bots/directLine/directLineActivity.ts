import { createHash } from 'node:crypto';
import type { Activity, Attachment } from 'botbuilder';
import { ok, refuse, type Result } from '../../services/shared/result.ts';

/** Why what a client posted is no activity. */
export type ActivityRefusal = 'activity.malformed' | 'activity.typeUnknown';

/** A checked activity and the key under which a repeat of it is found. */
export interface Posted {
  readonly activity: Partial<Activity>;
  readonly deliveryKey: string | undefined;
}

const types = ['message', 'event', 'typing'] as const;
const keyLength = 128;

/**
 * Reads an activity as a client posts it. Only what a customer may say is taken over: who they are, where and when is set
 * by our server; files are left out but their number and kind, so that the bot can say that it takes none (a picture of an
 * ID would come along in `contentUrl` and again in `thumbnailUrl`).
 */
export function readActivity(body: unknown): Result<Posted, ActivityRefusal> {
  if (!isRecord(body)) return refuse('activity.malformed');
  const { type, text, name, value, channelData, attachments, conversation, from, id } = body;
  if (typeof type !== 'string' || !isOptional(text, isString) || !isOptional(name, isString)) {
    return refuse('activity.malformed');
  }
  if (!isOptional(conversation, isRecord) || !isOptional(from, isRecord) || !isOptional(channelData, isRecord)) {
    return refuse('activity.malformed');
  }
  if (!isOptional(id, isString) || !isOptional(attachments, isRecordList)) return refuse('activity.malformed');
  const known = types.find((candidate) => candidate === type);
  if (known === undefined) return refuse('activity.typeUnknown');
  const clientId = keyOf(channelData?.['clientActivityID']);
  return ok({
    deliveryKey: clientId ?? keyOf(id),
    activity: withoutUndefined({
      type: known,
      text,
      name,
      value,
      channelData: keptChannelData(channelData, clientId),
      attachments: attachments?.map((attachment) => describe(attachment)),
    }),
  });
}

/** The id of what a customer sent: the same key gives the same id, so that a repeat is answered like the first. */
export function activityId(conversationId: string, deliveryKey: string): string {
  const digest = createHash('sha256').update(`${conversationId}\n${deliveryKey}`).digest('base64url');
  return `${conversationId}|${digest.slice(0, 22)}`;
}

function keptChannelData(
  channelData: Readonly<Record<string, unknown>> | undefined,
  clientActivityID: string | undefined,
): Record<string, unknown> | undefined {
  if (!channelData) return undefined;
  const { clientTimestamp, postBack } = channelData;
  return withoutUndefined({
    clientActivityID,
    clientTimestamp: keyOf(clientTimestamp),
    postBack: postBack === true ? true : undefined,
  });
}

function describe(attachment: Readonly<Record<string, unknown>>): Attachment {
  const contentType = attachment['contentType'];
  return { contentType: isString(contentType) ? contentType.slice(0, keyLength) : 'application/octet-stream' };
}

function keyOf(value: unknown): string | undefined {
  return isString(value) && value !== '' && value.length <= keyLength ? value : undefined;
}

function withoutUndefined<T extends object>(value: T): T {
  // Only members whose type allows undefined are left out.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordList(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every((item) => isRecord(item));
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || is(value);
}
