import { factTable, type FactName } from './factTable.ts';
import type { MessageVerdict } from './phishing.ts';
import type { AnswerForm, KnowledgeBase, NextStep, Question } from './question.ts';
import type { KnowledgeSources, Say } from './sources.ts';

/** An answer ready to be said: keys and their values, a bubble each, and the keys of the labels to offer next. */
export interface KnowledgeReply {
  readonly questionId: string;
  readonly sentences: readonly { readonly key: string; readonly values: Readonly<Record<string, string>> }[];
  /** Label keys; a label, said, is understood as what it names. */
  readonly next: readonly string[];
}

/** The answers to the questions people ask (DOMAIN §10), put together from data; pure and deterministic. */
export class Knowledge {
  readonly #base: KnowledgeBase;
  readonly #questions: ReadonlyMap<string, Question>;
  readonly #acts: ReadonlySet<string>;

  /** @param acts acts that the conversation can carry out; buttons of others are left out. All, unless said. */
  constructor({ base, acts }: { readonly base: KnowledgeBase; readonly acts?: readonly string[] }) {
    this.#base = base;
    this.#acts = new Set(acts ?? Object.keys(base.acts));
    this.#questions = new Map(base.questions.map((question) => [question.id, question]));
  }

  /** Label keys of the pages of frequent questions. */
  topics(): readonly string[] {
    return this.#base.topics.map(({ id }) => `answer.topic.${id}`);
  }

  /** Label keys of the questions on one page, eight at most; none for a page that is not there. */
  featured(topicId: string): readonly string[] {
    const topic = this.#base.topics.find(({ id }) => id === topicId);
    return (topic?.featured ?? []).map((id) => `answer.${id}.label`);
  }

  /** The answer to a question, from what is known. @throws Error for an id that is none */
  replyFor(questionId: string, sources: KnowledgeSources, say: Say): KnowledgeReply {
    const question = this.#questions.get(questionId);
    if (!question) throw new Error(`expected the id of a question, found ${questionId}`);
    const { form, values } = chooseForm(question, sources, say);
    return {
      questionId,
      sentences: form.keys.map((key) => ({ key: `answer.${questionId}.${key}`, values })),
      next: this.#labelKeys(question.next),
    };
  }

  /** What is said of a pasted message (phishing.ts): the verdict, then what to do. */
  replyForMessage(verdict: MessageVerdict, sources: KnowledgeSources, say: Say): KnowledgeReply {
    const form = this.#base.messageVerdicts[verdict];
    const values = form && factsFor(form.facts, sources, say);
    if (!form || !values) throw new Error(`expected an answer for the verdict ${verdict}, found none`);
    const sentences = form.keys.map((key) => ({ key: `answer.message_genuine.${key}`, values }));
    return { questionId: 'message_genuine', sentences, next: this.#labelKeys(form.next) };
  }

  #labelKeys(steps: readonly NextStep[]): readonly string[] {
    return steps
      .filter((step) => 'question' in step || this.#acts.has(step.act))
      .map((step) => ('question' in step ? `answer.${step.question}.label` : `answer.act.${step.act}`));
  }
}

/**
 * The values of facts in words, ready for a sentence; undefined when one of them is not known.
 */
export function factsFor(
  names: readonly FactName[],
  sources: KnowledgeSources,
  say: Say,
): Readonly<Record<string, string>> | undefined {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = factTable[name](sources, say);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

function chooseForm(
  question: Question,
  sources: KnowledgeSources,
  say: Say,
): { readonly form: AnswerForm; readonly values: Readonly<Record<string, string>> } {
  for (const form of question.answers) {
    if (!factsFor(form.when ?? [], sources, say)) continue;
    const values = factsFor(form.facts, sources, say);
    if (values) return { form, values };
  }
  throw new Error(`expected a form of ${question.id} that needs nothing, found none`);
}
