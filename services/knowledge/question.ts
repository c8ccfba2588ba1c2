import type { FactName } from './factTable.ts';

/** Something to press after an answer: another question, or an act the conversation knows. */
export type NextStep = { readonly question: string } | { readonly act: string };

/**
 * One way to answer a question. The first form whose facts are all known is said; the last form of a question needs
 * nothing but what is always known.
 */
export interface AnswerForm {
  /** Sentences below `answer.{questionId}.`, one bubble each. */
  readonly keys: readonly string[];
  /** The facts that stand in the sentences, as their variables. */
  readonly facts: readonly FactName[];
  /** Facts that must be known without being said. */
  readonly when?: readonly FactName[];
}

/** A question that people ask, as the language data describes it (DOMAIN §10). */
export interface Question {
  readonly id: string;
  readonly topic: string;
  /** The classifier's labels under which it is asked (nlu/intents.md). */
  readonly intents: readonly string[];
  /** The labels for which it is the answer when no question of the label fits better. */
  readonly default?: readonly string[];
  /** A person has to be offered in the same turn when its button is pressed. */
  readonly handoff?: boolean;
  /** Its button in each language; typed or pressed, it always means this question. */
  readonly labels: readonly string[];
  readonly phrases: readonly string[];
  /** Words that tell it from the other questions of its label. */
  readonly keywords: readonly string[];
  /** Of each group a message must hold one word to be this question; any message may be, unless said. */
  readonly demands?: readonly (readonly string[])[];
  readonly answers: readonly AnswerForm[];
  readonly next: readonly NextStep[];
}

/** A page of the list of frequent questions; `featured` fits into one row of quick replies. */
export interface Topic {
  readonly id: string;
  readonly labels: readonly string[];
  readonly featured: readonly string[];
}

/** All of questions.json. */
export interface KnowledgeBase {
  /** Spellings that mean the same: `[typed, standard]`, applied in order. */
  readonly synonyms: readonly (readonly string[])[];
  /** What gives a message the form of a question, spaces left out. */
  readonly questionSigns: readonly string[];
  /** By label: how people ask for an act in the form of a question ("갱신할 수 있나요?"); those are no questions. */
  readonly actPhrases: Readonly<Record<string, readonly string[]>>;
  /** What a button may say besides a question, by act, in each language. */
  readonly acts: Readonly<Record<string, readonly string[]>>;
  readonly topics: readonly Topic[];
  readonly questions: readonly Question[];
  /** What is said of a pasted message, by verdict. */
  readonly messageVerdicts: Readonly<Record<string, AnswerForm & { readonly next: readonly NextStep[] }>>;
}
