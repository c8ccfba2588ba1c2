import { changeRecord, removal } from '../services/state/changeRecord.ts';
import type { State } from '../services/state/state.ts';
import { activityStream } from './directLine/directLineLog.ts';
import { kakaoKey } from './kakao/kakaoConversations.ts';

/** Removes all that the channels keep of a conversation, whichever channel it was in. Outage: `Unavailable('store')`. */
export async function forgetConversation(
  { streams, records }: Pick<State, 'streams' | 'records'>,
  conversationId: string,
): Promise<void> {
  await streams.empty(activityStream(conversationId));
  await changeRecord(records, kakaoKey(conversationId), () => removal);
}
