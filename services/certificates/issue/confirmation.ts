import { createHash } from 'node:crypto';
import { seoulDay } from '../../shared/clock.ts';
import type { CertificateFacts } from '../authority/certificateFacts.ts';
import type { IssueSummary } from '../certificateIssuing.ts';
import type { ProductCode } from '../certificate.ts';
import type { Profile, Profiles } from '../authority/profile.ts';

/** What a confirmation is made of, before its hash. */
export interface ConfirmationContent {
  readonly name: string;
  readonly bankCode: string;
  readonly product: ProductCode;
  readonly notAfter: Temporal.Instant;
}

/** What the customer is shown before they confirm; the hash covers every field (SECURITY §2, CA). */
export function confirmationOf(profile: Profile, content: ConfirmationContent): IssueSummary {
  const shown = {
    name: content.name.normalize('NFC'),
    bankCode: content.bankCode,
    product: content.product,
    credentialPolicies: profile.credentialPolicies,
    untilDay: seoulDay(content.notAfter).toString(),
    fee: profile.feeWonPerYear,
  };
  const hash = createHash('sha256').update(JSON.stringify(shown)).digest('base64url');
  return { ...shown, hash };
}

/** The same, recomputed from to-be-signed bytes alone: name, bank, product and dates as they would be signed. */
export function confirmationInBytes(profiles: Profiles, facts: CertificateFacts): IssueSummary {
  const known = profiles.byPolicy(facts.policyOid);
  if (!known) throw new Error('expected a policy of ours in bytes that were linted, found none');
  const { name, bankCode, notAfter } = facts;
  return confirmationOf(known.profile, { name, bankCode, product: known.profile.code, notAfter });
}
