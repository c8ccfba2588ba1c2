import * as der from '../authority/der.ts';
import { authorityKey } from '../authority/extensions.ts';
import type { Extension } from '../authority/extensions.ts';
import type { IssuerFacts } from '../authority/issuerFacts.ts';
import { oids } from '../authority/oids.ts';
import type { SignatureAlgorithm, Signer } from '../authority/signer.ts';

/** One line of a revocation list. */
export interface ListedRevocation {
  readonly serialHex: string;
  /** ISO instant. */
  readonly at: string;
  /** RFC 5280 §5.3.1; 0 is left out, as the RFC wants. */
  readonly reasonCode: number;
}

/** What a list says. */
export interface RevocationListContent {
  readonly issuer: IssuerFacts;
  readonly number: number;
  readonly thisUpdate: Temporal.Instant;
  readonly nextUpdate: Temporal.Instant;
  readonly revocations: readonly ListedRevocation[];
}

/** Builds and signs a version 2 list (RFC 5280 §5). Outage: `Unavailable('ca')`. */
export async function signRevocationList(content: RevocationListContent, signer: Signer): Promise<Buffer> {
  const algorithm = algorithmIdentifier(signer.algorithm);
  const lines = content.revocations.map(line);
  const toBeSigned = der.sequence(
    der.integer(1),
    algorithm,
    content.issuer.name,
    der.time(content.thisUpdate),
    der.time(content.nextUpdate),
    // An empty list is left out altogether (RFC 5280 §5.1.2.6).
    ...(lines.length > 0 ? [der.sequence(...lines)] : []),
    der.context(
      0,
      extensions([
        authorityKey(content.issuer.keyIdentifier),
        { oid: oids.crlNumber, critical: false, value: der.integer(content.number) },
      ]),
    ),
  );
  return der.sequence(toBeSigned, algorithm, der.bitString(await signer.sign(toBeSigned)));
}

function line({ serialHex, at, reasonCode }: ListedRevocation): Buffer {
  const reason = { oid: oids.reasonCode, critical: false, value: der.enumerated(reasonCode) };
  return der.sequence(
    der.integer(Buffer.from(serialHex, 'hex')),
    der.time(Temporal.Instant.from(at)),
    ...(reasonCode === 0 ? [] : [extensions([reason])]),
  );
}

/** SEQUENCE OF Extension. */
function extensions(list: readonly Extension[]): Buffer {
  return der.sequence(
    ...list.map(({ oid, critical, value }) =>
      der.sequence(der.oid(oid), ...(critical ? [der.booleanTrue()] : []), der.octetString(value)),
    ),
  );
}

/** DER AlgorithmIdentifier of a signature: NULL parameters for RSA, none for ECDSA. */
export function algorithmIdentifier(algorithm: SignatureAlgorithm): Buffer {
  if (algorithm === 'ecdsaSha256') return der.sequence(der.oid(oids.ecdsaWithSha256));
  return der.sequence(der.oid(oids.sha256WithRsa), der.nothing());
}
