import { outsideSystems, type OutsideAdapters, type OutsideSystems } from '../../composition/outside/adapters.ts';
import type { OutsideSystem } from '../../composition/outside/outsideSystem.ts';
import { keyNames } from '../../config.ts';
import type { IdentityProof } from '../../services/identity/identityVerifier.ts';
import { ok } from '../../services/shared/result.ts';
import type { SmsMessage } from '../../services/sms/smsSender.ts';

/** Five keys that production takes. */
export const productionKeys = Object.fromEntries(keyNames.map((name) => [name, `${name}-`.padEnd(40, 'k')]));

/** What a whole production is set up with, the adapters of a later version included. */
export const productionSettings = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://cert.example.com',
  ...productionKeys,
  SMS_PROVIDER: 'solapi',
  SOLAPI_API_KEY: 'a',
  SOLAPI_API_SECRET: 'b',
  SMS_SENDER: '15880000',
  IDENTITY_URL: 'https://identity.example.com',
  IDENTITY_KEY: 'c',
  KAKAO_SKILL_SECRETS: 'a-long-skill-secret',
  KAKAO_BOT_IDS: 'bot',
  BANK_004_OIDC_ISSUER: 'https://bank.example.com',
  BANK_004_OIDC_CLIENT_ID: 'd',
  BANK_004_OIDC_CLIENT_SECRET: 'e',
};

/** The product's own rows, where each adapter that is not in this version yet opens a stand-in. */
export function standIns(ports: Partial<OutsideAdapters>): OutsideSystems {
  const rows: readonly (readonly [string, OutsideSystem<unknown>])[] = Object.entries(outsideSystems);
  const opened = rows.map(([name, row]) => {
    const port = (ports as Readonly<Record<string, unknown>>)[name]; // by the row's own name
    return [name, { ...row, real: row.real.map((one) => (one.open ? one : { ...one, open: () => port })) }];
  });
  return Object.fromEntries(opened) as OutsideSystems; // the same rows
}

/** A carrier that keeps what it was given, and a bureau that confirms everybody. */
export function standInPorts(sent: SmsMessage[] = []): Partial<OutsideAdapters> {
  const proof: IdentityProof = { ci: 'ci' };
  return {
    sms: { send: (message) => Promise.resolve(void sent.push(message)) },
    identityVerifier: { phoneChangedAt: () => Promise.resolve(undefined), verify: () => Promise.resolve(ok(proof)) },
  };
}
