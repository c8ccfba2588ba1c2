import type { CardAction } from 'botbuilder';
import { kakaoLimits, type Extra, type KakaoButton, type KakaoQuickReply } from './kakaoResponse.ts';
import { shorten } from './kakaoText.ts';

/** How buttons are drawn in one answer. */
export interface ButtonStyle {
  /** Number of the answer; it travels in `extra`, so that a button of an older answer is known as such. */
  readonly answer: number;
  /** The label of the operator's button, when the channel has agents of its own: it stands in hand-off cards. */
  readonly operatorLabel?: string;
}

/** A card's button, with every text within its limit; undefined for one that Kakao has no form for. */
export function buttonOf(action: CardAction, style: ButtonStyle): KakaoButton | undefined {
  const label = shorten(action.title, kakaoLimits.label);
  const target = typeof action.value === 'string' ? action.value : '';
  if (label === '') return undefined;
  if (action.type === 'openUrl') return { label, action: 'webLink', webLinkUrl: target };
  if (action.type === 'call') return { label, action: 'phone', phoneNumber: target.replace(/^tel:/u, '') };
  return { label, action: 'message', ...said(action, style) };
}

/** A short answer; links and phones are no short answers in KakaoTalk. */
export function quickReplyOf(action: CardAction, style: ButtonStyle): KakaoQuickReply | undefined {
  if (action.type === 'openUrl' || action.type === 'call') return undefined;
  const label = shorten(action.title, kakaoLimits.label);
  return label === '' ? undefined : { label, action: 'message', ...said(action, style) };
}

function said(action: CardAction, { answer }: ButtonStyle): { messageText: string; extra: Extra } {
  const value: unknown = action.value;
  const text = action.type === 'messageBack' ? action.text : value;
  const words = typeof text === 'string' && text.trim() !== '' ? text : action.title;
  return { messageText: shorten(words, kakaoLimits.messageText), extra: { ...carried(value), answer } };
}

function carried(value: unknown): Extra {
  if (typeof value !== 'object' || value === null) return {};
  const plain = Object.entries(value).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return Object.fromEntries(plain);
}
