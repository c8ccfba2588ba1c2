import type { ButtonValue } from '../../services/cases/buttonValue.ts';
import type { CaseRecord, Choice } from '../../services/cases/caseRecord.ts';
import { namedIn } from '../../services/banks/banks.ts';
import { CaseDraft } from './caseDraft.ts';
import { numbered, type ShownAnswer } from './plainMode.ts';
import {
  card,
  cardAction,
  cardOf,
  choiceOf,
  limits,
  offerActions,
  table,
  text,
  type Button,
  type Reply,
} from './replies.ts';
import type { Facts, Stimulus } from './stimulus.ts';
import type { DialogWorld, Translate } from './dialogWorld.ts';

type Values = Readonly<Record<string, string | number>>;
/** One turn being made: the case as it will be, and what the customer will read. The outcome is committed once. */
export class Turn extends CaseDraft {
  readonly stimulus: Stimulus;
  readonly facts: Facts;
  /** Another part of the same message is still to be dealt with: no way back to the question yet. */
  moreToCome = false;
  /** The customer wants time, or somebody else to talk to: silence is no reason to speak up. */
  inPeace = false;
  readonly #world: DialogWorld;
  #inEnglish: DialogWorld | undefined;
  #replies: Reply[] = [];
  #offered: readonly Button[] = [];
  #keepsChoices = false;

  constructor(request: {
    record: CaseRecord;
    stimulus: Stimulus;
    facts: Facts;
    world: DialogWorld;
    now: Temporal.Instant;
  }) {
    super({ record: request.record, now: request.now, banks: request.world.banks });
    this.stimulus = request.stimulus;
    this.facts = request.facts;
    this.#world = request.world;
  }

  /** A sentence in the customer's language; in plain mode its plain form, where it has one. */
  readonly t: Translate = (key, values) => {
    const { locale, plain } = this.record;
    return this.#world.translate(locale)(key, plain ? { ...values, context: 'plain' } : values);
  };

  /** Every list of words that a text stands in; what is said is looked up once, however many lists are asked for. */
  keysOf(said: string): ReadonlySet<string> {
    const { locale, plain } = this.record;
    return this.#world.words(locale, plain).keysOf(said);
  }

  /** True when a text is one of the words of a key (`a|b|c`), spaces and closing marks aside. */
  isWord(said: string, key: string): boolean {
    const { locale, plain } = this.record;
    const words = this.#world.words(locale, plain);
    return words.keysOf(said).has(words.known(key));
  }

  /** What may be asked of the trade; banks under the names that the customer knows them by. */
  get world(): DialogWorld {
    if (this.record.locale !== 'en') return this.#world;
    return (this.#inEnglish ??= { ...this.#world, banks: namedIn(this.#world.banks, 'en') });
  }

  /** Says the sentence `key` in a bubble of its own. */
  say(key: string, values?: Values): this {
    this.#replies.push(text(this.t(key, values)));
    return this;
  }

  /** Shows a card whose texts are `{key}.title` and `{key}.text`. */
  card(key: string, buttons: readonly Button[], values?: Values): this {
    this.#replies.push(card({ title: this.t(`${key}.title`, values), text: this.t(`${key}.text`, values), buttons }));
    return this;
  }

  /** Shows a card of sentences that are put together already. */
  cardSaying(content: { readonly title: string; readonly text: string; readonly buttons: readonly Button[] }): this {
    this.#replies.push(card(content));
    return this;
  }

  /** A card that leads to a person: a channel may add its own way to one. */
  handoffCard(key: string, buttons: readonly Button[], values?: Values): this {
    const [title, sentence] = [this.t(`${key}.title`, values), this.t(`${key}.text`, values)];
    this.#replies.push(card({ title, text: sentence, buttons, handoff: true }));
    return this;
  }

  /** Shows a table: rows are pairs of a key for the row's title and its value. */
  table(titleKey: string, rows: readonly (readonly [string, string])[], buttons: readonly Button[] = []): this {
    const named = rows.map(([key, value]) => [this.t(key), value] as const);
    this.#replies.push(table({ title: this.t(titleKey), rows: named, buttons }));
    return this;
  }

  /** The short answers below the last bubble; said again, they replace the ones before. */
  offer(...buttons: readonly Button[]): this {
    this.#offered = buttons.filter(
      (button, index) => buttons.findIndex(({ label }) => label === button.label) === index,
    );
    return this;
  }

  /** One more short answer behind those of the step, unless a step's answers are as many as a channel shows (KAKAO §2). */
  alsoOffer(button: Button): this {
    return this.#offered.length < 10 ? this.offer(...this.#offered, button) : this;
  }

  /** A button whose label is `key` and that says its label. */
  button(key: string, value?: ButtonValue): Button {
    return value ? { label: this.t(key), value } : { label: this.t(key) };
  }

  /** What is said now is no question: numbers go on picking answers of the one before. */
  keepChoices(): void {
    this.#keepsChoices = true;
  }

  /** Takes back what was said so far; what was decided stays. */
  hush(): this {
    this.#replies = [];
    this.#offered = [];
    return this;
  }

  get silent(): boolean {
    return this.#replies.length === 0;
  }

  /** The answer as it goes out: at most three bubbles, the short answers below the last. */
  get replies(): readonly Reply[] {
    const { replies, offered } = this.#shown();
    return offerActions(replies, offered);
  }

  /** What the customer may pick by its number: every button from top to bottom, as it is counted by eye. */
  get choices(): readonly Choice[] {
    return this.#shown().choices;
  }

  #shown(): ShownAnswer {
    const replies = withinThree(this.#replies);
    const offered = this.#offered.map((button) => cardAction(button));
    if (this.#keepsChoices) return { replies, offered, choices: this.record.choices ?? [] };
    if (this.record.plain) return numbered(replies, offered, this.t);
    const inCards = replies.flatMap((reply) => cardOf(reply)?.buttons ?? []);
    return { replies, offered, choices: [...inCards, ...offered].map((action) => choiceOf(action)) };
  }
}

/** A channel shows three bubbles at most (KAKAO §2): sentences that stand together become one. */
function withinThree(replies: readonly Reply[]): readonly Reply[] {
  if (replies.length <= limits.bubbles) return replies;
  const at = replies.findIndex((reply, index) => reply.text !== undefined && replies[index + 1]?.text !== undefined);
  if (at === -1) throw new Error(`expected at most ${limits.bubbles} bubbles, found ${replies.length}`);
  const joined = text(`${replies[at]?.text ?? ''}\n${replies[at + 1]?.text ?? ''}`);
  return withinThree([...replies.slice(0, at), joined, ...replies.slice(at + 2)]);
}
