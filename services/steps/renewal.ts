import { z } from 'zod';
import type { CertificateSummary } from '../certificates/certificate.ts';
import type { CertificateDetails, CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { Credential } from '../certificates/credential.ts';
import { ownCertificate } from '../enrollment/holdings.ts';
import { seoulDay } from '../shared/clock.ts';
import { ok, refuse, type Refusal, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { formStep } from '../visits/visitStep.ts';
import { enteredCredential, readEntered } from './credentialForm.ts';
import { refusedUse, tell, whenDue, type DueStep } from './dueStep.ts';
import { issuedEvent } from './issuedEvent.ts';
import type { OpenCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';
import {
  keyUse,
  showUsed,
  tellGone,
  tellUseRefused,
  usedCertificate,
  type CertificateShown,
  type UseCode,
} from './usedCertificate.ts';

/** The card of a renewal. Days are Seoul days; a customer who is only known sees none of them (DESIGN §4). */
export interface RenewalCard {
  readonly serialHex: string;
  readonly untilDay?: string;
  readonly newUntilDay?: string;
  readonly years: number;
  /** Won a year; 0 is free. */
  readonly fee: number;
  /** Covers all that would be signed; comes back with the credential. */
  readonly hash: string;
}

/** What the renewal page shows: entering the credential below the card is the yes to it. */
export interface RenewalShown extends CertificateShown {
  readonly card: RenewalCard;
}

/** The credential, and the hash of the card that was shown. */
export type RenewalFields = Credential & { readonly confirmed?: string };

/** 인증서 갱신. */
export const renewalPage = stepPage<RenewalShown>('renewal').withForm({
  keypads: ['current'],
  shape: z.strictObject({ current: enteredCredential, confirmed: z.string().max(128).optional() }),
  read: ({ current, confirmed }, readKeypad): RenewalFields | undefined => {
    const entered = readEntered(current, readKeypad);
    return entered && { ...entered, ...(confirmed !== undefined && { confirmed }) };
  },
});

/** The step over its case: the certificate is renewed with it. */
export function renewalStep(parts: SecureStepCollaborators) {
  return formStep(renewalPage, {
    shown: async (owner) => {
      const used = await showUsed(parts, owner);
      const card = used && (await renewalCard(parts, used));
      return used && card && { policy: used.policy, card };
    },
    complete: (owner, fields) =>
      whenDue(parts, owner, { step: 'renewal', issues: true }, (due) => renewCertificate(due, fields)),
  });
}

/** The card of the renewal as it would be now; undefined when nothing can be renewed, or nobody has proved who they are. */
async function renewalCard(
  { certificates, clock, years }: SecureStepCollaborators,
  { enrollment, own }: OpenCase & { readonly own: CertificateDetails },
): Promise<RenewalCard | undefined> {
  if (!enrollment.proof) return undefined;
  const bankCode = enrollment.bank ?? own.bankCode;
  const { personKey, by } = enrollment.proof;
  const offer = await certificates.renewal({ personKey, product: own.product, bankCode, now: clock.now() });
  if (!offer.ok) return undefined;
  const { current, summary } = offer.value;
  const untilDay = seoulDay(Temporal.Instant.from(current.notAfter)).toString();
  return {
    serialHex: current.serialHex,
    // who is only known sees no date (DESIGN §4)
    ...(by !== 'known' && { untilDay, newUntilDay: summary.untilDay }),
    years: years(own.product),
    fee: summary.fee,
    hash: summary.hash,
  };
}

/** Renews for exactly the card that came back with the credential; another one by now is shown first. */
async function renewCertificate(
  due: DueStep,
  fields: RenewalFields,
): Promise<Result<undefined, UseCode | 'issue.confirmationChanged' | 'issue.paused' | 'visit.stepGone'>> {
  const { parts, enrollment, owner } = due;
  const own = await usedCertificate(parts, enrollment);
  if (!own || !enrollment.proof) return tellGone(due);
  const refused = await refusedUse(due, own.personKey);
  if (refused) return refused;
  const renewed = await renew(due, own, fields);
  if (!renewed.ok) return tellNotRenewed(due, own, renewed);
  await parts.conversations.tell(owner.caseId, issuedEvent(enrollment.id, renewed.value));
  return ok(undefined);
}

type NotRenewed = Extract<Awaited<ReturnType<CertificateLifeCycle['renew']>>, Refusal>;

/** The act. */
function renew(
  { parts, enrollment, record, now }: DueStep,
  own: CertificateDetails,
  fields: RenewalFields,
): Promise<Result<CertificateSummary, NotRenewed['code']>> {
  const { requestId, credential } = keyUse(parts, own, fields);
  return parts.certificates.renew({
    requestId,
    enrollmentId: enrollment.id,
    caseId: record.id,
    personKey: own.personKey,
    product: own.product,
    bankCode: enrollment.bank ?? own.bankCode,
    credential,
    confirmedHash: fields.confirmed ?? '',
    now,
  });
}

/** What the page can't mend is told in the chat, with what the customer has now. */
async function tellNotRenewed(
  due: DueStep,
  own: CertificateDetails,
  { code, details = {} }: NotRenewed,
): Promise<Refusal<UseCode | 'issue.confirmationChanged' | 'issue.paused' | 'visit.stepGone'>> {
  if (code === 'issue.confirmationChanged' || code === 'issue.paused') return refuse(code);
  if (code === 'credential.wrong' || code === 'credential.locked' || code === 'credential.keyGone')
    return tellUseRefused(due, own, { ok: false, code, details });
  await tell(due, {
    name: 'field.answered',
    field: 'holdings',
    by: 'service',
    enrollmentId: due.enrollment.id,
    value: (await due.parts.certificates.ofPerson(own.personKey)).map(ownCertificate),
    outlook: { ok: false, code, details },
  });
  return refuse('visit.stepGone');
}
