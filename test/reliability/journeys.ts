import type { Activity } from 'botbuilder';
import { maskName, maskPhone } from '../../services/shared/masks.ts';
import { secret, type Secret } from '../support/canary.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walk } from '../support/httpWalk.ts';
import { draw } from '../transcripts/draw.ts';

/** The PIN everybody sets here. */
export const pin = '482913';
/** Banks that have a button of their own. */
const usualBanks = new Set(['004', '020', '088', '081', '011', '003']);

/** People of the sandbox who are nobody's customer yet, one after the other. */
export async function* freshPeople(url: string): AsyncGenerator<ListedPerson, never> {
  for (let from = 6; ; from += 100) {
    const page = (await (await fetch(`${url}/sandbox/people?from=${from}&count=100`)).json()) as ListedPerson[];
    if (page.length === 0) throw new Error('expected another person in the sandbox, found none: raise SANDBOX_PEOPLE');
    yield* page.filter(({ accounts }) => usualBanks.has(accounts[0]?.bankCode ?? ''));
  }
}

/** One issuance from the greeting to the certificate. */
export interface Journey {
  readonly customer: HttpCustomer;
  /** What the conversation shows at its end, with everything that differs from person to person left out. */
  readonly conversation: readonly string[];
  /** Codes that reached the phone. */
  readonly codes: number;
  /** Whatever else did: that a certificate was issued. It may come a little later. */
  readonly notices: number;
  readonly secrets: readonly Secret[];
}

/** Walks it; when the server is gone `lost` brings it back, and the same request is sent again. */
export async function journey(
  url: string,
  person: ListedPerson,
  lost?: (error: unknown) => Promise<void>,
): Promise<Journey> {
  const number = Number(person.id.slice(1));
  const address = `10.${[16, 8, 0].map((bits) => (number >> bits) & 255).join('.')}`;
  const customer = new HttpCustomer(url, new HttpBrowser(lost, address), person);
  await walk(customer, pin);
  const messages = await customer.messages();
  return {
    customer,
    conversation: anonymous(await customer.shown(), person),
    codes: messages.filter(({ text }) => isCode(text)).length,
    notices: messages.filter(({ text }) => !isCode(text)).length,
    secrets: secretsOf(person, messages),
  };
}

function isCode(text: string): boolean {
  return /\b\d{6}\b/.test(text);
}

/** Why the phone got what it should not: one code for each asking, and at most one word of what was issued. */
export function wrongMessages({ codes, notices }: Pick<Journey, 'codes' | 'notices'>): string | undefined {
  if (codes !== 1) return `expected one code, found ${codes}`;
  return notices > 1 ? `expected one notice at the most, found ${notices}` : undefined;
}

function secretsOf(
  { id, number, phone, email }: ListedPerson,
  messages: readonly { readonly text: string }[],
): Secret[] {
  const digits = number.replace('-', '');
  const codes = messages.flatMap(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? []);
  return [
    secret(`number of ${id}`, digits),
    secret(`back of the number of ${id}`, digits.slice(6)),
    secret(`phone of ${id}`, phone.replaceAll('-', ''), { except: ['file'] }),
    secret(`e-mail of ${id}`, email, { except: ['file'], isToken: true }),
    ...codes.map((code) => secret(`code of ${id}`, code, { except: ['file'] })),
  ];
}

/** Lines of a conversation as any customer of the same kind sees them. */
export function anonymous(shown: readonly Partial<Activity>[], person: ListedPerson): string[] {
  const own = [maskName(person.name), maskPhone(person.phone.replaceAll('-', ''))];
  return shown.flatMap((activity) => {
    const lines = activity.from?.role === 'user' ? [`user: ${activity.text}`] : draw(activity);
    return lines.map((line) =>
      own
        .reduce((text, words) => text.replaceAll(words, '…'), line)
        .replace(/끝자리=[0-9A-F]{4}/, '끝자리=…')
        .replaceAll(
          /KB국민은행|우리은행|신한은행|하나은행|NH농협은행|IBK기업은행|^user: (KB국민|우리|신한|하나|NH농협|IBK기업)$/g,
          '은행',
        ),
    );
  });
}
