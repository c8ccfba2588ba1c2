import type { IncomingMessage, ServerResponse } from 'node:http';
import { ok, refuse, type Result } from '../services/shared/result.ts';
import type { Route } from '../services/shared/route.ts';
import { parseJson } from './httpJson.ts';
import { httpLimits } from './httpLimits.ts';

/** Why a body is refused; the code of the answer. */
export type BodyRefusal =
  'request.tooLarge' | 'request.encoded' | 'request.mediaType' | 'request.malformed' | 'request.bodyUnexpected';

/** The status of each refusal (SECURITY §1). */
export const bodyRefusalStatus: Readonly<Record<BodyRefusal, number>> = {
  'request.tooLarge': 413,
  'request.encoded': 415,
  'request.mediaType': 415,
  'request.malformed': 400,
  'request.bodyUnexpected': 400,
};

type BodyRules = Pick<Route, 'body' | 'bodyLimit' | 'accepts' | 'bodyOptional'>;

/** Reads the body as the route says; a refusal comes as early as it can be known, and no more than the limit is ever held. */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  rules: BodyRules,
): Promise<Result<unknown, BodyRefusal>> {
  const empty = isEmpty(request);
  if (rules.body === undefined || rules.body === 'none') {
    return empty ? ok(undefined) : refuse('request.bodyUnexpected');
  }
  if (empty && rules.bodyOptional === true) return ok(undefined);
  const limit = rules.bodyLimit ?? httpLimits.bodyBytes;
  if (Number(request.headers['content-length'] ?? 0) > limit) return refuse('request.tooLarge');
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return refuse('request.encoded');
  if (!hasAcceptedType(request, rules)) return refuse('request.mediaType');
  if (request.headers.expect !== undefined) response.writeContinue();
  const bytes = await collect(request, limit);
  if (bytes === 'tooLarge') return refuse('request.tooLarge');
  if (bytes === 'cut') return refuse('request.malformed');
  return parse(bytes, rules);
}

function isEmpty(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0;
}

const mediaTypes = { json: ['application/json'], form: ['application/x-www-form-urlencoded'] } as const;

function hasAcceptedType(request: IncomingMessage, rules: BodyRules): boolean {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const accepted: readonly string[] =
    rules.body === 'json' || rules.body === 'form' ? mediaTypes[rules.body] : (rules.accepts ?? []);
  if (!accepted.includes(type.toLowerCase())) return false;
  const charset = parameters.find((parameter) => /^charset=/iu.test(parameter));
  return charset === undefined || /^charset="?utf-?8"?$/iu.test(charset);
}

function parse(bytes: Buffer, rules: BodyRules): Result<unknown, BodyRefusal> {
  if (rules.body === 'bytes') return ok(bytes);
  if (rules.body === 'form') return ok(new URLSearchParams(bytes.toString('utf8')));
  if (bytes.length === 0 && rules.bodyOptional === true) return ok(undefined);
  const parsed = parseJson(bytes);
  return parsed ? ok(parsed.value) : refuse('request.malformed');
}

function collect(request: IncomingMessage, limit: number): Promise<Buffer | 'tooLarge' | 'cut'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else finish('tooLarge');
    };
    const finish = (outcome: Buffer | 'tooLarge' | 'cut'): void => {
      request.off('data', take);
      resolve(outcome);
    };
    request.on('data', take);
    request.once('end', () => finish(Buffer.concat(chunks)));
    request.once('close', () => finish('cut'));
    request.once('error', () => finish('cut'));
  });
}
