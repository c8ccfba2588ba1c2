import type { CaseRecord } from '../cases/caseRecord.ts';
import type { Enrollment } from '../enrollment/enrollment.ts';
import { stepAnswered } from '../enrollment/plan/progress.ts';
import type { VisitCase, VisitFacts, VisitOwner } from '../visits/visitCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';
import { usedCertificate } from './usedCertificate.ts';

/** The case behind a visit: what every page says of it, and what a page asks of its chat. */
export class CaseOfVisit implements VisitCase {
  readonly #parts: SecureStepCollaborators;

  constructor(parts: SecureStepCollaborators) {
    this.#parts = parts;
  }

  async facts(owner: VisitOwner): Promise<VisitFacts | undefined> {
    const record = await this.#parts.cases.read(owner.caseId);
    return record && factsOf(this.#parts, record, owner);
  }

  async renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined> {
    const { conversations, cases, visitToken } = this.#parts;
    const id = `visit.renew:${owner.visitNumber}`;
    await conversations.tell(owner.caseId, { id, name: 'visit.renew', shown: !ownBrowser });
    const record = await cases.read(owner.caseId);
    const next = record?.visit;
    if (!record || !next || next.number <= owner.visitNumber || !ownBrowser) return undefined;
    return visitToken({ caseId: owner.caseId, visitNumber: next.number });
  }

  async showRebindNumber(owner: VisitOwner, twoDigits: string): Promise<void> {
    const { conversations, clock } = this.#parts;
    const id = `visit.rebind:${owner.visitNumber}:${twoDigits}:${clock.now().epochMilliseconds}`;
    await conversations.tell(owner.caseId, { id, name: 'visit.rebind', number: twoDigits });
  }
}

/** What the pages of a visit say, as the case stands now; undefined when it waits for another visit, or for none. */
async function factsOf(
  parts: SecureStepCollaborators,
  record: CaseRecord,
  owner: VisitOwner,
): Promise<VisitFacts | undefined> {
  const { issued, visit, enrollment, locale } = record;
  if (issued?.visit === owner.visitNumber) return { locale, ...issuedFacts(record, issued) };
  if (visit?.number !== owner.visitNumber) return undefined;
  if (visit.over) return { locale, ...endedFacts(visit) };
  if (!enrollment) return undefined;
  return { locale, ...(await openFacts(parts, record, enrollment)) };
}

function issuedFacts({ visit }: CaseRecord, issued: NonNullable<CaseRecord['issued']>): VisitFacts {
  return {
    purpose: issued.task ?? 'issue',
    bankCode: issued.bank,
    product: issued.product,
    done: visit?.number === issued.visit ? visit.steps : ['credential'],
    issued: { serialHex: issued.serialHex, notAfter: issued.notAfter, isNew: true },
  };
}

/** A visit whose rest fell away: everything it still held counts as done. */
function endedFacts({ task, about, steps }: NonNullable<CaseRecord['visit']>): VisitFacts {
  return {
    purpose: task ?? 'issue',
    bankCode: about?.bank ?? '',
    product: about?.product ?? 'personal',
    done: steps,
    ...(about && { issued: { serialHex: about.serialHex, notAfter: about.notAfter, isNew: false } }),
  };
}

/** Where it is about a certificate there is, the page names that one's bank and kind. */
async function openFacts(
  parts: SecureStepCollaborators,
  record: CaseRecord,
  enrollment: Enrollment,
): Promise<VisitFacts> {
  const now = parts.clock.now();
  const { identity: person, proof, known } = enrollment;
  const used = await usedCertificate(parts, enrollment);
  return {
    purpose: enrollment.task,
    bankCode: used?.bankCode ?? enrollment.bank ?? '',
    product: used?.product ?? enrollment.kind ?? 'personal',
    maskedName: person?.maskedName ?? proof?.maskedName ?? known?.maskedName,
    done: record.visit?.steps.filter((step) => stepAnswered(enrollment, step, now)) ?? [],
  };
}
