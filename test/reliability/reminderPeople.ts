import { certificateEntry, CertificateRegister, instantText } from '../../services/certificates/certificateRegister.ts';
import type { CertificateEntry } from '../../services/certificates/certificateRegister.ts';
import { ActiveCertificateSlots } from '../../services/certificates/activeCertificateSlot.ts';
import { endOfSeoulDay } from '../../services/certificates/authority/validity.ts';
import type { Notices } from '../../services/notices/notices.ts';
import type { Foundation } from '../../composition/foundation.ts';
import type { Services } from '../../composition/services.ts';

/** Somebody with a certificate, and what is to become of it; days are Seoul days. */
export interface Holder {
  readonly personKey: string;
  readonly phone: string;
  readonly serialHex: string;
  readonly lineageId: string;
  readonly untilDay: Temporal.PlainDate;
  /** Undefined: never used. */
  readonly usedDay: Temporal.PlainDate | undefined;
  readonly hasContact: boolean;
  /** The day on which something is done to it. */
  readonly act: 'renew' | 'revoke' | 'hold' | 'optOut' | undefined;
  readonly actDay: Temporal.PlainDate;
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** `count` people whose certificates end within `days` days from `firstEnd` on; `chance` answers 0 ≤ x < 1. */
export function makeHolders(
  count: number,
  firstEnd: Temporal.PlainDate,
  days: number,
  chance: () => number,
): readonly Holder[] {
  return Array.from({ length: count }, (_, index): Holder => {
    const untilDay = firstEnd.add({ days: Math.floor(chance() * days) });
    const usedBefore = Math.floor(chance() * 200);
    const kind = chance();
    const act =
      kind < 0.3 ? 'renew' : kind < 0.45 ? 'revoke' : kind < 0.5 ? 'hold' : kind < 0.55 ? 'optOut' : undefined;
    return {
      personKey: `person-${index}`,
      phone: `010${String(20_000_000 + index)}`,
      serialHex: `1a${hex(index, 30)}`,
      lineageId: `lineage-${index}`,
      untilDay,
      usedDay: chance() < 0.7 ? untilDay.subtract({ days: 100 + usedBefore }) : undefined,
      hasContact: chance() > 0.03,
      act,
      // Nobody looks for half a week at the most: it happens before the end, or the module would refuse it.
      actDay: untilDay.subtract({ days: 5 + Math.floor(chance() * 90) }),
    };
  });
}

/** Writes what the certificate module writes of certificates, and does to them what it does, without making their keys. */
export class HolderActs {
  readonly #foundation: Foundation;
  readonly #services: Services;
  readonly #notices: Notices;
  readonly #register: CertificateRegister;
  readonly #holders: ActiveCertificateSlots;

  constructor(foundation: Foundation, services: Services, notices: Notices) {
    this.#foundation = foundation;
    this.#services = services;
    this.#notices = notices;
    this.#register = new CertificateRegister({ register: foundation.register, sealer: services.sealer });
    this.#holders = new ActiveCertificateSlots(foundation.state.records);
  }

  /** Puts the certificate into the stores as issued a year before its end. */
  async issue(holder: Holder): Promise<void> {
    const { personKey, phone, usedDay, untilDay, serialHex } = holder;
    const notBefore = morning(untilDay.subtract({ years: 1 }));
    const certificate = this.#entry(holder, { notBefore, untilDay });
    await this.#foundation.register.insert([certificateEntry(certificate, instantText(notBefore))]);
    const active = { serialHex, since: notBefore.toString() };
    await this.#holders.put(personKey, 'personal', { schema: 1, active }, 0);
    const use = usedDay && { schema: 1, at: instantText(morning(usedDay)) };
    if (use) await this.#foundation.state.records.putIfVersion(`use:${serialHex}`, use, 0);
    if (!holder.hasContact) return;
    const contact = { name: '홍길동', phone, locale: 'ko', channel: 'sms' } as const;
    await this.#notices.keepContact(personKey, contact, notBefore);
  }

  /** Does what is to become of it, at `now`. */
  async act(holder: Holder, now: Temporal.Instant): Promise<void> {
    const { serialHex, personKey } = holder;
    const request = {
      requestId: `sim-${serialHex}`,
      serialHex,
      actor: { kind: 'customer', name: 'customer' },
    } as const;
    const { certificates } = this.#services;
    if (holder.act === 'renew') await this.#renew(holder, now);
    if (holder.act === 'revoke') await certificates.revoke({ ...request, reason: 'cessationOfOperation' });
    if (holder.act === 'hold') await certificates.hold(request);
    if (holder.act === 'optOut') await this.#notices.setReminders(personKey, false);
  }

  /** The new certificate, the switch of the place, the status of the old one: in the module's order. */
  async #renew(holder: Holder, now: Temporal.Instant): Promise<void> {
    const { personKey, serialHex, untilDay } = holder;
    const renewed = { ...holder, serialHex: `1b${serialHex.slice(2)}` };
    const entry = this.#entry(renewed, { notBefore: now, untilDay: untilDay.add({ years: 1 }), replaces: serialHex });
    await this.#foundation.register.insert([certificateEntry(entry, instantText(now))]);
    const { version } = await this.#holders.get(personKey, 'personal');
    const at = instantText(now);
    const [active, previous] = [
      { serialHex: renewed.serialHex, since: at },
      { serialHex, until: at },
    ];
    await this.#holders.put(personKey, 'personal', { schema: 1, active, previous }, version);
    const ended = { state: 'superseded', reason: 'superseded' } as const;
    const change = { ...ended, at, actor: 'system', requestId: `renew-${serialHex}` };
    await this.#register.appendStatus(serialHex, 1, change, at);
  }

  #entry(
    { serialHex, personKey, lineageId }: Holder,
    term: { readonly notBefore: Temporal.Instant; readonly untilDay: Temporal.PlainDate; readonly replaces?: string },
  ): CertificateEntry {
    const { notBefore, untilDay, replaces } = term;
    return {
      schema: 1,
      serialHex,
      kind: replaces ? 'renew' : 'issue',
      product: 'personal',
      bankCode: '004',
      personKey,
      lineageId,
      enrollmentId: `enrollment-${serialHex}`,
      caseId: `case-${personKey}`,
      keyId: `key-${serialHex}`,
      account: '0'.repeat(18),
      notBefore: notBefore.toString(),
      notAfter: endOfSeoulDay(untilDay).toString(),
      ...(replaces ? { replaces } : {}),
    };
  }
}

function morning(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: 'Asia/Seoul', plainTime: '11:00' }).toInstant();
}
