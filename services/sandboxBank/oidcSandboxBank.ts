import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Bank, Banks } from '../banks/banks.ts';
import type { Random } from '../shared/random.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import type { Mount } from '../shared/route.ts';
import type { Records } from '../state/records.ts';
import type { BankPages } from './bankPages.ts';
import type { BankClient } from './oidcBankProvider.ts';
import type { BankInteractions } from './oidcInteractions.ts';
import { oidcKeys } from './oidcKeys.ts';
import { sandboxPassword, type SandboxPeople } from '../sandbox/people.ts';

/** Collaborators of `SandboxBank`, handed in by composition/. */
export interface SandboxBankParts {
  /** Another origin than the product's, without a slash at the end: `http://127.0.0.1:3978`. */
  readonly origin: string;
  readonly banks: Banks;
  readonly people: SandboxPeople;
  readonly records: Records;
  readonly random: Random;
  readonly client: BankClient;
  readonly pages: BankPages;
}

interface OpenBank {
  readonly provider: Provider;
  readonly interactions: BankInteractions;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const prefix = '/sandbox/bank';

/** Where customers of a sandbox bank log in: `http://127.0.0.1:3978/sandbox/bank/004`. */
export function sandboxIssuer(origin: string, bankCode: string): string {
  return `${origin}${prefix}/${bankCode}`;
}

/**
 * The log-in of every issuing bank: a real OpenID Connect provider each, made when it is first asked for, below
 * `/sandbox/bank/{code}` of another origin than the product's, as a real bank is (CONTRACT §4). Answers only under that
 * origin's own host name.
 */
export class OidcSandboxBank implements Mount {
  readonly prefix = prefix;
  readonly #parts: SandboxBankParts;
  readonly #open = new Map<string, Promise<OpenBank>>();

  constructor(parts: SandboxBankParts) {
    this.#parts = parts;
  }

  /** Rejects when the store does not answer; the wrapper of all routes makes it a 503. */
  // oxlint-disable-next-line typescript/no-misused-promises -- whoever mounts it awaits what it answers
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = this.#target(request);
    if (!target) return notFound(response);
    const { bank, path } = target;
    const { provider, interactions, handle } = await this.#opened(bank);
    if (/^\/interaction\/[\w-]+$/.test(path)) return interactions.handle(request, response, provider);
    if (path.startsWith('/auth?') && this.#forgetSession(request, response, bank, provider)) return;
    // The provider learns its prefix from the difference of the two.
    Object.assign(request, { originalUrl: request.url });
    request.url = path;
    return handle(request, response);
  }

  #target(request: IncomingMessage): { readonly bank: Bank; readonly path: string } | undefined {
    const [, code, path] = /^\/sandbox\/bank\/([0-9]{3})(\/.*)$/.exec(request.url ?? '') ?? [];
    const bank = this.#parts.banks.byCode(code ?? '');
    const isOwnHost = request.headers.host === new URL(this.#parts.origin).host;
    return bank?.issuer && path !== undefined && isOwnHost ? { bank, path } : undefined;
  }

  /** A log-in begins without a session, whoever used this browser before: the cookie goes, and the browser comes again. */
  #forgetSession(request: IncomingMessage, response: ServerResponse, bank: Bank, provider: Provider): boolean {
    const name = provider.cookieName('session');
    if (!new RegExp(`(?:^|; )${name}=`).test(request.headers.cookie ?? '')) return false;
    const gone = `; path=${prefix}/${bank.code}; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly; samesite=lax`;
    response.setHeader('set-cookie', [`${name}=${gone}`, `${name}.sig=${gone}`]);
    response.writeHead(303, { location: `${this.#parts.origin}${request.url ?? ''}` });
    response.end();
    return true;
  }

  /** A bank that could not be opened is tried again with the next request. */
  #opened(bank: Bank): Promise<OpenBank> {
    const before = this.#open.get(bank.code);
    if (before) return before;
    const opening = this.#openBank(bank);
    this.#open.set(bank.code, opening);
    opening.catch(() => this.#open.delete(bank.code));
    return opening;
  }

  async #openBank(bank: Bank): Promise<OpenBank> {
    const { origin, people, records, random, client, pages } = this.#parts;
    // The provider's library is loaded with the first log-in, not with the product.
    const { bankProvider } = await import('./oidcBankProvider.ts');
    const { BankInteractions } = await import('./oidcInteractions.ts');
    const failurePage = () => pages.failure({ bankName: bank.name });
    const provider = bankProvider({
      issuer: sandboxIssuer(origin, bank.code),
      bankCode: bank.code,
      people,
      records,
      keys: await oidcKeys({ records, random }),
      client,
      failurePage,
    });
    const interactions = new BankInteractions({ bank, people, pages, password: sandboxPassword, client });
    return { provider, interactions, handle: provider.callback() };
  }
}

function notFound(response: ServerResponse): void {
  const code: RefusalToldBy<'program'> = 'route.unknown';
  const body = JSON.stringify({ error: { code } });
  response.writeHead(404, { 'content-type': 'application/json; charset=utf-8' });
  response.end(body);
}
