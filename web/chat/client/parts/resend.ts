import type { DirectLineConnection } from './webChat.ts';

/** Part of an activity as Web Chat keeps it. */
interface KeptActivity {
  readonly id?: string;
  readonly channelData?: { readonly clientActivityID?: string };
}

/** Part of an action of Web Chat's store. */
interface Action {
  readonly type: string;
  readonly meta?: { readonly method?: string };
  readonly payload?: { readonly activity?: KeptActivity };
}

/**
 * A store middleware: what is sent again keeps the id it was first sent under. Web Chat gives it a new one, so that a
 * message whose answer got lost on the way would become two turns, and its failed bubble would stay for ever. And once the
 * server shows a message, it counts as sent, however the request ended.
 */
export function resendUnderSameId(connection: () => DirectLineConnection | undefined) {
  return () =>
    (next: (action: unknown) => unknown) =>
    (action: Action): unknown => {
      const activity = action.payload?.activity;
      const clientActivityID = activity?.channelData?.clientActivityID;
      if (!activity || clientActivityID === undefined) return next(action);
      const meta = { clientActivityID, method: action.meta?.method ?? 'keyboard' };
      if (action.type === 'DIRECT_LINE/INCOMING_ACTIVITY' && activity.id !== undefined) {
        const result = next(action);
        next({ type: 'DIRECT_LINE/POST_ACTIVITY_FULFILLED', meta, payload: { activity } });
        return result;
      }
      if (action.type !== 'DIRECT_LINE/POST_ACTIVITY') return next(action);
      const reject = (): void => {
        next({ type: 'DIRECT_LINE/POST_ACTIVITY_REJECTED', error: true, meta, payload: new Error('not sent') });
      };
      const { id: _id, ...sent } = activity;
      const result = next({ type: 'DIRECT_LINE/POST_ACTIVITY_PENDING', meta, payload: { activity: sent } });
      const current = connection();
      if (!current) reject();
      // The stock client says 'retry' instead of an id when the server was away.
      else current.postActivity(sent).subscribe((id) => void (id === 'retry' && reject()), reject);
      return result;
    };
}
