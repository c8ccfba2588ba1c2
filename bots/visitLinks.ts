import type { Activity, CardAction } from 'botbuilder';
import type { VisitOwner } from '../services/visits/visitCase.ts';

const placeholder = /^(secure-visit|passage):([\w-]{1,64}):(\d{1,9})(?::(ko|en))?$/;

/** What makes the code of a passage to another channel (services/cases/transfers). */
export type PassageCode = (owner: { readonly caseId: string; readonly number: number }) => string;

/**
 * Puts the real link in the place of each placeholder of a visit or a passage, on the way out only: what is stored of a
 * conversation opens nothing (SECURITY §1, visit).
 */
export function visitLinks(publicUrl: string, token: (owner: VisitOwner) => string, code?: PassageCode) {
  const address = (kind: string, caseId: string, number: number, language?: string): string =>
    kind === 'passage' && code
      ? `${publicUrl}/continue/${code({ caseId, number })}${language === undefined ? '' : `?language=${language}`}`
      : `${publicUrl}/secure/${token({ caseId, visitNumber: number })}`;
  const resolve = (action: CardAction): CardAction => {
    const [, kind, caseId, number, language] =
      typeof action.value === 'string' ? (placeholder.exec(action.value) ?? []) : [];
    if (kind === undefined || caseId === undefined) return action;
    return { ...action, value: address(kind, caseId, Number(number), language) };
  };
  return (activity: Partial<Activity>): Partial<Activity> => {
    if (!activity.attachments) return activity;
    const attachments = activity.attachments.map((attachment) => {
      const content = attachment.content as { readonly buttons?: readonly CardAction[] } | undefined; // cards of dialogs/turn/replies.ts
      return content?.buttons
        ? { ...attachment, content: { ...content, buttons: content.buttons.map((button) => resolve(button)) } }
        : attachment;
    });
    return { ...activity, attachments };
  };
}
