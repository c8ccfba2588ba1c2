import type { EnvelopeKey } from '../../../forms/client/parts/envelope.ts';

/** How a page names its visit to the server. */
export type VisitLink = { readonly token: string } | { readonly state: string };

/** What the server answers to every tap: the page that is due, drawn. */
export interface Answer {
  /** `gone`, `rebind`, `start`, `finished`, or the name of the step whose page it is. */
  readonly kind: string;
  readonly html: string;
  /** Of the page: the case's, where there is one. */
  readonly language: string;
  /** Of a step: the address of the document that it is shown in. */
  readonly at?: string;
  readonly token?: string;
  /** The code of a refusal that the page shows. */
  readonly refusal?: string;
  readonly envelope?: EnvelopeKey;
  readonly draftKey?: string;
}
