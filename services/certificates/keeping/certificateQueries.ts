import type { CertificateDetails, IssuedCertificate } from '../certificateLifeCycle.ts';
import { seoulDay } from '../../shared/clock.ts';
import type { CertificateRegister } from '../certificateRegister.ts';
import { isLive } from '../issue/issueCertificate.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import type { CredentialUses } from '../keys/credentialUse.ts';
import type { Profiles } from '../authority/profile.ts';
import { summaryOf } from '../standing.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';
import { renewableFrom } from '../authority/validity.ts';

/** Collaborators of `CertificateQueries`, handed in by composition/. */
export interface CertificateQueriesParts {
  readonly profiles: Profiles;
  readonly custody: KeyCustody;
  readonly standings: CertificateStandings;
  readonly register: CertificateRegister;
  readonly keyUses: CredentialUses;
}

/** Certificates as the product's other rooms see them. */
export class CertificateQueries {
  readonly #parts: CertificateQueriesParts;

  constructor(parts: CertificateQueriesParts) {
    this.#parts = parts;
  }

  async details(serialHex: string): Promise<CertificateDetails | undefined> {
    const standing = await this.#parts.standings.of(serialHex);
    return standing?.state && this.#details(standing);
  }

  async ofPerson(personKey: string): Promise<readonly CertificateDetails[]> {
    const standings = await this.#parts.standings.ofPerson(personKey);
    return Promise.all(standings.map((standing) => this.#details(standing)));
  }

  async expiring(from: Temporal.Instant, until: Temporal.Instant): Promise<readonly CertificateDetails[]> {
    const { register, standings } = this.#parts;
    const found: CertificateDetails[] = [];
    for (const { serialHex } of await register.expiring(from, until)) {
      const standing = await standings.existing(serialHex);
      if (isLive(standing) || standing.state === 'expired') found.push(await this.#details(standing));
    }
    return found;
  }

  issuedBetween(from: Temporal.Instant, until: Temporal.Instant): AsyncIterable<IssuedCertificate> {
    return this.#parts.register.issuedBetween(from, until);
  }

  async #details(standing: CertificateStanding): Promise<CertificateDetails> {
    const { profiles, register, custody, keyUses } = this.#parts;
    const { certificate, since, reason } = standing;
    const { serialHex, personKey, keyId, product, replaces } = certificate;
    const notAfter = Temporal.Instant.from(certificate.notAfter);
    const key = await custody.standing(keyId);
    return {
      ...summaryOf(standing),
      personKey,
      renewableFrom: renewableFrom(profiles.of(product), notAfter).toString(),
      untilDay: seoulDay(notAfter).toString(),
      since,
      reason,
      institutions: await register.institutions(serialHex),
      triesLeft: key?.triesLeft ?? 0,
      credentialPolicy: key?.policy,
      lastUsedAt: await keyUses.lastUsedAt(serialHex),
      replaces,
    };
  }
}
