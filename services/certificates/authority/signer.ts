/** How a signer signs; both hash with SHA-256. */
export type SignatureAlgorithm = 'rsaSha256' | 'ecdsaSha256';

/**
 * A private key of the authority that signs and shows nothing else of itself. The port is asynchronous and takes the
 * whole bytes, so that a PKCS#11 token (C_SignInit with CKM_SHA256_RSA_PKCS), a cloud HSM or a remote signing service
 * fits as well as a file; a remote certification authority (CMP) fits one storey higher, at `CertificateAuthority`.
 *
 * Outage: `Unavailable('ca')`.
 */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** The signature over SHA-256 of `bytes`: PKCS#1 v1.5 for RSA, DER for ECDSA. */
  sign(bytes: Buffer): Promise<Buffer>;
}

/** An authority as the rest sees it: its certificate and the key behind it. */
export interface Authority {
  /** DER of its certificate. */
  readonly certificate: Buffer;
  readonly signer: Signer;
}
