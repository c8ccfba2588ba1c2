/** Reasons of RFC 5280 §5.3.1 that a subscriber's certificate can be revoked for, with their codes. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
} as const;

/** Why a certificate is revoked for good. */
export type RevocationReason = keyof typeof revocationReasons;

/** certificateHold: in a list only while the hold lasts. */
export const certificateHold = 6;

/** What a customer may choose; the others are decided by staff or by the module itself. */
export const customerReasons: readonly RevocationReason[] = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'cessationOfOperation',
];

/** What staff may choose. `superseded` is the module's own: a newer certificate took the place. */
export const staffReasons: readonly RevocationReason[] = [...customerReasons, 'privilegeWithdrawn'];
