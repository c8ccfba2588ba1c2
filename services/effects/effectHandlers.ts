import type { HandoffDesk } from '../assistance/handoffDesk.ts';
import type { Audit } from '../audit/audit.ts';
import type { CertificateIssuing } from '../certificates/certificateIssuing.ts';
import type { CloudAccounts } from '../cloudAccount/cloudAccounts.ts';
import type { CaseEvent, CaseHappening } from '../cases/caseEvents.ts';
import { reachedAt, type Person } from '../enrollment/enrollment.ts';
import type { Nudges } from '../cases/nudges.ts';
import type { Transfers } from '../cases/transfers.ts';
import type { Register } from '../register/register.ts';
import { DeadlineExceeded, withDeadline } from '../shared/deadline.ts';
import type { Sealer } from '../shared/sealed.ts';
import { Unavailable } from '../shared/unavailable.ts';
import type { SmsLimits } from '../sms/smsLimits.ts';
import type { SmsSender } from '../sms/smsSender.ts';
import { codeMessage } from '../sms/smsText.ts';
import type { VerificationCodes } from '../sms/verificationCode.ts';
import type { Clock } from '../shared/clock.ts';
import type { Visits } from '../visits/visits.ts';
import { personContext, type CaseRecord } from '../cases/caseRecord.ts';
import type { Effect } from '../cases/effect.ts';
import type { LifeEffects } from './lifeEffects.ts';

/** Collaborators that composition/ hands in. */
export interface EffectCollaborators {
  readonly visits: Visits;
  readonly transfers: Pick<Transfers, 'open'>;
  readonly nudges: Pick<Nudges, 'put'>;
  readonly register: Register;
  readonly audit: Audit;
  readonly sms: SmsSender;
  readonly smsLimits: SmsLimits;
  readonly codes: VerificationCodes;
  readonly sealer: Sealer;
  readonly cloudAccounts: CloudAccounts;
  readonly handoffs: Pick<HandoffDesk, 'open' | 'note'>;
  readonly certificates: CertificateIssuing;
  readonly life: LifeEffects;
  readonly clock: Clock;
  /** The words of the code message; they come from the locale. */
  readonly codeSentence: (code: string, locale: 'ko' | 'en') => string;
  /** Remembers by key what goes out, so that a customer can ask whether it was ours. */
  readonly noteSent: (text: string) => Promise<void>;
  /** Host of PUBLIC_URL, for WebOTP. */
  readonly host: string;
}

type Of<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

/** How long the SMS gateway may take within a turn (one turn deadline of 2.5 s, SECURITY §1). */
const smsMilliseconds = 1_800;
/** A gateway that says no at once is asked again under the same id. */
const smsAttempts = 3;

/**
 * Does what turns want done, idempotently by the effect's id: a crash between doing and noting only does it again to no
 * effect. Answers the event that tells the case the outcome, where there is one.
 */
export class EffectHandlers {
  readonly #with: EffectCollaborators;

  constructor(collaborators: EffectCollaborators) {
    this.#with = collaborators;
  }

  /** Outage: `Unavailable`; the effect stays in the outbox and is done later. */
  async run(record: CaseRecord, effect: Effect): Promise<CaseEvent | undefined> {
    switch (effect.kind) {
      case 'visit.open':
        await this.#openVisit(record, effect);
        break;
      case 'visit.close':
        await this.#with.visits.close({ caseId: record.id, visitNumber: effect.visit });
        break;
      case 'passage.open':
        await this.#with.transfers.open(
          { caseId: record.id, number: effect.passage },
          Temporal.Instant.from(effect.openedAt),
        );
        break;
      case 'consent.record':
        await this.#recordConsents(record, effect);
        break;
      case 'code.send':
        return this.#sendCode(record, effect);
      case 'code.right':
        await this.#with.smsLimits.forgiveGuess({ phoneKey: effect.phoneKey, id: effect.guessId });
        break;
      case 'cloud.connect':
        await this.#connectCloud(record);
        break;
      case 'key.ahead':
        this.#with.certificates.makeKeyAhead(effect.enrollmentId);
        break;
      case 'certificate.delivered':
        await this.#with.certificates.delivered(effect.enrollmentId);
        break;
      case 'handoff.open': {
        const opened = await this.#with.handoffs.open(effect.handoff, this.#with.clock.now());
        return outcome(effect, { name: 'handoff.opened', handoff: effect.handoff.id, ...opened });
      }
      case 'handoff.note':
        await this.#with.handoffs.note(effect.handoff);
        break;
      case 'nudge.put':
        await this.#with.nudges.put({ caseId: record.id, at: Temporal.Instant.from(effect.at) });
        break;
      default: {
        const happening = await this.#with.life.run(record, effect);
        return happening && outcome(effect, happening);
      }
    }
    return undefined;
  }

  async #openVisit(record: CaseRecord, effect: Of<'visit.open'>): Promise<void> {
    await this.#with.visits.open({
      caseId: record.id,
      visitNumber: effect.visit,
      conversationId: effect.conversationId,
      steps: effect.steps,
      bankCode: effect.bank,
      openedAt: Temporal.Instant.from(effect.openedAt),
    });
  }

  /** Each document's answer is an entry that lasts (DOMAIN §8); the audit names the case, not the person. */
  async #recordConsents(record: CaseRecord, effect: Of<'consent.record'>): Promise<void> {
    const { register, audit } = this.#with;
    const at = Temporal.Instant.from(effect.consents[0]?.at ?? record.lastAt).toString({ fractionalSecondDigits: 9 });
    const entries = effect.consents.map((consent) => ({
      kind: 'consent',
      id: `${effect.id}.${consent.document}`,
      at,
      value: JSON.stringify({ ...consent, enrollmentId: effect.enrollmentId }),
      indexes: { enrollment: effect.enrollmentId, document: `${consent.document}/${consent.version}` },
    }));
    const fresh = await register.insert(entries);
    if (!fresh) return;
    const documents = effect.consents.map(({ document, version, agreed }) => ({ document, version, agreed }));
    await audit.write({
      action: 'consent.given',
      actor: 'customer',
      subject: effect.enrollmentId,
      details: { documents },
    });
  }

  async #sendCode(record: CaseRecord, effect: Of<'code.send'>): Promise<CaseEvent | undefined> {
    const { enrollment } = record;
    const wanted = enrollment?.smsCode?.sends.some(({ send }) => send === effect.send);
    const person = enrollment && reachedAt(enrollment);
    if (!person || !wanted) return undefined;
    const now = this.#with.clock.now();
    const admitted = await this.#with.smsLimits.admitSend({ phoneKey: person.phoneKey, id: effect.id, now });
    if (!admitted.ok) {
      return outcome(effect, {
        name: 'code.refused',
        send: effect.send,
        code: admitted.code,
        details: admitted.details ?? {},
      });
    }
    const { phone } = this.#with.sealer.open<Person>(person.sealed, personContext(record.id));
    const code = this.#with.codes.codeOf({ caseId: record.id, send: effect.send });
    const text = codeMessage({ sentence: this.#with.codeSentence(code, record.locale), host: this.#with.host, code });
    await this.#with.noteSent(text);
    const sent = await this.#send({ id: effect.id, to: phone, text });
    return sent
      ? outcome(effect, { name: 'code.sent', send: effect.send, sentAt: this.#with.clock.now().toString() })
      : outcome(effect, { name: 'code.uncertain', send: effect.send });
  }

  /** True when the carrier took it. False leaves it open whether it will arrive. */
  async #send(message: { id: string; to: string; text: string }): Promise<boolean> {
    const until = performance.now() + smsMilliseconds;
    for (let attempt = 1; attempt <= smsAttempts; attempt += 1) {
      const left = until - performance.now();
      if (left <= 0) return false;
      try {
        await withDeadline(left, (signal) => this.#with.sms.send(message, signal));
        return true;
      } catch (error) {
        if (error instanceof DeadlineExceeded) return false;
        if (!(error instanceof Unavailable)) throw error;
      }
    }
    return false;
  }

  /** The customer's place in the cloud, made or found by name, birth date and phone. */
  async #connectCloud(record: CaseRecord): Promise<void> {
    const person = record.enrollment?.identity;
    if (!person) return;
    const { name, birthDate, phone } = this.#with.sealer.open<Person>(person.sealed, personContext(record.id));
    const { personKey } = person;
    await this.#with.cloudAccounts.connect({ name, birthDate, phone, personKey, now: this.#with.clock.now() });
  }
}

function outcome(effect: Effect, happening: CaseHappening): CaseEvent {
  return { ...happening, id: `${effect.id}.outcome` };
}
