/** What the world asks of the authorities (CONTRACT §3); all bytes are DER. Outage: `Unavailable('store' | 'ca')`. */
export interface PublicKeyInfrastructure {
  readonly rootCertificate: Buffer;
  readonly issuingCertificate: Buffer;
  /** The issuing authority's revocation list; what was revoked is in it by the next asking, 2 s later at the most. */
  crlDer(): Promise<Buffer>;
  /** The root's revocation list. */
  rootCrlDer(): Promise<Buffer>;
  /** @returns always an OCSPResponse: malformedRequest for what is no request, tryLater during an outage */
  ocsp(request: Buffer): Promise<Buffer>;
}
