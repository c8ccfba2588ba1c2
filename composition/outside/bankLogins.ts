import type { Config } from '../../config.ts';
import { loadBanks } from '../../services/banks/banks.ts';
import type { AdapterSettings } from './adapterSettings.ts';

/** Where a bank sends the browser back to. */
export function redirectUri({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}/secure/return`;
}

/** One row of settings a bank: a bank that issues certificates, by its code. */
export const bankLoginSettings: AdapterSettings = {
  named: 'BANK_<code>_OIDC_ISSUER, …_CLIENT_ID, …_CLIENT_SECRET',
  given: ({ bankLogins }) => Object.keys(bankLogins).map((code) => `BANK_${code}_OIDC_ISSUER`),
  faults: ({ bankLogins }) => {
    const banks = loadBanks();
    return Object.keys(bankLogins)
      .filter((code) => !banks.byCode(code)?.issuer)
      .map((code) => `BANK_${code}_OIDC_ISSUER: no bank with the code ${code} issues certificates`);
  },
};
