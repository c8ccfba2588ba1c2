import type { Json } from '../../services/shared/json.ts';

/** What travels with a button and comes back as `action.clientExtra`, unseen by the customer. */
export type Extra = Readonly<Record<string, string | number>>;

/** A button of a card. Source: KAKAO §2, "button action". */
export type KakaoButton =
  | { readonly label: string; readonly action: 'message'; readonly messageText: string; readonly extra?: Extra }
  | { readonly label: string; readonly action: 'webLink'; readonly webLinkUrl: string }
  | { readonly label: string; readonly action: 'phone'; readonly phoneNumber: string }
  | { readonly label: string; readonly action: 'operator' };

/** A short answer below the last bubble: says something, never opens a link. */
export interface KakaoQuickReply {
  readonly label: string;
  readonly action: 'message';
  readonly messageText: string;
  readonly extra?: Extra;
}

/** A card with words. */
export interface TextCard {
  readonly title?: string;
  readonly description?: string;
  readonly buttons?: readonly KakaoButton[];
  readonly buttonLayout?: 'vertical' | 'horizontal';
}

/** A card with short rows. */
export interface ItemCard {
  readonly head?: { readonly title: string };
  readonly itemList: readonly { readonly title: string; readonly description: string }[];
  readonly itemListAlignment?: 'left' | 'right';
  readonly title?: string;
  readonly description?: string;
  readonly buttons?: readonly KakaoButton[];
  readonly buttonLayout?: 'vertical' | 'horizontal';
}

/** One row of a list: says something, or opens a link. */
export type ListItem =
  | { readonly title: string; readonly action: 'message'; readonly messageText: string; readonly extra?: Extra }
  | { readonly title: string; readonly link: { readonly web: string } };

/** A card with rows to choose from. */
export interface ListCard {
  readonly header: { readonly title: string };
  readonly items: readonly ListItem[];
  readonly buttons?: readonly KakaoButton[];
}

/** One bubble; exactly one component. */
export type Output =
  | { readonly simpleText: { readonly text: string } }
  | { readonly textCard: TextCard }
  | { readonly itemCard: ItemCard }
  | { readonly listCard: ListCard };

/** What a customer sees of one answer. */
export interface Bubbles {
  readonly outputs: readonly Output[];
  readonly quickReplies: readonly KakaoQuickReply[];
}

/** SkillResponse 2.0. */
export interface SkillResponse {
  readonly version: '2.0';
  readonly template: {
    readonly outputs: readonly Output[];
    readonly quickReplies?: readonly KakaoQuickReply[];
  };
}

/** The first answer of a call that goes on by callback: Kakao shows `data.text` while it waits. */
export interface CallbackResponse {
  readonly version: '2.0';
  readonly useCallback: true;
  readonly data: { readonly text: string };
}

/** The limits of KAKAO §2, in UTF-16 units; where Kakao says "lines", the width below stands for it. */
export const kakaoLimits = {
  bodyBytes: 30_720,
  outputs: 3,
  quickReplies: 10,
  /** Kakao takes 1,000, and folds away what comes after 500. */
  text: 500,
  label: 14,
  labelHorizontal: 8,
  buttons: 3,
  buttonsHorizontal: 2,
  title: 50,
  textCard: 400,
  rows: 10,
  rowTitle: 6,
  /** Two lines of a row: a Hangul syllable is two wide, a digit one. */
  rowWidth: 56,
  /** One line of a card's head. */
  headWidth: 40,
  listItems: 5,
  /** A row's title of a list stays on its line. */
  listTitle: 36,
  listHeader: 40,
  itemCardText: 200,
  itemCardLines: 12,
  messageText: 500,
} as const;

/** The answer that shows these bubbles. */
export function responseOf({ outputs, quickReplies }: Bubbles): SkillResponse {
  return {
    version: '2.0',
    template: { outputs, ...(quickReplies.length > 0 ? { quickReplies } : {}) },
  };
}

/** A response as JSON; it holds nothing else. */
export function asJson(response: SkillResponse | CallbackResponse): Json {
  return response as unknown as Json; // interfaces have no index signature, their members are JSON
}
