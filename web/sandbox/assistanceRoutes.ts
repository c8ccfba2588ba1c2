import { z } from 'zod';
import type { AgentRefusal, AgentTextRefusal, Assistance } from '../../services/assistance/assistance.ts';
import type { Json } from '../../services/shared/json.ts';
import type { Result } from '../../services/shared/result.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { failure } from '../../services/shared/failure.ts';

type Desk = Pick<Assistance, 'all' | 'view' | 'take' | 'say' | 'giveBack' | 'close'>;
type DeskRefusal = AgentRefusal | AgentTextRefusal;

/** Who acts, when nobody is named. */
const someAgent = 'agent1';
const agent = z.string().default(someAgent);
const actSchema = z.strictObject({ agent });
const saySchema = z.strictObject({ agent, text: z.string().max(10_000), id: z.string().min(1).max(64).optional() });

/**
 * A stand-in for the agents' console (docs/agents.md): the same use cases, over JSON, without a log-in. Sandbox only:
 * whoever reaches it acts as any agent.
 */
export function assistanceRoutes(desk: Desk): readonly Route[] {
  return [
    get('/sandbox/assistance', async () => ({ status: 200, body: await list(desk) })),
    get('/sandbox/assistance/:number', (request) => view(desk, request)),
    post('take', (act) => desk.take(act)),
    post('giveBack', (act) => desk.giveBack(act)),
    post('close', (act) => desk.close(act)),
    { method: 'POST', path: '/sandbox/assistance/:number/say', body: 'json', handle: (request) => say(desk, request) },
  ];
}

function get(path: string, handle: Route['handle']): Route {
  return { method: 'GET', path, handle };
}

/** An act of an agent: `{"agent":"agent2"}`, or no body at all. */
function post(
  name: string,
  act: (who: { number: string; agent: string }) => Promise<Result<unknown, DeskRefusal>>,
): Route {
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const asked = actSchema.safeParse(request.body ?? {});
    if (!asked.success) return failure(400, 'sandbox.assistanceForm', request.id);
    return answer(await act({ number: numberOf(request), ...asked.data }), request);
  };
  return { method: 'POST', path: `/sandbox/assistance/:number/${name}`, body: 'json', bodyOptional: true, handle };
}

async function list(desk: Desk): Promise<Json> {
  return (await desk.all()).map(({ caseId: _caseId, id: _id, ...shown }) => ({ ...shown }));
}

async function view(desk: Desk, request: HttpRequest): Promise<HttpResponse> {
  const who = { number: numberOf(request), agent: request.query.get('agent') ?? someAgent };
  return answer(await desk.view({ ...who, reason: request.query.get('reason') ?? 'sandbox' }), request);
}

async function say(desk: Desk, request: HttpRequest): Promise<HttpResponse> {
  const asked = saySchema.safeParse(request.body);
  if (!asked.success) return failure(400, 'sandbox.assistanceForm', request.id);
  return answer(await desk.say({ number: numberOf(request), ...asked.data }), request);
}

const statusOf: Readonly<Partial<Record<DeskRefusal, number>>> = {
  'assistance.unknown': 404,
  'assistance.taken': 409,
  'assistance.closed': 409,
};

/** 404 for a number that is nobody's, 409 for what another agent has or what is over, 422 for words that can't be said. */
function answer(result: Result<unknown, DeskRefusal>, request: HttpRequest): HttpResponse {
  if (result.ok) return { status: 200, body: { ok: true, ...shownOf(result.value) } };
  return failure(statusOf[result.code] ?? 422, result.code, request.id);
}

function shownOf(value: unknown): Readonly<Record<string, Json>> {
  if (typeof value === 'string') return { said: value };
  if (typeof value !== 'object' || value === null) return {};
  const { caseId: _caseId, id: _id, ...shown } = value as Readonly<Record<string, Json>>; // a HandoffView, plain data
  return { handoff: shown };
}

function numberOf(request: HttpRequest): string {
  return request.params['number'] ?? '';
}
