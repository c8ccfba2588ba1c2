import type { Audit } from '../../audit/audit.ts';
import { countsFor, missingEvidence, type Evidence, type EvidenceNeed } from '../../identity/evidence.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Json } from '../../shared/json.ts';
import { refuse, type Refusal } from '../../shared/result.ts';
import type { Enrollment, KeptField } from '../enrollment.ts';
import { fieldModules, isKept } from '../fields/registry.ts';
import { planFor, type Plan } from './plan.ts';
import { tasks } from '../tasks.ts';

/** What the guard says: go on, or which field's proof is missing, too old or too weak. */
export type Permit = { readonly ok: true } | (Refusal<'evidence.missing'> & { readonly answer: KeptField });

/** Who asks for an act, and what the request itself brings. */
export interface GuardedRequest {
  /** The task that wants the act; undefined when it is over by now: then nothing is proved for it. */
  readonly enrollment: Enrollment | undefined;
  readonly enrollmentId: string;
  /** Whose certificate, key or data the act is about; what was proved of somebody else counts for nothing. */
  readonly personKey: string;
  /** Proved by the very request, e.g. the credential that it carries and that the custody checks. */
  readonly given?: readonly Evidence[];
}

/**
 * Asked by the services before each protected act, whatever the dialogs did before: the evidence list against the plan of
 * the task decides. A refusal is audited first, and nothing of the act was done.
 *
 * Outage: `Unavailable('store')` when the refusal could not be written down; the act is not done then either.
 */
export class ActGuard {
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(parts: { readonly audit: Audit; readonly clock: Clock }) {
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  /** Whether the act of the task may be done now. */
  permit(request: GuardedRequest): Promise<Permit> {
    const enrollment = underWay(request);
    if (!enrollment) return this.#refuse(request, 'proof', { task: 'over' });
    const plan = planFor(enrollment);
    const missing = missingEvidence(plan.needs, evidenceOf(enrollment, request), this.#clock.now());
    return this.#judge(request, plan, missing);
  }

  /**
   * Whether the person's certificates may be looked up for the task. Where they are shown that is the act itself; else it
   * is enough that somebody proved who they are in a way that the act asks for, and the rest is asked for later.
   */
  permitLook(request: GuardedRequest): Promise<Permit> {
    const enrollment = underWay(request);
    if (!enrollment || tasks[enrollment.task].onlyShows) return this.permit(request);
    const plan = planFor(enrollment);
    const now = this.#clock.now();
    const isProved = evidenceOf(enrollment, request).some((proof) => countsFor(plan.needs, proof, now));
    return this.#judge(request, plan, isProved ? [] : plan.needs);
  }

  #judge(request: GuardedRequest, plan: Plan, missing: readonly EvidenceNeed[]): Promise<Permit> {
    const [first] = missing;
    if (!first) return Promise.resolve({ ok: true });
    const lacking = missing.map(({ kinds }) => kinds.join('|'));
    return this.#refuse(request, answerFor(first, plan), { act: plan.act, lacking });
  }

  async #refuse(
    { enrollmentId, personKey }: GuardedRequest,
    answer: KeptField,
    details: Readonly<Record<string, Json>>,
  ): Promise<Permit> {
    await this.#audit.write({ action: 'evidence.missing', actor: 'system', personKey, subject: enrollmentId, details });
    return { ...refuse('evidence.missing'), answer };
  }
}

function underWay({ enrollment, enrollmentId }: GuardedRequest): Enrollment | undefined {
  return enrollment?.id === enrollmentId ? enrollment : undefined;
}

function evidenceOf({ evidence }: Enrollment, { personKey, given = [] }: GuardedRequest): readonly Evidence[] {
  return [...evidence, ...given].filter((proof) => proof.personKey === personKey);
}

/** The field that is asked again for a need: one whose answer can give it, else the one that says who somebody is. */
function answerFor({ kinds }: EvidenceNeed, { fields }: Plan): KeptField {
  const proving = fields.filter((field) => isKept(field) && fieldModules[field].gives !== undefined);
  const found = proving.find((field) => fieldModules[field].gives?.some((kind) => kinds.includes(kind))) ?? proving[0];
  if (!found || !isKept(found)) throw new Error('expected a field that proves something, found none');
  return found;
}
