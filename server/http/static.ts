import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, Handler } from 'hono';

const squeeze = promisify(gzip);

const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const SQUEEZED = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt']);
/** Vite puts a hash into the name of everything in `assets/`: its content never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

const UNBUILT = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>听潮</title>
<h1>页面还没有构建</h1><p>请先运行 <code>npm run build</code>,再刷新本页。</p>
<h1>The pages are not built yet</h1><p>Run <code>npm run build</code>, then reload. The API under <code>/api</code> already answers.</p></html>`;

interface Asset {
  readonly changedAt: number;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly small: Uint8Array<ArrayBuffer> | null;
  readonly kind: string;
  readonly etag: string;
}

/** Files of the built pages, read once and again when they change on disk. */
function createShelf(root: string) {
  const shelf = new Map<string, Asset>();
  const load = async (file: string, changedAt: number): Promise<Asset> => {
    const plain = new Uint8Array(await readFile(file));
    const extension = path.extname(file);
    const small = SQUEEZED.has(extension) ? new Uint8Array(await squeeze(plain)) : null;
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    return { changedAt, plain, small, kind: KINDS[extension] ?? 'application/octet-stream', etag };
  };
  /** null: no such file inside the folder. */
  return async (name: string): Promise<Asset | null> => {
    const file = path.join(root, path.normalize(`/${name}`));
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) return null;
    const known = shelf.get(file);
    if (known?.changedAt === found.mtimeMs) return known;
    const asset = await load(file, found.mtimeMs);
    shelf.set(file, asset);
    return asset;
  };
}

function answer(c: Context, asset: Asset, cache: string): Response {
  c.header('ETag', asset.etag);
  c.header('Cache-Control', cache);
  c.header('Vary', 'Accept-Encoding');
  if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304);
  c.header('Content-Type', asset.kind);
  const squeezed = asset.small !== null && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
  if (!squeezed || asset.small === null) return c.body(asset.plain);
  c.header('Content-Encoding', 'gzip');
  return c.body(asset.small);
}

function decode(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname);
    return name.includes('\0') ? null : name;
  } catch {
    return null;
  }
}

/**
 * The built pages. A path without a file extension is a place inside the application (a deep link) and
 * gets index.html; a missing file with one is a plain 404.
 */
export function servePages(root: string): Handler {
  const take = createShelf(root);
  return async (c) => {
    const name = decode(new URL(c.req.url).pathname);
    if (name === null) return c.text('not found', 404);
    const asset = name === '/' ? null : await take(name);
    if (asset !== null) return answer(c, asset, name.startsWith('/assets/') ? FOR_EVER : ASK_AGAIN);
    if (path.extname(name) !== '' && name !== '/index.html') return c.text('not found', 404);
    const index = await take('index.html');
    return index === null ? c.html(UNBUILT, 503) : answer(c, index, ASK_AGAIN);
  };
}
