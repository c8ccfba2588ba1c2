import { z } from 'zod';
import type { Translate } from '../../locales/index.ts';
import { parseEmailAddress } from '../../services/identity/emailAddress.ts';
import { parsePhoneNumber } from '../../services/identity/phoneNumber.ts';
import { faultSchema } from '../../services/sandbox/faults.ts';
import { sandboxPassword } from '../../services/sandbox/people.ts';
import type { SandboxPerson } from '../../services/sandbox/person.ts';
import type { SandboxWorld } from '../../services/sandbox/world.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Json } from '../../services/shared/json.ts';
import type { Result } from '../../services/shared/result.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { failure } from '../../services/shared/failure.ts';
import { inboxPage } from './inboxPage.ts';

/** Product time that can be moved; kept in the store and shared by all instances. */
export interface MovableClock extends Clock {
  set(now: Temporal.Instant): Promise<void>;
  advance(seconds: number): Promise<void>;
}

/** Collaborators that composition/ hands in. */
export interface SandboxRouteParts {
  readonly world: SandboxWorld;
  readonly clock: MovableClock;
  readonly translate: Translate;
  /** `design.css` → `/assets/design.css?v=…` */
  readonly assetUrl: (name: string) => string;
  /** Awaited after the clock was moved and before the answer: does what has become due. */
  readonly afterClockChange: () => Promise<void>;
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

const centurySeconds = 100 * 366 * 86_400;
const clockSchema = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceSeconds: z.number().min(-centurySeconds).max(centurySeconds) }),
]);

const morePeople = 1000;
const peopleSchema = z.object({
  from: z.coerce.number().int().min(0).default(0),
  count: z.coerce.number().int().min(0).max(morePeople).default(100),
});

/** The addresses of CONTRACT §4 (the bank is a mount, see services/sandbox): for people and for checks from outside. */
export function sandboxRoutes(parts: SandboxRouteParts): readonly Route[] {
  return [
    ...inboxRoutes(parts),
    get('/sandbox/accounts/:bankCode/:account/deposits', (request) => deposits(parts.world, request)),
    get('/sandbox/people', (request) => people(parts.world, request)),
    get('/sandbox/faults', async () => json(await listFaults(parts.world))),
    post('/sandbox/faults', (request) => setFault(parts.world, request)),
    get('/sandbox/clock', () => Promise.resolve(json({ now: parts.clock.now().toString() }))),
    post('/sandbox/clock', (request) => moveClock(parts, request)),
  ];
}

function get(path: string, handle: Route['handle']): Route {
  return { method: 'GET', path, handle };
}

function post(path: string, handle: Route['handle']): Route {
  return { method: 'POST', path, body: 'json', handle };
}

function json(body: Json): HttpResponse {
  return { status: 200, body };
}

function inboxRoutes(parts: SandboxRouteParts): readonly Route[] {
  const { world, translate } = parts;
  const phone = { kind: 'phone', path: '/sandbox/phones', inboxes: world.phones, parse: parsePhoneNumber } as const;
  const mailbox = {
    kind: 'mailbox',
    path: '/sandbox/mailboxes',
    inboxes: world.mailboxes,
    parse: parseEmailAddress,
  } as const;
  return [phone, mailbox].flatMap(({ kind, path, inboxes, parse }) => {
    const withOwner = owned(kind, parse);
    return [
      get(
        `${path}/:owner/messages`,
        withOwner(async (owner) => json((await inboxes.messages(owner)).map((one) => ({ ...one })))),
      ),
      get(
        `${path}/:owner`,
        withOwner(async (owner) => {
          const title = translate(`sandbox.${kind}.title`, kind === 'phone' ? { number: owner } : { address: owner });
          const inbox = { kind, title, source: `${path}/${encodeURIComponent(owner)}/messages` };
          return { status: 200, headers: pageHeaders, body: inboxPage(parts, inbox, await inboxes.messages(owner)) };
        }),
      ),
    ];
  });
}

/** Reads the owner of an inbox from the path; one that can't be is 400. */
function owned(kind: 'phone' | 'mailbox', parse: (typed: string) => Result<string>) {
  return (answer: (owner: string) => Promise<HttpResponse>): Route['handle'] =>
    async (request) => {
      const owner = parse(request.params['owner'] ?? '');
      return owner.ok ? answer(owner.value) : failure(400, `sandbox.${kind}Form`, request.id);
    };
}

async function deposits(world: SandboxWorld, request: HttpRequest): Promise<HttpResponse> {
  const bankCode = request.params['bankCode'] ?? '';
  const account = (request.params['account'] ?? '').replaceAll('-', '');
  if (!/^[0-9]{3}$/.test(bankCode) || !/^[0-9]{6,20}$/.test(account))
    return failure(400, 'sandbox.accountForm', request.id);
  return json((await world.deposits.list({ bankCode, account })).map((deposit) => ({ ...deposit })));
}

async function people(world: SandboxWorld, request: HttpRequest): Promise<HttpResponse> {
  const asked = peopleSchema.safeParse(Object.fromEntries(request.query));
  if (!asked.success) return failure(400, 'sandbox.peopleForm', request.id);
  return json(world.people.list(asked.data.from, asked.data.count).map((person) => shown(person)));
}

/** A person as CONTRACT §4 writes them down. */
function shown({ number, phone, accounts, business, ...person }: SandboxPerson): Json {
  return {
    ...person,
    password: sandboxPassword,
    number: `${number.slice(0, 6)}-${number.slice(6)}`,
    phone: `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`,
    accounts: accounts.map((account) => ({ ...account })),
    business: business && { ...business },
  };
}

async function listFaults(world: SandboxWorld): Promise<Json> {
  return (await world.faults.list()).map((fault) => ({ ...fault }));
}

async function setFault(world: SandboxWorld, request: HttpRequest): Promise<HttpResponse> {
  const fault = faultSchema.safeParse(request.body);
  if (!fault.success) return failure(400, 'sandbox.faultForm', request.id);
  await world.faults.set(fault.data);
  return json({ ...fault.data });
}

async function moveClock({ clock, afterClockChange }: SandboxRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const asked = clockSchema.safeParse(request.body);
  if (!asked.success) return failure(400, 'sandbox.clockForm', request.id);
  if ('now' in asked.data) await clock.set(Temporal.Instant.from(asked.data.now));
  else await clock.advance(asked.data.advanceSeconds);
  await afterClockChange();
  return json({ now: clock.now().toString() });
}
