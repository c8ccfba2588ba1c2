import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { CloudAnswer } from '../../services/cloudAccount/cloudPage.ts';
import type { CloudVisitor } from '../../services/cloudAccount/cloudView.ts';
import { refuse } from '../../services/shared/result.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { usualEnvelopeLength } from '../../services/secureEntry/envelope.ts';
import { failure } from '../../services/shared/failure.ts';
import { refuseOtherSites } from '../sameOrigin.ts';
import { cloudCookies, setDeviceCookie } from './cloudCookies.ts';
import type { CloudRouteParts } from './cloudRouteParts.ts';
import { renderCloudPage, renderCookiesOff } from './pageView.ts';

/** Taps a minute and address; a person needs a dozen. */
export const tapsPerMinute = 120;
/** Codes asked for an hour and address, over everybody who is named: more, and somebody is trying out people. */
export const codesPerHour = 60;
/** Hours until an address that asked for too many may ask again. */
export const codesWindowHours = 1;

const token = /^[\w-]+$/;
const asked = z.object({
  party: z.string().max(64).regex(token),
  challenge: z.string().min(43).max(128).regex(token),
  state: z.string().max(128).regex(token),
});
const bodies = {
  plain: z.object({ asked: asked.optional() }),
  form: z.object({ asked: asked.optional(), envelope: z.string().max(usualEnvelopeLength) }),
  leave: z.object({ asked: asked.optional(), which: z.enum(['this', 'all']) }),
};

/** What the taps of the pages do. Each answers the page that is due, drawn; a refusal is 422 with the page to mend it on. */
export function tapRoutes(parts: CloudRouteParts): readonly Route[] {
  const { view } = parts;
  const post = <Body extends { readonly asked?: CloudVisitor['asked'] }>(
    path: string,
    body: z.ZodType<Body>,
    act: (visitor: CloudVisitor, fields: Body) => Promise<CloudAnswer>,
    limit?: AddressLimit,
  ): Route => ({
    method: 'POST',
    path,
    body: 'json',
    admit: refuseOtherSites(parts.publicUrl),
    handle: async (request) => {
      const fields = body.safeParse(request.body);
      if (!fields.success) return failure(400, 'request.malformed', request.id);
      if (await isTooOften(parts, request, tapLimit)) return tooOften(failure(429, 'cloud.tooOften', request.id));
      const { visit, device } = cloudCookies(request);
      if (visit === undefined) return cookiesOff(parts);
      const userAgent = request.headers['user-agent'];
      const visitor = { cookie: visit, token: device, userAgent, asked: fields.data.asked };
      if (!limit || !(await isTooOften(parts, request, limit))) return present(parts, await act(visitor, fields.data));
      const { page } = await view.show(visitor);
      return tooOften({ ...present(parts, { page, refusal: refuse('cloud.tooOften') }), status: 429 });
    },
  });
  return [
    post('/cloud/view', bodies.plain, (visitor) => view.show(visitor)),
    post('/cloud/code', bodies.form, (visitor, { envelope }) => view.ask(visitor, envelope), codeLimit),
    post('/cloud/code/again', bodies.plain, (visitor) => view.askAgain(visitor), codeLimit),
    post('/cloud/over', bodies.plain, (visitor) => view.startOver(visitor)),
    post('/cloud/connect', bodies.form, (visitor, { envelope }) => view.connect(visitor, envelope)),
    post('/cloud/leave', bodies.leave, (visitor, { which }) => view.leave(visitor, which)),
    post('/cloud/use', bodies.form, (visitor, { envelope }) => view.sign(visitor, envelope)),
  ];
}

/** How often one address may do something. */
interface AddressLimit {
  readonly name: string;
  readonly windowSeconds: number;
  readonly atMost: number;
}

const tapLimit: AddressLimit = { name: 'cloud.taps', windowSeconds: 60, atMost: tapsPerMinute };
const codeLimit: AddressLimit = { name: 'cloud.codes', windowSeconds: codesWindowHours * 3600, atMost: codesPerHour };

async function isTooOften(
  { counters, counterKey, clock }: CloudRouteParts,
  request: HttpRequest,
  { name, windowSeconds, atMost }: AddressLimit,
): Promise<boolean> {
  const address = createHmac('sha256', counterKey).update(request.address).digest('base64url').slice(0, 22);
  const count = { key: `${name}:${address}`, windowSeconds, now: clock.now(), id: request.id };
  return (await counters.increment(count)) > atMost;
}

function tooOften(answer: HttpResponse): HttpResponse {
  return { ...answer, headers: { ...answer.headers, 'retry-after': '60' } };
}

function cookiesOff({ translate }: CloudRouteParts): HttpResponse {
  return { status: 403, body: { kind: 'cookiesOff', html: renderCookiesOff(translate).text } };
}

function present(parts: CloudRouteParts, { page, refusal, token }: CloudAnswer): HttpResponse {
  const { translate: t, bankName } = parts;
  return {
    status: refusal ? 422 : 200,
    headers: token === undefined ? {} : { 'set-cookie': setDeviceCookie(token) },
    body: {
      kind: page.kind,
      html: renderCloudPage(page, { t, bankName, ...(refusal && { refusal }) }).text,
      ...(refusal && { refusal: refusal.code }),
      ...('envelope' in page && { envelope: { kid: page.envelope.kid, publicKey: { ...page.envelope.publicKey } } }),
    },
  };
}
