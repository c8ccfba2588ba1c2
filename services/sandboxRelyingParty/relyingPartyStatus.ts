import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { fromBER, OctetString } from 'asn1js';
import * as pkijs from 'pkijs';

const nonceOid = '1.3.6.1.5.5.7.48.1.2';
const basicOid = '1.3.6.1.5.5.7.48.1.1';
const ocspSigningOid = '1.3.6.1.5.5.7.3.9';
const certificateHold = 6;
/** How old an answer may be, and how far clocks may differ. */
const freshSeconds = 300;

/** Sends bytes to an address and answers the bytes that came back. Rejects for everything but a whole answer. */
export type Exchange = (url: string, type: string, body: Uint8Array) => Promise<Buffer>;

/** What an OCSP responder says of a certificate. */
export type AnsweredStatus = 'good' | 'revoked' | 'held' | 'unknown';

/** One question to an OCSP responder. */
export interface StatusQuestion {
  readonly certificate: X509Certificate;
  readonly issuer: X509Certificate;
  /** `http://localhost:3978/pki/ocsp` */
  readonly responder: string;
  readonly now: Temporal.Instant;
  readonly exchange: Exchange;
}

/**
 * Asks an OCSP responder over HTTP (RFC 6960) with a library that the product itself does not answer with. The answer
 * counts when a responder that the issuer certified for this has signed it, for this certificate and this question, just
 * now. Rejects otherwise: a check that could not be made.
 */
export async function askStatus(question: StatusQuestion): Promise<AnsweredStatus> {
  const { certificate, issuer, now } = question;
  const [leaf, parent] = [certificate, issuer].map(({ raw }) => pkijs.Certificate.fromBER(raw));
  if (!leaf || !parent) throw new Error('expected two certificates');
  const nonce = new OctetString({ valueHex: Uint8Array.from(randomBytes(20)).buffer });
  const request = new pkijs.OCSPRequest();
  await request.createForCertificate(leaf, { hashAlgorithm: 'SHA-256', issuerCertificate: parent });
  const extension = new pkijs.Extension({ extnID: nonceOid, extnValue: nonce.toBER() });
  request.tbsRequest.requestExtensions = [extension];
  const bytes = new Uint8Array(request.toSchema(true).toBER());
  const answer = await question.exchange(question.responder, 'application/ocsp-request', bytes);
  const basic = readBasic(answer);
  checkSignature(basic, question);
  const echoed = basic.tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === nonceOid);
  if (!echoed || !same(echoed.extnValue.valueBlock.valueHexView, new Uint8Array(nonce.toBER())))
    throw new Error('expected an answer to this question, found another one’s');
  const wanted = request.tbsRequest.requestList[0]?.reqCert;
  const single = basic.tbsResponseData.responses.find(({ certID }) => wanted && certID.isEqual(wanted));
  if (!single) throw new Error('expected an answer about this certificate, found none');
  const age = now.since(Temporal.Instant.fromEpochMilliseconds(single.thisUpdate.getTime())).total('seconds');
  if (Math.abs(age) > freshSeconds) throw new Error('expected a fresh answer, found an old one');
  return statusOf(single);
}

function readBasic(answer: Buffer): pkijs.BasicOCSPResponse {
  const response = pkijs.OCSPResponse.fromBER(answer);
  const status = response.responseStatus.valueBlock.valueDec;
  if (status !== 0 || response.responseBytes?.responseType !== basicOid)
    throw new Error(`expected a successful answer, found status ${status}`);
  return pkijs.BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView);
}

/** Signed by one that the issuer itself certified for signing such answers, and nobody else. */
function checkSignature(basic: pkijs.BasicOCSPResponse, { issuer, now }: StatusQuestion): void {
  const signer = (basic.certs ?? [])
    .map((one) => new X509Certificate(Buffer.from(one.toSchema().toBER())))
    .find(
      (one) =>
        one.checkIssued(issuer) &&
        one.verify(issuer.publicKey) &&
        one.keyUsage?.includes(ocspSigningOid) &&
        isWithin(one, now),
    );
  if (!signer) throw new Error('expected a responder that the issuer certified, found none');
  const signed = verify('sha256', basic.tbsResponseData.tbsView, signer.publicKey, signatureOf(basic));
  if (!signed) throw new Error('expected an answer that the responder signed, found another');
}

function signatureOf({ signature }: pkijs.BasicOCSPResponse): Uint8Array {
  return signature.valueBlock.valueHexView;
}

/** Whether `now` lies in the validity of a certificate. */
export function isWithin({ validFromDate, validToDate }: X509Certificate, now: Temporal.Instant): boolean {
  const at = now.epochMilliseconds;
  // notAfter is inclusive, to the end of its second.
  return validFromDate.getTime() <= at && at < validToDate.getTime() + 1000;
}

/** CertStatus: `[0]` good, `[1]` revoked with a time and perhaps `[0]` reason, `[2]` unknown. */
function statusOf({ certStatus }: pkijs.SingleResponse): AnsweredStatus {
  const { result } = fromBER((certStatus as { toBER(): ArrayBuffer }).toBER()); // an asn1js element
  const { tagNumber } = result.idBlock;
  if (tagNumber === 0) return 'good';
  if (tagNumber !== 1) return 'unknown';
  const bytes = Buffer.from(result.toBER());
  // The reason, when there is one, ends the element: [0] { ENUMERATED }.
  const isHeld = bytes.subarray(-5).equals(Buffer.from([0xa0, 0x03, 0x0a, 0x01, certificateHold]));
  return isHeld ? 'held' : 'revoked';
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(Buffer.from(left), Buffer.from(right)) === 0;
}
