import type { CardAction } from 'botbuilder';
import { buttonOf, type ButtonStyle } from './kakaoButtons.ts';
import { kakaoLimits, type KakaoButton, type ListItem, type Output, type TextCard } from './kakaoResponse.ts';
import { shorten, splitText, widthOf } from './kakaoText.ts';

/** A card of dialogs/turn/replies.ts, hero or receipt. */
export interface Card {
  readonly title?: string;
  readonly text?: string;
  readonly facts?: readonly { readonly key: string; readonly value: string }[];
  readonly buttons?: readonly CardAction[];
  /** It leads to a person: here, and only here, the operator's button stands. */
  readonly handoff?: boolean;
}

/** Words in bubbles of their own, as many as they need. */
export function textBubbles(text: string): Output[] {
  return splitText(text, kakaoLimits.text).map((part) => ({ simpleText: { text: part } }));
}

/**
 * A card as bubbles: a table where it has rows that fit, a list where it has more choices than a card has room for, else
 * a card with words. What does not fit stands before it, so that the buttons come last.
 */
export function cardBubbles(drawn: Card, style: ButtonStyle): Output[] {
  const card = trimmed(drawn);
  if (card.facts && card.facts.length > 0) return tableBubbles(card, card.facts, style);
  const actions = card.buttons ?? [];
  const choices = actions.filter(({ type }) => type !== 'call');
  if (actions.length > kakaoLimits.buttons && choices.length === actions.length) return listBubbles(card, style);
  return wordsBubbles(card, style);
}

function trimmed({ title = '', text = '', facts = [], buttons = [], handoff = false }: Card): Card {
  // the name of a row is one line, whatever it was made of
  const rows = facts.map(({ key, value }) => ({ key: key.replaceAll(/\s+/gu, ' ').trim(), value: value.trim() }));
  return { title: title.trim(), text: text.trim(), facts: rows, buttons, handoff };
}

function wordsBubbles({ title = '', text = '', buttons = [], handoff }: Card, style: ButtonStyle): Output[] {
  const drawn = handoff ? withOperator(buttonsOf(buttons, style), style) : buttonsOf(buttons, style);
  const heads = splitText(title, kakaoLimits.title);
  const head = heads[0] ?? '';
  const described = [...heads.slice(1), text].filter((part) => part !== '').join('\n');
  const parts = splitText(described, kakaoLimits.textCard - head.length);
  const before = parts.slice(0, -1).flatMap((part) => textBubbles(part));
  const words: TextCard = {
    ...(head === '' ? {} : { title: head }),
    ...(parts.length > 0 ? { description: parts.at(-1) ?? '' } : {}),
  };
  const [first = [], ...more] = chunks(drawn, kakaoLimits.buttons);
  if (head === '' && parts.length === 0) {
    return more.length + first.length === 0 ? [] : [first, ...more].map((some) => onlyButtons(some));
  }
  return [...before, { textCard: { ...words, ...withButtons(first) } }, ...more.map((some) => onlyButtons(some))];
}

/** Kakao wants words in every card: the first label says what the card is for. */
function onlyButtons(buttons: readonly KakaoButton[]): Output {
  return { textCard: { title: buttons[0]?.label ?? '', ...withButtons(buttons) } };
}

function tableBubbles(
  { title = '', buttons = [] }: Card,
  facts: NonNullable<Card['facts']>,
  style: ButtonStyle,
): Output[] {
  const fits = facts.every(
    ({ key, value }) =>
      key !== '' &&
      key.length <= kakaoLimits.rowTitle &&
      value !== '' &&
      !value.includes('\n') &&
      widthOf(value) <= kakaoLimits.rowWidth,
  );
  if (!fits || title.includes('\n') || widthOf(title) > kakaoLimits.headWidth || buttons.length > kakaoLimits.buttons) {
    const text = facts.map(({ key, value }) => `${key}: ${value}`).join('\n');
    return wordsBubbles({ title, text, buttons }, style);
  }
  const rows = facts.map(({ key, value }) => ({ title: key, description: value }));
  const pages = chunks(rows, kakaoLimits.rows);
  return pages.map((itemList, index) => ({
    itemCard: {
      ...(index === 0 && title !== '' ? { head: { title } } : {}),
      itemList,
      itemListAlignment: 'left',
      ...(index === pages.length - 1 ? withButtons(buttonsOf(buttons, style)) : {}),
    },
  }));
}

function listBubbles({ title = '', text = '', buttons = [] }: Card, style: ButtonStyle): Output[] {
  const items = buttonsOf(buttons, style).flatMap((button): ListItem[] => {
    const label = shorten(button.label, kakaoLimits.listTitle);
    if (button.action === 'webLink') return [{ title: label, link: { web: button.webLinkUrl } }];
    if (button.action !== 'message') return [];
    const { messageText, extra } = button;
    return [{ title: label, action: 'message', messageText, ...(extra ? { extra } : {}) }];
  });
  const header = { title: shorten(title === '' ? (items[0]?.title ?? '') : title, kakaoLimits.listHeader) };
  const lists = chunks(items, kakaoLimits.listItems).map((some): Output => ({ listCard: { header, items: some } }));
  return [...textBubbles(text), ...lists];
}

function buttonsOf(actions: readonly CardAction[], style: ButtonStyle): KakaoButton[] {
  return actions.flatMap((action) => buttonOf(action, style) ?? []);
}

/** The operator's button behind the one that dials, where the channel has agents of its own. */
function withOperator(buttons: readonly KakaoButton[], { operatorLabel }: ButtonStyle): KakaoButton[] {
  if (operatorLabel === undefined) return [...buttons];
  const phone = buttons.findIndex(({ action }) => action === 'phone');
  return buttons.toSpliced(phone + 1, 0, { label: operatorLabel, action: 'operator' });
}

function withButtons(buttons: readonly KakaoButton[]): Pick<TextCard, 'buttons' | 'buttonLayout'> {
  return buttons.length === 0 ? {} : { buttons, buttonLayout: 'vertical' };
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}
