import { createHash } from 'node:crypto';
import type { Actor, CertificateLifeCycle, StatusRequest } from '../certificates/certificateLifeCycle.ts';
import type { CloudDevices } from '../cloudAccount/cloudDevices.ts';
import type { CaseHappening } from '../cases/caseEvents.ts';
import type { KnownCustomers } from '../customers/knownCustomers.ts';
import type { ActGuard } from '../enrollment/plan/actGuard.ts';
import { ownCertificate, ownOf } from '../enrollment/holdings.ts';
import type { Field, NamedKind, Person, RenewalOutlook } from '../enrollment/enrollment.ts';
import type { Contact } from '../notices/contactBook.ts';
import type { Notices } from '../notices/notices.ts';
import type { Clock } from '../shared/clock.ts';
import { maskPhone } from '../shared/masks.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import type { Result } from '../shared/result.ts';
import type { Sealer } from '../shared/sealed.ts';
import { Unavailable } from '../shared/unavailable.ts';
import { personContext, type CaseRecord } from '../cases/caseRecord.ts';
import type { LifeEffect } from '../cases/effect.ts';

/** Collaborators that composition/ hands in. */
export interface LifeEffectParts {
  readonly certificates: CertificateLifeCycle;
  readonly devices: Pick<CloudDevices, 'devicesOf' | 'disconnect'>;
  readonly notices: Notices;
  readonly known: KnownCustomers;
  /** Destroys the person's key: what was sealed under it is closed for good. */
  readonly eraseKeys: (personKey: string) => Promise<void>;
  readonly guard: ActGuard;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

const customer: Actor = { kind: 'customer', name: 'customer' };

/** Does the effects of a certificate's later life, each idempotent by its id; those with an outcome answer it. */
export class LifeEffects {
  readonly #with: LifeEffectParts;

  constructor(parts: LifeEffectParts) {
    this.#with = parts;
  }

  /** An outage of an effect whose outcome is waited for is an outcome too: the customer is told and may ask again. */
  async run(record: CaseRecord, effect: LifeEffect & { readonly id: string }): Promise<CaseHappening | undefined> {
    try {
      return (await this.#refused(record, effect)) ?? (await this.#do(record, effect));
    } catch (error) {
      const field = fieldOf[effect.kind];
      if (!(error instanceof Unavailable) || !field || !('enrollmentId' in effect)) throw error;
      return { name: 'act.uncertain', enrollmentId: effect.enrollmentId, field };
    }
  }

  /** Before a protected act the evidence of the task that wants it is asked, whatever the dialogs did. */
  async #refused({ enrollment }: CaseRecord, effect: LifeEffect): Promise<CaseHappening | undefined> {
    if (!isProtected(effect)) return undefined;
    const { enrollmentId } = effect;
    const personKey = 'personKey' in effect ? effect.personKey : (enrollment?.proof?.personKey ?? '');
    const request = { enrollment, enrollmentId, personKey };
    const { guard } = this.#with;
    const permit = await (effect.kind === 'certificates.look' ? guard.permitLook(request) : guard.permit(request));
    return permit.ok ? undefined : { name: 'evidence.missing', enrollmentId, answer: permit.answer };
  }

  async #do(record: CaseRecord, effect: LifeEffect & { readonly id: string }): Promise<CaseHappening | undefined> {
    const { notices, known, devices, clock } = this.#with;
    switch (effect.kind) {
      case 'certificates.look':
        return this.#look(effect);
      case 'certificate.change':
        return this.#change(effect);
      case 'institution.change':
        return this.#changeInstitution(effect);
      case 'devices.look':
        return {
          name: 'devices.found',
          enrollmentId: effect.enrollmentId,
          devices: await devices.devicesOf(effect.personKey),
        };
      case 'devices.disconnect': {
        const count = await devices.disconnect(effect.personKey, effect.device);
        return { name: 'devices.disconnected', enrollmentId: effect.enrollmentId, count };
      }
      case 'privacy.look':
        return this.#lookAtPrivacy(effect);
      case 'privacy.erase':
        return this.#erase(effect);
      case 'reminders.set':
        await notices.setReminders(effect.personKey, effect.on);
        break;
      case 'customer.remember':
        await known.remember(effect, effect.known);
        break;
      case 'customer.forget':
        await known.forget(effect);
        break;
      case 'contact.keep': {
        const { name, phone, email } = this.#with.sealer.open<Person>(effect.sealed, personContext(record.id));
        const contact: Contact = { name, phone, email, locale: record.locale, channel: 'sms', caseId: record.id };
        await notices.keepContact(effect.personKey, contact, clock.now());
        break;
      }
      case 'notice.completed':
        await this.#tellCompleted(effect);
        break;
    }
    return undefined;
  }

  async #look({
    enrollmentId,
    personKey,
    renewal,
  }: Extract<LifeEffect, { kind: 'certificates.look' }>): Promise<CaseHappening> {
    const details = await this.#with.certificates.ofPerson(personKey);
    const certificates = details.map(ownCertificate);
    const outlook = renewal && (await this.#outlook(personKey, renewal, certificates));
    return {
      name: 'field.answered',
      field: 'holdings',
      value: certificates,
      by: 'service',
      enrollmentId,
      ...(outlook && { outlook }),
    };
  }

  async #outlook(
    personKey: string,
    { bank, product }: { readonly bank?: string; readonly product?: NamedKind },
    certificates: readonly ReturnType<typeof ownCertificate>[],
  ): Promise<RenewalOutlook> {
    const own = ownOf(certificates, product);
    if (!own) return { ok: false, code: 'renew.none', details: {} };
    const bankCode = bank ?? own.bankCode;
    const { certificates: service, clock } = this.#with;
    const offer = await service.renewal({ personKey, product: own.product, bankCode, now: clock.now() });
    if (!offer.ok) return { ok: false, code: offer.code, details: offer.details ?? {} };
    return { ok: true, serialHex: offer.value.current.serialHex, untilDay: offer.value.summary.untilDay };
  }

  /**
   * The requests carry names of their own, so that a second run changes nothing more. Of several what could be changed
   * counts: a certificate that was in no state for it holds up no other.
   */
  async #change({
    enrollmentId,
    change,
    serials,
    reason,
  }: Extract<LifeEffect, { kind: 'certificate.change' }>): Promise<CaseHappening> {
    const { certificates } = this.#with;
    const changed: string[] = [];
    let refused: RefusalToldBy<'outcome'> | undefined;
    for (const serialHex of serials) {
      const request: StatusRequest = {
        requestId: requestId(enrollmentId, change, serialHex),
        serialHex,
        actor: customer,
      };
      const done: Result<unknown, RefusalToldBy<'outcome'>> = change === 'revoke'
        ? await certificates.revoke({ ...request, reason: reason ?? 'unspecified' })
        : await certificates[change](request);
      if (done.ok) changed.push(serialHex);
      else refused = done.code;
    }
    if (changed.length > 0 || refused === undefined)
      return { name: 'certificate.changed', enrollmentId, change, serials: changed };
    return { name: 'certificate.changed', enrollmentId, change, serials, refused };
  }

  async #changeInstitution({
    enrollmentId,
    serialHex,
    institution,
    registered,
  }: Extract<LifeEffect, { kind: 'institution.change' }>): Promise<CaseHappening> {
    const done = await this.#with.certificates.registerInstitution({
      requestId: requestId(enrollmentId, institution, serialHex),
      serialHex,
      actor: customer,
      institution,
      registered,
    });
    return { name: 'institutions.changed', enrollmentId, ...(!done.ok && { refused: done.code }) };
  }

  async #lookAtPrivacy({
    enrollmentId,
    personKey,
  }: Extract<LifeEffect, { kind: 'privacy.look' }>): Promise<CaseHappening> {
    const { certificates, devices, notices } = this.#with;
    const contact = await notices.contact(personKey);
    return {
      name: 'privacy.found',
      enrollmentId,
      kept: {
        certificates: (await certificates.ofPerson(personKey)).length,
        devices: (await devices.devicesOf(personKey)).length,
        ...(contact && { maskedPhone: maskPhone(contact.phone) }),
        reminders: contact !== undefined && (await notices.remindersOn(personKey)),
      },
    };
  }

  /** What may go, goes: how they are reached, where they are known, their devices, and the key of what is sealed. */
  async #erase({ enrollmentId, personKey }: Extract<LifeEffect, { kind: 'privacy.erase' }>): Promise<CaseHappening> {
    const { devices, notices, known, eraseKeys } = this.#with;
    await devices.disconnect(personKey, 'all');
    await notices.forget(personKey);
    await known.forgetPerson(personKey);
    await eraseKeys(personKey);
    return { name: 'privacy.erased', enrollmentId };
  }

  async #tellCompleted(effect: Extract<LifeEffect, { kind: 'notice.completed' }> & { readonly id: string }) {
    const certificate = await this.#with.certificates.details(effect.serialHex);
    if (!certificate) throw new Error('expected the certificate of a completion notice, found none');
    const { id, personKey, happening } = effect;
    await this.#with.notices.completed({ id, personKey, happening, certificate });
  }
}

/** Effects that act on a certificate, or on what is kept of a person: each names the task that wants it. */
type ProtectedEffect = Extract<LifeEffect, { readonly enrollmentId: string }>;

function isProtected(effect: LifeEffect): effect is ProtectedEffect {
  return 'enrollmentId' in effect;
}

/** Which question an effect without an answer goes back to. */
const fieldOf: Readonly<Partial<Record<LifeEffect['kind'], Field>>> = {
  'certificates.look': 'holdings',
  'certificate.change': 'outcome',
  'institution.change': 'outcome',
  'devices.look': 'outcome',
  'devices.disconnect': 'outcome',
  'privacy.look': 'outcome',
  'privacy.erase': 'outcome',
};

function requestId(enrollmentId: string, what: string, serialHex: string): string {
  return createHash('sha256').update(`${enrollmentId}|${what}|${serialHex}`).digest('base64url').slice(0, 22);
}
