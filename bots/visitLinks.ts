import type { Activity, CardAction } from 'botbuilder';
import type { VisitOwner } from '../services/visits/secureStep.ts';

const placeholder = /^secure-visit:([\w-]{1,64}):(\d{1,9})$/;

/**
 * Puts the real link in the place of each visit's placeholder, on the way out only: what is stored of a conversation
 * opens nothing (SECURITY §1, visit).
 */
export function visitLinks(publicUrl: string, token: (owner: VisitOwner) => string) {
  const resolve = (action: CardAction): CardAction => {
    const [, caseId, number] = typeof action.value === 'string' ? (placeholder.exec(action.value) ?? []) : [];
    if (caseId === undefined) return action;
    return { ...action, value: `${publicUrl}/secure/${token({ caseId, visitNumber: Number(number) })}` };
  };
  return (activity: Partial<Activity>): Partial<Activity> => {
    if (!activity.attachments) return activity;
    const attachments = activity.attachments.map((attachment) => {
      const content = attachment.content as { readonly buttons?: readonly CardAction[] } | undefined; // cards of dialogs/replies.ts
      return content?.buttons
        ? { ...attachment, content: { ...content, buttons: content.buttons.map(resolve) } }
        : attachment;
    });
    return { ...activity, attachments };
  };
}
