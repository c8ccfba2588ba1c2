/** An answer to a question people ask, as keys and the values that come from data. */
export interface KnowledgeAnswer {
  readonly questionId: string;
  /** One or two sentences, each a bubble: key and values. */
  readonly sentences: readonly { readonly key: string; readonly values: Readonly<Record<string, string | number>> }[];
  /** Keys of labels that are useful next; a label is an utterance that works. */
  readonly next: readonly string[];
}

/** The knowledge room as the dialogs use it. */
export interface Knowledge {
  /** The answer to a question; undefined when the intent is no question we know. */
  answer(request: {
    readonly text: string;
    readonly intent: string;
    readonly bankCode: string | undefined;
    readonly product: string | undefined;
  }): KnowledgeAnswer | undefined;
}
