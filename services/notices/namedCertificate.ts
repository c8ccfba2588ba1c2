import type { CertificateSummary } from '../certificates/certificate.ts';
import { maskName, maskSerial } from '../shared/masks.ts';
import type { Contact } from './contactBook.ts';
import type { NamedCertificate } from './noticeWords.ts';

/** What a notice may say of whose certificate it is: masked (DOMAIN §3). */
export function namedCertificate(
  { name, locale }: Pick<Contact, 'name' | 'locale'>,
  { bankCode, product, serialHex }: Pick<CertificateSummary, 'bankCode' | 'product' | 'serialHex'>,
): NamedCertificate {
  return { locale, maskedName: maskName(name), bankCode, product, serial: maskSerial(serialHex) };
}
