import { ok, refuse, type Result } from '../shared/result.ts';
import { plainText } from './typedText.ts';

const longest = 254;
const longestLocalPart = 64;
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads an e-mail address of the plain form `local@domain.tld`: ASCII, at most 254 characters, the domain in lower case.
 * Quoted local parts, address literals and domains without a dot are refused: no customer of a bank has one.
 *
 * Source: DOMAIN §3, RFC 5321 §4.5.3.1
 */
export function parseEmailAddress(typed: string): Result<string, 'identity.emailForm'> {
  const address = plainText(typed);
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  const fits =
    at > 0 &&
    address.length <= longest &&
    local.length <= longestLocalPart &&
    localPart.test(local) &&
    isDomain(domain);
  return fits ? ok(`${local}@${domain}`) : refuse('identity.emailForm');
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return (
    labels.length >= 2 &&
    labels.every((part) => label.test(part)) &&
    /^[a-z][a-z0-9-]*[a-z0-9]$/.test(labels.at(-1) ?? '')
  );
}
