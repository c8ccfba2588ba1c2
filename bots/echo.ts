import type { Activity } from 'botbuilder';
import type { Delivery } from './conversationPort.ts';

/**
 * The customer's own words as the conversation shows them, secrets masked. The client knows its bubble again by the id that
 * it gave it itself.
 */
export function echoOf(delivery: Delivery, text: string): Partial<Activity> {
  const clientActivityID = clientIdOf(delivery.activity.channelData);
  return {
    type: 'message',
    id: delivery.activity.id,
    from: { id: delivery.userId, name: '', role: 'user' },
    text,
    ...(clientActivityID !== undefined && { channelData: { clientActivityID } }),
  };
}

/** @param channelData anything a client sent */
function clientIdOf(channelData: unknown): string | undefined {
  const isObject = typeof channelData === 'object' && channelData !== null;
  const id = isObject && 'clientActivityID' in channelData ? channelData.clientActivityID : undefined;
  return typeof id === 'string' ? id : undefined;
}
