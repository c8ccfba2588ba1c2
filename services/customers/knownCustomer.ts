/**
 * The customer whom this conversation knows (DESIGN §4): an earlier identity check, and the consent to be remembered.
 * It opens nothing by itself and tells no date.
 */
export interface KnownHere {
  readonly personKey: string;
  readonly bank: string;
  readonly maskedName: string;
  readonly since: string;
}
