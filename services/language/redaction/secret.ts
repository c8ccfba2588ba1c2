/** What was erased. `residentNumber` is 주민등록번호 or 외국인등록번호, also a half of one; `code` a verification code. */
export type SecretKind = 'residentNumber' | 'credential' | 'card' | 'account' | 'code';

/** A stretch of text that holds a secret: from `start` up to, not with, `end`. */
export interface SecretSpan {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
}
