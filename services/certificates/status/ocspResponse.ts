import { createHash } from 'node:crypto';
import * as der from '../authority/der.ts';
import { authorityOf } from '../authority/issuerFacts.ts';
import type { AskedCertificate } from './ocspRequest.ts';
import { oids } from '../authority/oids.ts';
import type { PublicStatus } from './publicStatus.ts';
import { algorithmIdentifier } from './revocationList.ts';
import type { Authority } from '../authority/signer.ts';

/** Answers without a signature (RFC 6960 §4.2.1). */
const failures = { malformedRequest: 1, internalError: 2, tryLater: 3 } as const;

/** An OCSPResponse that says only why there is no answer. */
export function ocspFailure(failure: keyof typeof failures): Buffer {
  return der.sequence(der.enumerated(failures[failure]));
}

/** What a signed answer says. */
export interface OcspAnswer {
  readonly at: Temporal.Instant;
  readonly answers: readonly { readonly asked: AskedCertificate; readonly status: PublicStatus }[];
  /** DER Extension to echo. */
  readonly nonce?: Buffer;
}

/**
 * A signed OCSPResponse. It has no nextUpdate: newer information is always there (RFC 6960 §4.2.2.1), so nobody keeps a
 * good answer past a revocation. Outage: `Unavailable('ca')`.
 */
export async function signOcspResponse(answer: OcspAnswer, responder: Authority): Promise<Buffer> {
  const { keyBits } = authorityOf(responder.certificate);
  const byKey = der.context(2, der.octetString(createHash('sha1').update(keyBits).digest()));
  const responses = answer.answers.map(({ asked, status }) =>
    der.sequence(asked.certId, certStatus(status), der.generalizedTime(answer.at)),
  );
  const extensions = answer.nonce ? [der.context(1, der.sequence(answer.nonce))] : [];
  const data = der.sequence(byKey, der.generalizedTime(answer.at), der.sequence(...responses), ...extensions);
  const signature = await responder.signer.sign(data);
  const algorithm = algorithmIdentifier(responder.signer.algorithm);
  const certificates = der.context(0, der.sequence(responder.certificate));
  const basic = der.sequence(data, algorithm, der.bitString(signature), certificates);
  const bytes = der.sequence(der.oid(oids.ocspBasic), der.octetString(basic));
  return der.sequence(der.enumerated(0), der.context(0, bytes));
}

function certStatus(status: PublicStatus): Buffer {
  if (status.kind === 'good') return der.element(0x80);
  if (status.kind === 'unknown') return der.element(0x82);
  const at = der.generalizedTime(Temporal.Instant.from(status.at));
  const reason = status.reasonCode === 0 ? [] : [der.context(0, der.enumerated(status.reasonCode))];
  return der.element(0xa1, at, ...reason);
}
