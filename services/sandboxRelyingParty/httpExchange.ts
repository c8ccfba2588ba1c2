import type { Exchange } from './relyingPartyStatus.ts';

const milliseconds = 8_000;
const longestAnswer = 65_536;

/** Asks by POST, or by GET when there is nothing to send. No redirect is followed; silence ends after eight seconds. */
export const httpExchange: Exchange = async (url, type, body) => {
  const signal = AbortSignal.timeout(milliseconds);
  const asked: RequestInit =
    body.length === 0
      ? { method: 'GET' }
      : { method: 'POST', headers: { 'content-type': type }, body: Uint8Array.from(body) };
  const answer = await fetch(url, { ...asked, redirect: 'error', signal });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200 || bytes.length > longestAnswer)
    throw new Error(`expected an answer, found status ${answer.status} and ${bytes.length} bytes`);
  return bytes;
};
