import Provider, { type AccountClaims, type Configuration } from 'oidc-provider';
import type { Records } from '../state/records.ts';
import type { OidcKeys } from './oidcKeys.ts';
import { oidcRecords } from './oidcRecords.ts';
import { ciOf, type SandboxPeople } from '../sandbox/people.ts';
import type { SandboxPerson } from '../sandbox/person.ts';

/** The product as a client of every sandbox bank. */
export interface BankClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `{PUBLIC_URL}/secure/return` */
  readonly redirectUri: string;
}

/** Collaborators that composition/ hands in. */
export interface BankProviderParts {
  readonly issuer: string;
  readonly bankCode: string;
  readonly people: SandboxPeople;
  readonly records: Records;
  readonly keys: OidcKeys;
  readonly client: BankClient;
  /** The HTML page for an error that cannot be sent back to the client. */
  readonly failurePage: () => string;
}

/** What the product asks a bank for. */
export const bankScope = 'openid profile phone email ci';

const minute = 60;

/** The OpenID Connect provider of one sandbox bank: code flow with PKCE, log-in and consent anew each time. */
export function bankProvider(parts: BankProviderParts): Provider {
  return new Provider(parts.issuer, configuration(parts));
}

/** Headers of a bank's page. The product's origin stands in `form-action`, for the form's answer redirects there (PITFALLS 22). */
export function bankPageHeaders({ redirectUri }: BankClient): Record<string, string> {
  const formAction = `form-action 'self' ${new URL(redirectUri).origin}`;
  const rest = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${rest}; ${formAction}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** Somebody with an account at the bank; nobody else can log in there. */
export function customerOf(people: SandboxPeople, bankCode: string, id: string): SandboxPerson | undefined {
  const person = people.byId(id);
  return person?.accounts.some((account) => account.bankCode === bankCode) ? person : undefined;
}

function configuration(parts: BankProviderParts): Configuration {
  const { bankCode, client, keys, issuer } = parts;
  const path = new URL(issuer).pathname;
  return {
    adapter: oidcRecords(parts.records, bankCode),
    jwks: { keys: [keys.signing] },
    cookies: {
      keys: [keys.cookie],
      long: { path, httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    claims: { openid: ['sub'], profile: ['name', 'birthdate'], phone: ['phone_number'], email: ['email'], ci: ['ci'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    interactions: { url: (_context, interaction) => `${path}/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 5 * minute,
      AuthorizationCode: minute,
      IdToken: 5 * minute,
      Interaction: 10 * minute,
      Session: 10 * minute,
      Grant: 10 * minute,
    },
    findAccount: (_context, sub) => account(customerOf(parts.people, bankCode, sub)),
    loadExistingGrant: async (context) => {
      const grantId = context.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId);
    },
    renderError: (context) => {
      context.set(bankPageHeaders(client));
      context.body = parts.failurePage();
    },
  };
}

function account(person: SandboxPerson | undefined): { accountId: string; claims: () => AccountClaims } | undefined {
  return person && { accountId: person.id, claims: () => claimsOf(person) };
}

function claimsOf(person: SandboxPerson): AccountClaims {
  return {
    sub: person.id,
    name: person.name,
    birthdate: birthdateOf(person.number),
    phone_number: `+82${person.phone.slice(1)}`,
    email: person.email,
    ci: ciOf(person),
  };
}

/** The people of the sandbox have well-formed numbers. */
function birthdateOf(number: string): string {
  const century = '1256'.includes(number.charAt(6)) ? '19' : '20';
  return `${century}${number.slice(0, 2)}-${number.slice(2, 4)}-${number.slice(4, 6)}`;
}
