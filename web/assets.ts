import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../services/shared/failure.ts';
import type { HttpRequest, HttpResponse, Route } from '../services/shared/route.ts';

/** The static files of all pages, below `/assets/`. */
export interface Assets {
  /** The address of a file with its content's hash, so that a browser keeps it for ever: `/assets/chat.js?v=3f2a…`. */
  url(name: string): string;
  readonly routes: readonly Route[];
}

interface Asset {
  readonly bytes: Buffer;
  readonly gzipped: Buffer | undefined;
  readonly type: string;
  readonly hash: string;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

/**
 * Reads the files of some folders (`web/dist`, `web/design`) into memory; only these names can be asked for, so no path
 * leads anywhere else. A `.gz` beside a file is its compressed form.
 */
export async function openAssets(folders: readonly string[]): Promise<Assets> {
  const assets = new Map<string, Asset>();
  for (const folder of folders) {
    const names = new Set(await readdir(folder));
    for (const name of names) {
      const type = types[name.split('.').at(-1) ?? ''];
      if (type === undefined) continue;
      const bytes = await readFile(join(folder, name));
      const gzipped = names.has(`${name}.gz`) ? await readFile(join(folder, `${name}.gz`)) : undefined;
      assets.set(name, { bytes, gzipped, type, hash: hashOf(bytes) });
    }
  }
  return {
    url: (name) => {
      const asset = assets.get(name);
      if (!asset) throw new Error(`expected ${name} in web/dist or web/design, found ${[...assets.keys()].join(', ')}`);
      return `/assets/${name}?v=${asset.hash}`;
    },
    routes: [
      {
        method: 'GET',
        path: '/assets/:name',
        handle: (request) => Promise.resolve(answer(assets.get(request.params['name'] ?? ''), request)),
      },
    ],
  };
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}

function answer(asset: Asset | undefined, request: HttpRequest): HttpResponse {
  if (!asset) return failure(404, 'asset.unknown', request.id);
  const isPinned = request.query.get('v') === asset.hash;
  const takesGzip = /\bgzip\b/u.test(request.headers['accept-encoding'] ?? '');
  const headers = {
    'content-type': asset.type,
    'cache-control': isPinned ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${asset.hash}"`,
    vary: 'accept-encoding',
  };
  if (request.headers['if-none-match'] === headers.etag) return { status: 304, headers };
  if (!takesGzip || !asset.gzipped) return { status: 200, headers, body: asset.bytes };
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: asset.gzipped };
}
