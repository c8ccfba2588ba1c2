import documents from './consents.json' with { type: 'json' };

/** A document a customer agrees to, in the version that is asked for now; its text stands at `/terms/{document}/{version}`. */
export interface ConsentDocument {
  readonly document: string;
  readonly version: string;
  /** 필수: without it nothing is issued. A 선택 document never blocks. */
  readonly required: boolean;
}

/** The documents of an issue, in the order they are shown (DOMAIN §8). */
export const consentDocuments: readonly ConsentDocument[] = documents;
