import type { Activity, CardAction } from 'botbuilder';
import { readPlaceholder } from '../services/cases/linkPlaceholder.ts';
import type { TransferOwner } from '../services/cases/transfers.ts';
import type { VisitOwner } from '../services/visits/visitCase.ts';

/** Collaborators that composition/ hands in. */
export interface RealLinkParts {
  readonly publicUrl: string;
  readonly visitToken: (owner: VisitOwner) => string;
  readonly transferCode: (owner: TransferOwner) => string;
}

/** Puts the real link in the place of each placeholder, on the way out only (services/cases/linkPlaceholder). */
export class RealLinks {
  readonly #with: RealLinkParts;

  constructor(parts: RealLinkParts) {
    this.#with = parts;
  }

  /** The address that a placeholder stands for; any other text as it is. */
  of(text: string): string {
    const target = readPlaceholder(text);
    if (!target) return text;
    const { publicUrl, visitToken, transferCode } = this.#with;
    if (target.to === 'visit') return `${publicUrl}/secure/${visitToken(target.visit)}`;
    const query = target.language === undefined ? '' : `?language=${target.language}`;
    return `${publicUrl}/continue/${transferCode(target.transfer)}${query}`;
  }

  /** The activity with real links in its cards. */
  into(activity: Partial<Activity>): Partial<Activity> {
    if (!activity.attachments) return activity;
    const attachments = activity.attachments.map((attachment) => {
      const content = attachment.content as { readonly buttons?: readonly CardAction[] } | undefined; // cards of dialogs/turn/replies.ts
      return content?.buttons
        ? { ...attachment, content: { ...content, buttons: content.buttons.map((button) => this.#button(button)) } }
        : attachment;
    });
    return { ...activity, attachments };
  }

  #button(button: CardAction): CardAction {
    return typeof button.value === 'string' ? { ...button, value: this.of(button.value) } : button;
  }
}
