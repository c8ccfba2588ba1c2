/** The three products of the trade (DOMAIN §5). */
export type ProductCode = 'personal' | 'businessFinance' | 'businessTax';

/** The status a certificate has in the register. */
export type CertificateState = 'active' | 'held' | 'locked' | 'superseded' | 'revoked' | 'expired';

/** What others may know of a certificate; instants are ISO strings. */
export interface CertificateSummary {
  readonly serialHex: string;
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly state: CertificateState;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly lineageId: string;
}
