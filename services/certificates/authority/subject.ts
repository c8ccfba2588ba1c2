import type { Profiles } from './profile.ts';
import type { ProductCode } from '../certificate.ts';

/** One relative distinguished name: attribute and text, in the order of the DER. */
export interface NamePart {
  readonly attribute: 'countryName' | 'organizationName' | 'organizationalUnitName' | 'commonName';
  readonly text: string;
}

/** What a subject is made of. */
export interface Subject {
  /** As the bureau knows it, NFC. */
  readonly name: string;
  readonly bankCode: string;
  /** OU of the bank, e.g. `WOORI`. */
  readonly bankUnit: string;
  readonly product: ProductCode;
  /** 18 digits: one subscriber's place at one bank, the same across renewals. */
  readonly account: string;
}

/** RFC 5280 ub-common-name; a longer (Latin) name stands whole in the VID's realName only. */
const commonNameCharacters = 64;
const suffixCharacters = '()'.length + '0'.length + 3 + 18;

/** The common name of the field: `홍길동()0004` and 18 digits (DOMAIN §7). */
export function commonName(subject: Pick<Subject, 'name' | 'bankCode' | 'account'>): string {
  const shown = Array.from(subject.name.normalize('NFC')).slice(0, commonNameCharacters - suffixCharacters);
  return `${shown.join('')}()0${subject.bankCode}${subject.account}`;
}

/** The subject in DER order: country first, common name last. */
export function distinguishedName(profiles: Profiles, subject: Subject): readonly NamePart[] {
  return [
    { attribute: 'countryName', text: profiles.country },
    { attribute: 'organizationName', text: profiles.organization },
    { attribute: 'organizationalUnitName', text: profiles.of(subject.product).subjectUnit },
    { attribute: 'organizationalUnitName', text: subject.bankUnit },
    { attribute: 'commonName', text: commonName(subject) },
  ];
}

/** What a common name of ours tells, or undefined when it is not of our shape. */
export function readCommonName(text: string): { shownName: string; bankCode: string; account: string } | undefined {
  const match = /^(.+)\(\)0([0-9]{3})([0-9]{18})$/su.exec(text);
  const [, shownName, bankCode, account] = match ?? [];
  return shownName && bankCode && account ? { shownName, bankCode, account } : undefined;
}
