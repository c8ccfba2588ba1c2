import type { Random } from '../../shared/random.ts';
import { joinCertificate } from '../authority/certificateFacts.ts';
import {
  authorityKey,
  informationAccess,
  keyIdentifier,
  keyUsage,
  responderMarks,
  subjectKey,
} from '../authority/extensions.ts';
import type { PkiAddresses } from '../authority/extensions.ts';
import { buildTbsCertificate, signatureAlgorithm } from '../authority/forgeTbsCertificate.ts';
import { authorityOf, isIssuedBy } from '../authority/issuerFacts.ts';
import type { Profiles } from '../authority/profile.ts';
import type { CertifyResponder } from './responderKeys.ts';
import type { Authority } from '../authority/signer.ts';

/** Certifies delegated OCSP responders by the issuing authority (RFC 6960 §4.2.2.2). */
export function responderCertifier(parts: {
  readonly issuing: Authority;
  readonly profiles: Profiles;
  readonly addresses: PkiAddresses;
  readonly random: Random;
}): CertifyResponder {
  const { issuing, profiles, addresses, random } = parts;
  const issuer = authorityOf(issuing.certificate);
  return async ({ publicKey, notBefore, notAfter }) => {
    const toBeSigned = buildTbsCertificate({
      serial: Buffer.concat([Buffer.from([2]), random.bytes(15)]),
      algorithm: issuing.signer.algorithm,
      issuer: issuer.name,
      subject: [
        { attribute: 'countryName', text: profiles.country },
        { attribute: 'organizationName', text: profiles.organization },
        { attribute: 'commonName', text: `${profiles.organization} OCSP Responder` },
      ],
      notBefore,
      notAfter,
      publicKey,
      extensions: [
        authorityKey(issuer.keyIdentifier),
        subjectKey(keyIdentifier(publicKey)),
        keyUsage('responder'),
        ...responderMarks(),
        informationAccess({ caIssuers: addresses.issuingCertificate }),
      ],
    });
    const signature = await issuing.signer.sign(toBeSigned);
    const certificate = joinCertificate(toBeSigned, signatureAlgorithm(issuing.signer.algorithm), signature);
    if (!isIssuedBy(certificate, issuing.certificate)) throw new Error('expected a responder of ours, found another');
    return certificate;
  };
}
