import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Middleware } from 'koa';

const base = '/arende/v1/';
const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  // Fonts that a PDF does not bring along; the preview draws with them.
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

interface Asset {
  changedMs: number;
  bytes: Buffer;
  zipped: Buffer;
  etag: string;
}

/** The built widgets for foreign pages: the loader is looked at anew after minutes, chunks with a hash never again. */
export function widgetFiles(folder: string): Middleware {
  const cache = new Map<string, Asset>();
  return async (http, next) => {
    const name = http.path.startsWith(base) ? http.path.slice(base.length) : '';
    const type = types[path.extname(name)];
    const inside = /^[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/.test(name);
    const asset =
      type && inside && (http.method === 'GET' || http.method === 'HEAD') ? await load(folder, name, cache) : null;
    if (!asset) return next();
    http.remove('Content-Security-Policy');
    http.set('Access-Control-Allow-Origin', '*');
    http.set('Cross-Origin-Resource-Policy', 'cross-origin');
    http.set(
      'Cache-Control',
      name.startsWith('chunks/') ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
    );
    http.set('ETag', asset.etag);
    http.vary('Accept-Encoding');
    http.status = 200;
    http.set('Content-Type', type!);
    if (http.fresh) {
      http.status = 304;
      return;
    }
    const zip = http.acceptsEncodings('gzip', 'identity') === 'gzip';
    if (zip) http.set('Content-Encoding', 'gzip');
    http.body = zip ? asset.zipped : asset.bytes;
    http.set('Content-Type', type!);
  };
}

async function load(folder: string, name: string, cache: Map<string, Asset>): Promise<Asset | null> {
  const file = path.join(folder, name);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return null;
  const known = cache.get(name);
  if (known?.changedMs === found.mtimeMs) return known;
  const bytes = await readFile(file);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const asset = { changedMs: found.mtimeMs, bytes, zipped: await promisify(gzip)(bytes), etag };
  cache.set(name, asset);
  return asset;
}
