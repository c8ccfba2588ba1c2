import type { CertificateFacts } from './certificateFacts.ts';
import type { ProductCode } from '../certificate.ts';

/** What a subscriber's certificate is asked for with; instants are whole seconds. */
export interface CertificateOrder {
  readonly product: ProductCode;
  /** Term in years; stands in the policy OID. */
  readonly policyOid: string;
  readonly name: string;
  readonly bankCode: string;
  readonly bankUnit: string;
  /** 18 digits of the common name. */
  readonly account: string;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** DER IdentifyData. */
  readonly identifyData: Buffer;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
}

/** To-be-signed bytes that passed the lint, and the token that signs exactly these, once. */
export interface Prepared {
  readonly token: string;
  /** DER TBSCertificate. */
  readonly toBeSigned: Buffer;
  /** Read back from the bytes, never copied from the order. */
  readonly facts: CertificateFacts;
}

/**
 * The certification authority: two phases, so that nothing is signed that was not checked, recorded and confirmed
 * (SECURITY §2, CA). An adapter may sign here, on a token, or ask a remote authority.
 *
 * Outage: `Unavailable('ca')`. A fault that the lint finds is a bug of ours: `Error`, nothing signed.
 */
export interface CertificateAuthority {
  /** Draws the serial, builds and lints; signs nothing. */
  prepare(order: CertificateOrder): Promise<Prepared>;
  /** Lints recorded to-be-signed bytes anew, so that a crash loses no reservation. */
  resume(toBeSigned: Buffer): Promise<Prepared>;
  /** Redeems the token: signs, re-parses by another implementation, and only then answers the DER certificate. */
  issue(token: string): Promise<Buffer>;
}
