import type { ProductCode } from '../certificates/certificate.ts';
import type { KnowledgeBase, Question } from './question.ts';
import { Trie } from '../language/text/trie.ts';
import { PhraseIndex } from './similarity.ts';

/** A question found in a message. `confidence` 1 is a button's own label; a default answer of its label is 0. */
export interface FoundQuestion {
  readonly questionId: string;
  readonly confidence: number;
  /** A person must be offered in the same turn, before or with the answer (nlu/intents.md, report_fraud). */
  readonly handoff: boolean;
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
  'yes no cancel go_back start_over greeting thanks complaint talk_to_agent out_of_scope'.split(' '),
);

/** Likeness from which a message with the label of an act is taken for a question about that act. */
const likely = 0.35;
/** How much liker a question it must be than a way to ask for the act. */
const actLead = 0.05;
/** What the keywords of a question may add to its likeness, and what a word of one question alone adds. */
const keywordsAtMost = 0.35;
const keywordAlone = 0.2;

/** Finds the question that a message asks; pure and deterministic. */
export class QuestionFinder {
  readonly #base: KnowledgeBase;
  readonly #questions: ReadonlyMap<string, Question>;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #topicLabels: ReadonlyMap<string, string>;
  readonly #defaults: ReadonlyMap<string, Question>;
  readonly #phrases: PhraseIndex;
  readonly #asked: readonly AskedQuestion[];
  /** Every keyword, and every word that a question demands. */
  readonly #words: Trie<string>;

  constructor({ base }: { readonly base: KnowledgeBase }) {
    this.#base = base;
    this.#questions = new Map(base.questions.map((question) => [question.id, question]));
    this.#labels = this.#labelTable(base.questions);
    this.#topicLabels = this.#labelTable(base.topics);
    this.#defaults = defaultsOf(base.questions);
    this.#asked = this.#withKeywords(base.questions);
    const words = this.#asked.flatMap(({ keywords, demands }) => [
      ...keywords.map(({ word }) => word),
      ...demands.flat(),
    ]);
    this.#words = new Trie(words.map((word) => [word, word]));
    const questions = base.questions.map(({ id, phrases }) => [id, phrases] as const);
    const acts = Object.entries(base.actPhrases).map(([label, phrases]) => [actGroup(label), phrases] as const);
    this.#phrases = new PhraseIndex(
      [...questions, ...acts].flatMap(([group, phrases]) =>
        phrases.map((text) => ({ group, text: this.#compact(text) })),
      ),
    );
  }

  /** The question whose button says exactly this, in any language; to be asked before the classifier. */
  questionOfLabel(text: string): FoundQuestion | undefined {
    return this.#ofLabel(this.#compact(text));
  }

  /** The page of frequent questions whose button says exactly this. */
  topicOfLabel(text: string): string | undefined {
    return this.#topicLabels.get(this.#compact(text));
  }

  /**
   * The question in a message that the classifier has labelled. Within the label the likest question answers, else the
   * label's default one; a question of another label only when it is clearly liker. A message with the label of an act
   * is a question only when it has the form of one and is liker one than a way to ask for that act.
   */
  answerFor({ text, intent, product }: KnowledgeRequest): FoundQuestion | undefined {
    const compact = this.#compact(text);
    const labelled = this.#ofLabel(compact);
    if (labelled) return labelled;
    if (neverQuestions.has(intent)) return undefined;
    const fallback = this.#defaults.get(intent);
    if (!fallback && !this.#asks(text)) return undefined;
    const likeness = this.#phrases.scores(compact);
    const act = likeness.get(actGroup(intent)) ?? 0;
    const scored = this.#score(compact, likeness, product);
    const within = bestOf(scored.filter(({ question }) => question.intents.includes(intent)));
    const anywhere = fallback && intent !== 'report_fraud' ? bestOf(scored) : within;
    const best = anywhere && anywhere.score >= Math.max(sure, (within?.score ?? 0) + clearLead) ? anywhere : within;
    const least = fallback ? faint : Math.max(likely, act + actLead);
    if (best && best.score >= least) return this.#found(best.question.id, best.score, intent);
    return fallback && this.#found(fallback.id, 0, intent);
  }

  #ofLabel(compact: string): FoundQuestion | undefined {
    const id = this.#labels.get(compact);
    return id === undefined ? undefined : this.#found(id, 1);
  }

  #found(questionId: string, confidence: number, intent?: string): FoundQuestion {
    const pressed = intent === undefined && this.#questions.get(questionId)?.handoff === true;
    return { questionId, confidence, handoff: intent === 'report_fraud' || pressed };
  }

  /** True for a message that has the form of a question; "갱신해 주세요" has not. */
  #asks(text: string): boolean {
    const bare = text.normalize('NFC').replaceAll(' ', '');
    return this.#base.questionSigns.some((sign) => bare.includes(sign));
  }

  #score(compact: string, likeness: ReadonlyMap<string, number>, product: ProductCode | undefined): readonly Scored[] {
    const said = this.#wordsIn(compact);
    const possible = this.#asked.filter(({ demands }) =>
      demands.every((group) => group.some((word) => said.has(word))),
    );
    return possible.map(({ question, keywords }) => {
      const aboutBusiness = question.topic === 'business' && product !== undefined && product !== 'personal';
      const score = (likeness.get(question.id) ?? 0) + keywordScore(keywords, said);
      return { question, score: Math.min(score + (aboutBusiness ? 0.05 : 0), 0.99) };
    });
  }

  #wordsIn(compact: string): ReadonlySet<string> {
    const said = new Set<string>();
    for (let at = 0; at < compact.length; at += 1) {
      for (const { value } of this.#words.startingAt(compact, at)) said.add(value);
    }
    return said;
  }

  /** A word that few questions use says more. */
  #withKeywords(questions: readonly Question[]): readonly AskedQuestion[] {
    const vocabulary = questions.map(({ phrases, keywords }) => this.#compact([...phrases, ...keywords].join('|')));
    const weigh = (word: string): Keyword => {
      const users = vocabulary.filter((text) => text.includes(word)).length;
      return { word, weight: keywordAlone / Math.sqrt(users) };
    };
    return questions.map((question) => ({
      question,
      keywords: question.keywords.map((word) => weigh(this.#compact(word))),
      demands: (question.demands ?? []).map((group) => group.map((word) => this.#compact(word))),
    }));
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

/** The question that answers for a label when none is likest; the first of several. */
function defaultsOf(questions: readonly Question[]): Map<string, Question> {
  const last = questions.flatMap((question) => (question.default ?? []).map((intent) => [intent, question] as const));
  return new Map(last.toReversed());
}

function keywordScore(keywords: readonly Keyword[], said: ReadonlySet<string>): number {
  const sum = keywords.reduce((so, { word, weight }) => (said.has(word) ? so + weight : so), 0);
  return Math.min(sum, keywordsAtMost);
}

/** Keeps the phrases of acts apart from those of questions. */
function actGroup(intent: string): string {
  return `act:${intent}`;
}

/** A question with the words it is told by; of each group in `demands` one must be said. */
interface AskedQuestion {
  readonly question: Question;
  readonly keywords: readonly Keyword[];
  readonly demands: readonly (readonly string[])[];
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
