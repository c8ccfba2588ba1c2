import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in does with requests from now on. */
export type Mood = 'well' | 'busy' | 'broken' | 'silent' | 'garbage' | 'slowJob' | 'noLanguage' | 'documentError';

interface Body {
  readonly kind?: string;
  readonly analysisInput: { readonly documents: readonly { readonly id: string; readonly text: string }[] };
  readonly parameters?: Record<string, unknown>;
  readonly tasks?: readonly { readonly kind: string; readonly parameters: Record<string, unknown> }[];
}

/** A request as it came: its path, its key, its body. */
export interface Seen {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Body | undefined;
}

/**
 * Azure AI Language as it looks from the wire: `POST /language/:analyze-text`, `POST /language/analyze-text/jobs` with an
 * operation-location, `GET` of the job: running once, then succeeded.
 */
export class AzureStandIn {
  mood: Mood = 'well';
  readonly seen: Seen[] = [];
  readonly #server: Server;
  #polls = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // it listens on a port
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // a request's chunks are buffers
    const text = Buffer.concat(chunks).toString();
    const body = text ? (JSON.parse(text) as Body) : undefined; // what the SDK sends
    this.seen.push({ path, key: request.headers['ocp-apim-subscription-key'] as string | undefined, body });
    if (this.mood === 'silent') return;
    if (this.mood === 'busy') return answer(response, 429, error('TooManyRequests'), { 'retry-after': '1' });
    if (this.mood === 'broken') return answer(response, 500, error('InternalServerError'));
    if (this.mood === 'garbage') return answer(response, 200, '<html>');
    if (request.method === 'POST' && path.includes('/jobs')) return this.#startJob(response);
    if (request.method === 'GET') return this.#job(response);
    return answer(response, 200, this.#analysis(body));
  }

  #startJob(response: ServerResponse): void {
    this.#polls = 0;
    const location = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/language/analyze-text/jobs/1?api-version=2022-05-01`;
    // restify's writeHead, once loaded, answers nothing
    response.writeHead(202, { 'operation-location': location });
    response.end();
  }

  #job(response: ServerResponse): void {
    this.#polls += 1;
    const done = this.#polls > 1 && this.mood !== 'slowJob';
    const at = '2026-11-22T00:00:00Z';
    const job = { jobId: '1', createdDateTime: at, lastUpdatedDateTime: at, expirationDateTime: at, errors: [] };
    const documents = [{ id: '0', class: [{ category: 'fees', confidenceScore: 0.93 }], warnings: [] }];
    const results = { documents, errors: [], projectName: 'p', deploymentName: 'd' };
    const item = {
      kind: 'CustomSingleLabelClassificationLROResults',
      lastUpdateDateTime: at,
      status: 'succeeded',
      results,
    };
    const tasks = { completed: 1, failed: 0, inProgress: 0, total: 1, items: [item] };
    answer(
      response,
      200,
      done ? { ...job, status: 'succeeded', tasks } : { ...job, status: 'running', tasks: { ...tasks, items: [] } },
    );
  }

  #analysis(body: Body | undefined): object {
    const document = body?.analysisInput.documents[0] ?? { id: '0', text: '' };
    if (this.mood === 'documentError') {
      const errors = [{ id: document.id, error: { code: 'InvalidArgument', message: 'no' } }];
      return { kind: `${body?.kind}Results`, results: { documents: [], errors, modelVersion: 'x' } };
    }
    if (body?.kind === 'LanguageDetection') {
      const sure = this.mood !== 'noLanguage';
      const detectedLanguage = {
        name: 'Korean',
        iso6391Name: sure ? 'ko' : '(Unknown)',
        confidenceScore: sure ? 0.99 : 0,
      };
      const documents = [{ id: document.id, detectedLanguage, warnings: [] }];
      return { kind: 'LanguageDetectionResults', results: { documents, errors: [], modelVersion: 'x' } };
    }
    const entities = Array.from(document.text.matchAll(/M\d{8}|010-\d{4}-\d{4}/g), ({ index, 0: text }) => ({
      text,
      category: text.startsWith('M') ? 'KRPassportNumber' : 'PhoneNumber',
      offset: index,
      length: text.length,
      confidenceScore: 0.9,
    }));
    const documents = [{ id: document.id, redactedText: document.text, entities, warnings: [] }];
    return { kind: 'PiiEntityRecognitionResults', results: { documents, errors: [], modelVersion: 'x' } };
  }
}

function error(code: string): object {
  return { error: { code, message: code } };
}

function answer(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
