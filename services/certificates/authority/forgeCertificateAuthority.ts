import { X509Certificate } from 'node:crypto';
import type { Random } from '../../shared/random.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import type { CertificateAuthority, CertificateOrder, Prepared } from './certificateAuthority.ts';
import { joinCertificate, readFacts } from './certificateFacts.ts';
import {
  authorityKey,
  distributionPoint,
  identityName,
  informationAccess,
  keyIdentifier,
  keyUsage,
  policy,
  subjectKey,
} from './extensions.ts';
import type { Extension, PkiAddresses } from './extensions.ts';
import { buildTbsCertificate, signatureAlgorithm } from './forgeTbsCertificate.ts';
import { authorityOf } from './issuerFacts.ts';
import { checkSigned, lint } from './lint.ts';
import type { CheckedBytes, LintBasis } from './lint.ts';
import type { Profiles } from './profile.ts';
import type { Authority } from './signer.ts';
import { distinguishedName } from './subject.ts';

/** Octets after the serial's prefix byte. */
const serialRandomBytes = 15;
const tokenBytes = 16;
/** Prepared and never redeemed: forgotten, oldest first. */
const preparedAtMost = 10_000;

/** Collaborators of `ForgeCertificateAuthority`, handed in by composition/. */
export interface ForgeCertificateAuthorityParts {
  readonly profiles: Profiles;
  readonly issuing: Authority;
  readonly addresses: PkiAddresses;
  readonly random: Random;
}

/** The issuing authority on this machine: node-forge writes the bytes, the signer signs them, Node reads them back. */
export class ForgeCertificateAuthority implements CertificateAuthority {
  readonly #parts: ForgeCertificateAuthorityParts;
  readonly #basis: LintBasis;
  readonly #fixed: readonly Extension[];
  readonly #algorithm: Buffer;
  readonly #policies = new Map<string, Extension>();
  readonly #prepared = new Map<string, CheckedBytes>();

  constructor(parts: ForgeCertificateAuthorityParts) {
    const issuer = new X509Certificate(parts.issuing.certificate);
    const own = authorityOf(parts.issuing.certificate);
    this.#parts = parts;
    this.#basis = { profiles: parts.profiles, issuer, issuerName: own.name, issuerNotAfter: own.notAfter };
    this.#algorithm = signatureAlgorithm(parts.issuing.signer.algorithm);
    this.#fixed = [
      authorityKey(own.keyIdentifier),
      keyUsage('subscriber'),
      distributionPoint(parts.addresses.crl),
      informationAccess({ ocsp: parts.addresses.ocsp, caIssuers: parts.addresses.issuingCertificate }),
    ];
  }

  async prepare(order: CertificateOrder): Promise<Prepared> {
    if (Temporal.Instant.compare(order.notAfter, this.#basis.issuerNotAfter) > 0)
      throw new Unavailable('ca', { cause: new Error('the issuing authority ends before the certificate would') });
    const { profiles, random, issuing } = this.#parts;
    const drawn = random.bytes(serialRandomBytes + tokenBytes);
    const toBeSigned = buildTbsCertificate({
      serial: Buffer.concat([Buffer.from([profiles.serialPrefix]), drawn.subarray(0, serialRandomBytes)]),
      algorithm: issuing.signer.algorithm,
      issuer: this.#basis.issuerName,
      subject: distinguishedName(profiles, order),
      notBefore: order.notBefore,
      notAfter: order.notAfter,
      publicKey: order.publicKey,
      extensions: [
        ...this.#fixed,
        subjectKey(keyIdentifier(order.publicKey)),
        this.#policy(order.policyOid),
        identityName(order.identifyData),
      ],
    });
    return this.#admit(toBeSigned, drawn.subarray(serialRandomBytes));
  }

  /** There are a handful of policies: each is written once. */
  #policy(policyOid: string): Extension {
    const written = this.#policies.get(policyOid) ?? policy(policyOid, this.#parts.addresses.cps);
    this.#policies.set(policyOid, written);
    return written;
  }

  async resume(toBeSigned: Buffer): Promise<Prepared> {
    return this.#admit(toBeSigned, this.#parts.random.bytes(tokenBytes));
  }

  #admit(toBeSigned: Buffer, drawn: Buffer): Prepared {
    const facts = readFacts(toBeSigned);
    const faults = lint(facts, this.#basis);
    if (faults.length > 0) throw new Error(`expected to-be-signed bytes by profile, found: ${faults.join(', ')}`);
    const token = drawn.toString('base64url');
    this.#prepared.set(token, { toBeSigned, facts });
    const oldest = this.#prepared.keys().next().value;
    if (this.#prepared.size > preparedAtMost && oldest !== undefined) this.#prepared.delete(oldest);
    return { token, toBeSigned, facts };
  }

  async issue(token: string): Promise<Buffer> {
    const prepared = this.#prepared.get(token);
    if (!prepared || !this.#prepared.delete(token)) throw new Error('expected a token not yet redeemed, found none');
    const { toBeSigned } = prepared;
    const signature = await this.#parts.issuing.signer.sign(toBeSigned);
    const certificate = joinCertificate(toBeSigned, this.#algorithm, signature);
    checkSigned(certificate, prepared, this.#basis.issuer);
    return certificate;
  }
}
