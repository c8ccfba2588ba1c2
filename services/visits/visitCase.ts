/** Whose visit it is. */
export interface VisitOwner {
  readonly caseId: string;
  /** Counts the visits of one case from 1; a new link is a new number. */
  readonly visitNumber: number;
}

/** What every page of a visit may say of its case, read when a page is drawn; nothing here is a secret. */
export interface VisitFacts {
  /** The language the case is spoken to in; absent: what stands on the page, else Korean. */
  readonly locale?: 'ko' | 'en';
  /** The task: `issue`, `renew`, `reissue` … */
  readonly purpose: string;
  readonly bankCode: string;
  readonly product: string;
  /** e.g. `홍*동`, once known. */
  readonly maskedName?: string;
  /** Steps of the whole visit that are done already, by this visit or an earlier one. */
  readonly done: readonly string[];
  /** After the last step: the certificate that the finished page speaks of. */
  readonly issued?: {
    readonly serialHex: string;
    readonly notAfter: string;
    /** False for a certificate that was only looked at or used. */
    readonly isNew: boolean;
  };
}

/** The case behind a visit, apart from what its steps do to it. */
export interface VisitCase {
  /** Undefined when the case no longer waits for this visit (cancelled, replaced by a newer link, finished long ago). */
  facts(owner: VisitOwner): Promise<VisitFacts | undefined>;
  /** The customer asks for a new link; answers its token when this browser may have it, else the chat shows it. */
  renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined>;
  /** Another browser asks to take the visit over: the owning chat is told the two-digit number. */
  showRebindNumber(owner: VisitOwner, twoDigits: string): Promise<void>;
}
