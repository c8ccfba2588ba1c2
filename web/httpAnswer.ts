import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpResponse } from '../services/shared/route.ts';
import { httpLimits } from './httpLimits.ts';

/** Writes an answer. A sender whose body was not read gets the answer first, and then its connection is closed. */
export function writeAnswer(request: IncomingMessage, response: ServerResponse, answer: HttpResponse): void {
  if (response.headersSent || response.destroyed) return;
  const body = serialize(response, answer);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const bodiless = answer.status === 204 || answer.status === 304;
  if (!bodiless) response.setHeader('content-length', body.length);
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(answer.status);
  if (request.method !== 'HEAD' && !bodiless) response.write(body);
  if (request.complete) response.end();
  else discardRest(request, () => response.end());
}

function serialize(response: ServerResponse, answer: HttpResponse): Buffer {
  if (answer.body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(answer.body)) return answer.body;
  const isText = typeof answer.body === 'string';
  response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  return Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

// Ending at once would reset the connection while the sender still writes, and it would never read why it was refused.
function discardRest(request: IncomingMessage, done: () => void): void {
  let left: number = httpLimits.drainBytes;
  const timer = setTimeout(done, httpLimits.drainMilliseconds);
  const finish = (): void => {
    clearTimeout(timer);
    done();
  };
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) finish();
  });
  request.once('end', finish);
  request.once('close', finish);
  request.resume();
}
