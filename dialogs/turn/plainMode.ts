import type { CardAction } from 'botbuilder';
import type { Choice } from '../../services/cases/caseRecord.ts';
import { cardOf, choiceOf, limits, withCard, type Reply } from './replies.ts';
import type { Translate } from './dialogWorld.ts';

/** An answer as it goes out: its bubbles, the short answers below the last, and what a number picks. */
export interface ShownAnswer {
  readonly replies: readonly Reply[];
  readonly offered: readonly CardAction[];
  readonly choices: readonly Choice[];
}

/** Not answers but ways that are always there: they keep their names and stand last. */
const ways = ['common.back', 'common.agent'] as const;

/**
 * Plain mode's one way of offering choices: each one that can be said gets a number, which stands on its button and in
 * the words above it ("1번 네"), so that typing the number is enough (CONVERSATIONS 4). What opens or dials keeps its
 * name: nobody can press it in the customer's stead.
 */
export function numbered(replies: readonly Reply[], offered: readonly CardAction[], t: Translate): ShownAnswer {
  const names: readonly string[] = ways.map((way) => t(way));
  const isWay = ({ title }: CardAction): boolean => names.includes(title);
  const counting = new Counting(t);
  const drawn = replies.map((reply) => counting.card(reply));
  const answers = offered.filter((button) => !isWay(button)).map((button) => counting.take(button));
  const last = drawn.at(-1);
  const bubbles = last ? [...drawn.slice(0, -1), counting.sayIn(last)] : drawn;
  const waysOn = offered.filter(isWay);
  return {
    replies: bubbles,
    offered: [...answers, ...waysOn],
    choices: [...counting.choices, ...waysOn.map(choiceOf)],
  };
}

/** Hands out the numbers of one answer, and knows which are still to be said in words. */
class Counting {
  readonly choices: Choice[] = [];
  readonly #t: Translate;
  #unsaid: readonly string[] = [];

  constructor(t: Translate) {
    this.#t = t;
  }

  /** The button under its number; a number that makes its label too long for a channel stands in the words alone. */
  take(button: CardAction): CardAction {
    if (button.type !== 'imBack' && button.type !== 'messageBack') return button;
    this.choices.push(choiceOf(button));
    const label = this.#t('plain.choice', { number: this.choices.length, label: button.title });
    this.#unsaid = [...this.#unsaid, label];
    return label.length <= limits.label ? { ...button, title: label } : button;
  }

  /** A card whose buttons are numbered. A table has no words of its own: its choices are said in the bubble below. */
  card(reply: Reply): Reply {
    const buttons = cardOf(reply)?.buttons;
    if (!buttons) return reply;
    const taken = withCard(reply, { buttons: buttons.map((button) => this.take(button)) });
    return cardOf(reply)?.text === undefined ? taken : this.sayIn(taken);
  }

  /** Says what was not said yet under the words of this bubble, where it has some. */
  sayIn(reply: Reply): Reply {
    const words = reply.text ?? cardOf(reply)?.text;
    if (words === undefined) return reply;
    const said = [words, ...this.#unsaid].join('\n');
    this.#unsaid = [];
    return reply.text === undefined ? withCard(reply, { text: said }) : { ...reply, text: said };
  }
}
