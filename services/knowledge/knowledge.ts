import type { ProductCode } from '../certificates/certificateService.ts';
import { factTable, type FactName } from './factTable.ts';
import type { AnswerForm, KnowledgeBase, NextStep, Question } from './question.ts';
import type { MessageVerdict } from './phishing.ts';
import { PhraseIndex } from './similarity.ts';
import type { KnowledgeSources, Say } from './sources.ts';

/** A question found in a message. `confidence` 1 is a button's own label; a default answer of its label is 0. */
export interface FoundQuestion {
  readonly questionId: string;
  readonly confidence: number;
  /** A person must be offered in the same turn, before or with the answer (nlu/intents.md, report_fraud). */
  readonly handoff: boolean;
}

/** An answer ready to be said: keys and their values, a bubble each, and the keys of the labels to offer next. */
export interface KnowledgeReply {
  readonly questionId: string;
  readonly sentences: readonly { readonly key: string; readonly values: Readonly<Record<string, string>> }[];
  /** Label keys; a label, said, is understood as what it names. */
  readonly next: readonly string[];
}

/** What is asked: the message and the label that the classifier gave it. */
export interface KnowledgeRequest {
  readonly text: string;
  readonly intent: string;
  readonly product?: ProductCode | undefined;
}

/** Likeness from which a question is taken although the message has another label, or the label of an act. */
const sure = 0.6;
/** How much liker a question of another label must be. */
const clearLead = 0.25;
/** Likeness below which the default question of the label answers. */
const faint = 0.18;

/** Labels that are never questions: what the customer wants is done, not explained. */
const neverQuestions: ReadonlySet<string> = new Set(
  'yes no cancel go_back start_over greeting thanks complaint'.split(' '),
);

/** Likeness from which a message with the label of an act is taken for a question about that act. */
const likely = 0.35;
/** What the keywords of a question may add to its likeness, and what a word of one question alone adds. */
const keywordsAtMost = 0.35;
const keywordAlone = 0.2;

/** The questions people ask and their answers (DOMAIN §10); pure and deterministic. */
export class Knowledge {
  readonly #base: KnowledgeBase;
  readonly #questions: ReadonlyMap<string, Question>;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #topicLabels: ReadonlyMap<string, string>;
  readonly #acts: ReadonlySet<string>;
  readonly #phrases: PhraseIndex;
  readonly #keywords: ReadonlyMap<string, readonly Keyword[]>;

  /** @param acts acts that the conversation can carry out; buttons of others are left out. All, unless said. */
  constructor({ base, acts }: { readonly base: KnowledgeBase; readonly acts?: readonly string[] }) {
    this.#base = base;
    this.#acts = new Set(acts ?? Object.keys(base.acts));
    this.#questions = new Map(base.questions.map((question) => [question.id, question]));
    this.#labels = this.#labelTable(base.questions);
    this.#topicLabels = this.#labelTable(base.topics);
    this.#keywords = this.#weighKeywords(base.questions);
    this.#phrases = new PhraseIndex(
      base.questions.flatMap(({ id, phrases }) => phrases.map((text) => ({ group: id, text: this.#compact(text) }))),
    );
  }

  /** The question whose button says exactly this, in any language; to be asked before the classifier. */
  questionOfLabel(text: string): FoundQuestion | undefined {
    const id = this.#labels.get(this.#compact(text));
    return id === undefined ? undefined : this.#found(id, 1, '');
  }

  /** The page of frequent questions whose button says exactly this. */
  topicOfLabel(text: string): string | undefined {
    return this.#topicLabels.get(this.#compact(text));
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

  /**
   * The question in a message that the classifier has labelled. Within the label the likest question answers, else the
   * label's default one; a question of another label only when it is clearly liker. A message with the label of an act
   * is a question only when it is almost word for word one.
   */
  answerFor({ text, intent, product }: KnowledgeRequest): FoundQuestion | undefined {
    const labelled = this.questionOfLabel(text);
    if (labelled) return labelled;
    if (neverQuestions.has(intent)) return undefined;
    const fallback = this.#base.questions.find((question) => question.default?.includes(intent));
    if (!fallback && !this.#asks(text)) return undefined;
    const scored = this.#score(this.#compact(text), product);
    const within = bestOf(scored.filter(({ question }) => question.intents.includes(intent)));
    const anywhere = intent === 'report_fraud' ? within : bestOf(scored);
    if (anywhere && anywhere.score >= Math.max(sure, (within?.score ?? 0) + clearLead)) {
      return this.#found(anywhere.question.id, anywhere.score, intent);
    }
    if (within && within.score >= (fallback ? faint : likely)) {
      return this.#found(within.question.id, within.score, intent);
    }
    return fallback && this.#found(fallback.id, 0, intent);
  }

  /** The answer to a question, from what is known. @throws Error for an id that is none */
  replyFor(questionId: string, sources: KnowledgeSources, say: Say): KnowledgeReply {
    const question = this.#question(questionId);
    const { form, values } = chooseForm(question, sources, say);
    return {
      questionId,
      sentences: form.keys.map((key) => ({ key: `answer.${questionId}.${key}`, values })),
      next: this.nextOf(question.next),
    };
  }

  /** What is said of a pasted message (phishing.ts): the verdict, then what to do. */
  replyForMessage(verdict: MessageVerdict, sources: KnowledgeSources, say: Say): KnowledgeReply {
    const form = this.#base.messageVerdicts[verdict];
    const values = form && factsFor(form.facts, sources, say);
    if (!form || !values) throw new Error(`expected an answer for the verdict ${verdict}, found none`);
    const sentences = form.keys.map((key) => ({ key: `answer.message_genuine.${key}`, values }));
    return { questionId: 'message_genuine', sentences, next: this.nextOf(form.next) };
  }

  /** Label keys of steps, without the acts that the conversation cannot carry out. */
  nextOf(steps: readonly NextStep[]): readonly string[] {
    return steps
      .filter((step) => 'question' in step || this.#acts.has(step.act))
      .map((step) => ('question' in step ? `answer.${step.question}.label` : `answer.act.${step.act}`));
  }

  #question(questionId: string): Question {
    const question = this.#questions.get(questionId);
    if (!question) throw new Error(`expected the id of a question, found ${questionId}`);
    return question;
  }

  #found(questionId: string, confidence: number, intent: string): FoundQuestion {
    const handoff = intent === 'report_fraud' || this.#question(questionId).handoff === true;
    return { questionId, confidence, handoff };
  }

  /** True for a message that has the form of a question; "갱신해 주세요" has not. */
  #asks(text: string): boolean {
    return this.#base.questionSigns.some((sign) => text.replaceAll(' ', '').includes(sign));
  }

  #score(compact: string, product: ProductCode | undefined): readonly Scored[] {
    const likeness = this.#phrases.scores(compact);
    return this.#base.questions.map((question) => {
      const aboutBusiness = question.topic === 'business' && product !== undefined && product !== 'personal';
      const score = (likeness.get(question.id) ?? 0) + this.#keywordScore(question.id, compact);
      return { question, score: Math.min(score + (aboutBusiness ? 0.05 : 0), 0.99) };
    });
  }

  #keywordScore(questionId: string, compact: string): number {
    const keywords = this.#keywords.get(questionId) ?? [];
    const sum = keywords.reduce((so, { word, weight }) => (compact.includes(word) ? so + weight : so), 0);
    return Math.min(sum, keywordsAtMost);
  }

  /** A word that few questions use says more. */
  #weighKeywords(questions: readonly Question[]): Map<string, readonly Keyword[]> {
    const vocabulary = questions.map(({ phrases, keywords }) => this.#compact([...phrases, ...keywords].join('|')));
    const weigh = (word: string): Keyword => {
      const users = vocabulary.filter((text) => text.includes(word)).length;
      return { word, weight: keywordAlone / Math.sqrt(users) };
    };
    return new Map(questions.map(({ id, keywords }) => [id, keywords.map((word) => weigh(this.#compact(word)))]));
  }

  #labelTable(items: readonly { readonly id: string; readonly labels: readonly string[] }[]): Map<string, string> {
    return new Map(items.flatMap(({ id, labels }) => labels.map((label) => [this.#compact(label), id] as const)));
  }

  /** Lower case, standard spellings, letters and digits only. */
  #compact(text: string): string {
    const bare = text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
    return this.#base.synonyms.reduce((so, [typed = '', standard = '']) => so.replaceAll(typed, standard), bare);
  }
}

interface Keyword {
  readonly word: string;
  readonly weight: number;
}

interface Scored {
  readonly question: Question;
  readonly score: number;
}

function bestOf(scored: readonly Scored[]): Scored | undefined {
  return scored.reduce<Scored | undefined>((best, one) => (one.score > (best?.score ?? 0) ? one : best), undefined);
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
