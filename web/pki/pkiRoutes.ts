import type { PublicKeyInfrastructure } from '../../services/certificates/status/publicKeyInfrastructure.ts';
import type { HttpResponse, Route } from '../../services/shared/route.ts';
import practiceStatement from './practiceStatement.json' with { type: 'json' };

/** The longest request that is asked for by GET: more than 20 certificates never fit a request. */
const encodedCharacters = 8192;

/**
 * The public PKI addresses of CONTRACT §3. Certificates and lists may be kept for a while, status answers never: they
 * must show a revocation within five seconds.
 */
export function pkiRoutes(pki: PublicKeyInfrastructure): Route[] {
  const { rootCertificate, issuingCertificate } = pki;
  const statement = Buffer.from(`${practiceStatement.lines.join('\n')}\n`);
  return [
    get('/pki/root.cer', 'application/pkix-cert', 'public, max-age=86400', () => Promise.resolve(rootCertificate)),
    get('/pki/issuing.cer', 'application/pkix-cert', 'public, max-age=86400', () =>
      Promise.resolve(issuingCertificate),
    ),
    get('/pki/cps', 'text/plain; charset=utf-8', 'public, max-age=86400', () => Promise.resolve(statement)),
    get('/pki/crl', 'application/pkix-crl', 'no-cache', () => pki.crlDer()),
    get('/pki/root.crl', 'application/pkix-crl', 'no-cache', () => pki.rootCrlDer()),
    {
      method: 'POST',
      path: '/pki/ocsp',
      body: 'bytes',
      accepts: ['application/ocsp-request'],
      handle: async ({ body }) => status(await pki.ocsp(Buffer.isBuffer(body) ? body : Buffer.alloc(0))),
    },
    {
      method: 'GET',
      path: '/pki/ocsp/*',
      handle: async ({ path }) => status(await pki.ocsp(requestIn(path))),
    },
  ];
}

function get(path: string, type: string, cache: string, bytes: () => Promise<Buffer>): Route {
  return {
    method: 'GET',
    path,
    handle: async () => ({
      status: 200,
      headers: { 'content-type': type, 'cache-control': cache },
      body: await bytes(),
    }),
  };
}

function status(response: Buffer): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/ocsp-response', 'cache-control': 'no-store' },
    body: response,
  };
}

/** The request behind `/pki/ocsp/`: base64, slashes percent-encoded or not (RFC 6960 §A.1); nothing when it is none. */
function requestIn(path: string): Buffer {
  const encoded = path.slice('/pki/ocsp/'.length);
  try {
    const text = decodeURIComponent(encoded);
    return text.length <= encodedCharacters ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
