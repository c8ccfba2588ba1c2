import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors, type Interaction, type InteractionResults } from 'oidc-provider';
import type { Bank } from '../banks/banks.ts';
import type { BankPages } from './bankPages.ts';
import { bankPageHeaders, bankScope, customerOf, type BankClient } from './oidcBankProvider.ts';
import type { SandboxPeople } from '../sandbox/people.ts';

/** Collaborators that composition/ hands in. */
export interface InteractionParts {
  readonly bank: Bank;
  readonly people: SandboxPeople;
  readonly pages: BankPages;
  readonly password: string;
  readonly client: BankClient;
}

const longestForm = 8 * 1024;

/** A bank's two questions: who are you (log-in), and may we tell them (consent). */
export class BankInteractions {
  readonly #parts: InteractionParts;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  /** Shows the question of an interaction (GET) or takes its answer (POST). */
  async handle(request: IncomingMessage, response: ServerResponse, provider: Provider): Promise<void> {
    const interaction = await found(provider, request, response);
    if (!interaction) return this.#failure(response);
    if (request.method === 'GET' || request.method === 'HEAD') return this.#show(response, interaction);
    const form = await readForm(request);
    if (request.method !== 'POST' || !form) return this.#failure(response);
    if (form.get('choice') === 'cancel') return finish(request, response, provider, { error: 'access_denied' });
    if (interaction.prompt.name === 'login') return this.#login(request, response, provider, interaction, form);
    return finish(request, response, provider, await consent(provider, interaction));
  }

  #show(response: ServerResponse, interaction: Interaction): void {
    const { pages, people, bank } = this.#parts;
    const view = { bankName: bank.name, action: interactionPath(bank, interaction) };
    const told = customerOf(people, bank.code, interaction.session?.accountId ?? '');
    if (interaction.prompt.name === 'login')
      return this.#page(response, 200, pages.login({ ...view, id: '', refused: false }));
    return told ? this.#page(response, 200, pages.consent({ ...view, told })) : this.#failure(response);
  }

  async #login(
    request: IncomingMessage,
    response: ServerResponse,
    provider: Provider,
    interaction: Interaction,
    form: URLSearchParams,
  ): Promise<void> {
    const { bank, people, pages, password } = this.#parts;
    const id = (form.get('id') ?? '').trim();
    const customer = customerOf(people, bank.code, id);
    if (customer && form.get('password') === password) {
      return finish(request, response, provider, { login: { accountId: customer.id, remember: false } });
    }
    const view = { bankName: bank.name, action: interactionPath(bank, interaction), id, refused: true };
    return this.#page(response, 200, pages.login(view));
  }

  #failure(response: ServerResponse): void {
    const { pages, bank } = this.#parts;
    return this.#page(response, 400, pages.failure({ bankName: bank.name }));
  }

  #page(response: ServerResponse, status: number, body: string): void {
    response.writeHead(status, bankPageHeaders(this.#parts.client));
    response.end(body);
  }
}

function interactionPath(bank: Bank, interaction: Interaction): string {
  return `/sandbox/bank/${bank.code}/interaction/${interaction.uid}`;
}

/** The interaction that this browser began; undefined when it is over or another browser's. */
async function found(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Interaction | undefined> {
  try {
    const interaction = await provider.interactionDetails(request, response);
    return request.url?.endsWith(`/${interaction.uid}`) ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

async function finish(
  request: IncomingMessage,
  response: ServerResponse,
  provider: Provider,
  result: InteractionResults,
): Promise<void> {
  await provider.interactionFinished(request, response, result);
}

/** Everything the product may ask for, for this log-in only. */
async function consent(provider: Provider, interaction: Interaction): Promise<InteractionResults> {
  const clientId = String(interaction.params['client_id']);
  const grant = new provider.Grant({ accountId: interaction.session?.accountId ?? '', clientId });
  grant.addOIDCScope(bankScope);
  return { consent: { grantId: await grant.save() } };
}

/** The fields of a posted form; undefined when it is none or far too long. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestForm) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
