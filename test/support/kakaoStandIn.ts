import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a stand-in for Kakao's servers was asked. */
export interface StandInCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** How it answers: status and body; `hang` says nothing. */
export interface StandInAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly hang?: boolean;
}

/** A server on loopback that takes what Kakao takes and remembers it. */
export interface KakaoStandIn {
  readonly origin: string;
  readonly calls: StandInCall[];
  answer: StandInAnswer;
  close(): Promise<void>;
}

/** Starts one that says SUCCESS to everything. */
export async function startKakaoStandIn(): Promise<KakaoStandIn> {
  const calls: StandInCall[] = [];
  const success = { taskId: 'task-1', status: 'SUCCESS', message: '', timestamp: 1_795_312_800_000 };
  const standIn = { answer: { status: 200, body: JSON.stringify(success) } as StandInAnswer };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { 'content-type': contentType, authorization } = request.headers;
      const body: unknown = JSON.parse(Buffer.concat(parts).toString() || 'null');
      calls.push({ method: request.method ?? '', path: request.url ?? '', authorization, contentType, body });
      const { status = 200, body: text = '', headers = {}, hang } = standIn.answer;
      if (hang === true) return;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address
  return Object.assign(standIn, {
    origin: `http://127.0.0.1:${port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
