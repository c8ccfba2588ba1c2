import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import type { IssuedInVisit } from '../../services/visits/secureView.ts';
import { languageOf } from '../language.ts';
import { expiryCalendar } from './calendar.ts';
import type { SecureRouteParts } from './secureRoutes.ts';
import { visitCookies } from './visitCookie.ts';

/** What a finished issue gives to the browser that finished it, and to no other: the certificate, a calendar entry. */
export function takeAwayRoutes(parts: SecureRouteParts): readonly Route[] {
  return [
    { method: 'GET', path: '/secure/certificate', handle: (request) => giveCertificate(parts, request) },
    { method: 'GET', path: '/secure/calendar', handle: (request) => giveCalendar(parts, request) },
  ];
}

async function giveCertificate(parts: SecureRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const issued = await issuedTo(parts, request);
  const der = issued && (await parts.certificate(issued.serialHex));
  return der ? attachment('application/pkix-cert', 'certificate.cer', der) : nothing(request);
}

async function giveCalendar(parts: SecureRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const issued = await issuedTo(parts, request);
  if (!issued) return nothing(request);
  const translate = parts.translators(issued.locale ?? languageOf(request));
  const event = {
    serialHex: issued.serialHex,
    notAfter: issued.notAfter,
    bank: parts.bankName(issued.bankCode),
    product: translate(`product.${issued.product}`),
  };
  const calendar = expiryCalendar(event, parts.clock.now(), translate);
  return attachment('text/calendar; charset=utf-8', 'certificate.ics', Buffer.from(calendar));
}

async function issuedTo(parts: SecureRouteParts, request: HttpRequest): Promise<IssuedInVisit | undefined> {
  const visit = request.query.get('visit') ?? '';
  return parts.view.issued(visit, visitCookies(request, parts.secureCookies));
}

function attachment(type: string, name: string, body: Buffer): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
    body,
  };
}

function nothing(request: HttpRequest): HttpResponse {
  return { status: 404, body: { error: { code: 'visit.nothing', id: request.id } } };
}
