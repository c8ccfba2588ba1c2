import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import type { IssuedInVisit } from '../../services/visits/takeAway.ts';
import { languageOf } from '../language.ts';
import { expiryCalendar } from './calendar.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { failure } from '../../services/shared/failure.ts';
import { visitCookies } from './visitCookie.ts';

/** What a finished visit gives to the browser that finished it, and to no other: a new certificate, a calendar entry, a signed sample. */
export function takeAwayRoutes(parts: SecureRouteParts): readonly Route[] {
  return [
    { method: 'GET', path: '/secure/certificate', handle: (request) => giveCertificate(parts, request) },
    { method: 'GET', path: '/secure/calendar', handle: (request) => giveCalendar(parts, request) },
    { method: 'GET', path: '/secure/sample', handle: (request) => giveSample(parts, request) },
  ];
}

async function giveCertificate(parts: SecureRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const issued = await issuedTo(parts, request);
  const der = issued?.isNew && (await parts.certificate(issued.serialHex));
  return der ? attachment('application/pkix-cert', 'certificate.cer', der) : nothing(request);
}

async function giveCalendar(parts: SecureRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const issued = await issuedTo(parts, request);
  if (!issued) return nothing(request);
  const language = issued.locale ?? languageOf(request);
  const translate = parts.translators(language);
  const event = {
    serialHex: issued.serialHex,
    notAfter: issued.notAfter,
    bank: parts.bankName(issued.bankCode, language),
    product: translate(`product.${issued.product}`),
  };
  const calendar = expiryCalendar(event, parts.clock.now(), translate);
  return attachment('text/calendar; charset=utf-8', 'certificate.ics', Buffer.from(calendar));
}

/** The signed sample: CMS SignedData with the text in it (RFC 5652, RFC 8551 §3.2.1 for its name). */
async function giveSample(parts: SecureRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const sample = await parts.view.takeAway.sample(visitOf(request), visitCookies(request, parts.secureCookies));
  return sample ? attachment('application/pkcs7-mime', 'signed.p7m', sample) : nothing(request);
}

async function issuedTo(parts: SecureRouteParts, request: HttpRequest): Promise<IssuedInVisit | undefined> {
  return parts.view.takeAway.issued(visitOf(request), visitCookies(request, parts.secureCookies));
}

function visitOf(request: HttpRequest): string {
  return request.query.get('visit') ?? '';
}

function attachment(type: string, name: string, body: Buffer): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
    body,
  };
}

function nothing(request: HttpRequest): HttpResponse {
  return failure(404, 'visit.nothing', request.id);
}
