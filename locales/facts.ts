import type { Sentences } from './sentences.ts';

/**
 * Figures that sentences name and code keeps: limits, terms, numbers to call. A sentence says `{{codeMinutes}}`, or in
 * another form `{{codeDigits, words}}`, and nobody hands it in.
 */
export type SentenceFacts = Readonly<Record<string, number | string>>;

/** Answers to questions are handed the facts that they were put together from (services/knowledge). */
const handedIn = 'answer';

/** The sentences of a language with every fact filled in; what a caller hands in stays open. */
export function withFacts(sentences: Sentences, facts: SentenceFacts): Sentences {
  const forms = formsOf(sentences);
  return Object.fromEntries(
    Object.entries(sentences).map(([key, value]) => [key, key === handedIn ? value : filled(value, facts, forms)]),
  );
}

/** A figure in another form: `words` within a sentence, `Words` at its beginning, `hours` and `minutes` with the unit. */
type Forms = Readonly<Record<string, (figure: number) => string>>;

function formsOf(sentences: Sentences): Forms {
  const words = (figure: number): string => textOf(sentences, `format.count.${figure}`) ?? String(figure);
  const unit =
    (one: string, more: string) =>
    (figure: number): string =>
      (textOf(sentences, figure === 1 ? one : more) ?? '').replace('{{count}}', String(figure));
  return {
    words: (figure) => words(figure).toLowerCase(),
    Words: words,
    hours: unit('format.hours.one', 'format.hours.more'),
    minutes: unit('format.minutes.one', 'format.minutes.more'),
  };
}

function textOf(sentences: Sentences, key: string): string | undefined {
  const found = key
    .split('.')
    .reduce<string | Sentences | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), sentences);
  return typeof found === 'string' ? found : undefined;
}

function filled(value: string | Sentences, facts: SentenceFacts, forms: Forms): string | Sentences {
  if (typeof value !== 'string')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, facts, forms)]));
  return value.replaceAll(/\{\{(\w+)(?:, (\w+))?\}\}/g, (open, name: string, form: string | undefined) => {
    const fact = facts[name];
    if (fact === undefined) return open;
    return form === undefined ? String(fact) : (forms[form]?.(Number(fact)) ?? open);
  });
}
