/** What an outside language service makes of a message. */
export interface LanguageOpinion {
  /** The message with the personal data that the service found masked as well. */
  readonly text: string;
  /** Two letters, e.g. `ko`; absent when the service is not sure. */
  readonly language?: string;
  /** The service's own reading of the intent; absent when it was not asked, has no model, or did not answer in time. */
  readonly guess?: { readonly intent: string; readonly confidence: number };
}

/** A second opinion on what a message says, from outside. */
export interface LanguageRecognizer {
  /**
   * @param text normalised, every secret erased: nothing else may leave the house (SECURITY §2)
   * @param request `classify`: the intent is asked for too, because our own reading is not sure
   * @throws Unavailable `language`: no answer in time, a refusal or nonsense
   */
  recognize(text: string, request: { readonly classify: boolean }): Promise<LanguageOpinion>;
}
