import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { anyOf } from '../support/make.ts';
import { buildPages, faultOf, serveHttp } from './serve.ts';

describe('the pages', () => {
  test('a deep link gets the application, fresh every time', async () => {
    const { ask, webRoot } = await serveHttp();
    buildPages(webRoot);
    for (const at of ['/', '/alerts/17', '/mentions?q=停暖', '/index.html']) {
      const answer = await ask('GET', encodeURI(at));
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('听潮');
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  test('hashed files are kept for ever, travel packed, and are not sent twice', async () => {
    const { ask, webRoot, url } = await serveHttp();
    buildPages(webRoot);
    const plain = await ask('GET', '/assets/main-abc.js');
    expect(plain.headers['cache-control']).toContain('immutable');
    expect(plain.headers['content-type']).toContain('text/javascript');
    const again = await ask('GET', '/assets/main-abc.js', {
      headers: { 'if-none-match': String(plain.headers.etag) },
    });
    expect(again.status).toBe(304);
    const packed = await ask('GET', '/assets/main-abc.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(Number(packed.headers['content-length'] ?? packed.body.length)).toBeLessThan(500);
    const raw = await fetch(`${url}/assets/main-abc.js`);
    expect(await raw.text()).toBe(plain.body);
    expect(typeof gunzipSync).toBe('function');
  });

  test('a missing file is a 404, never the application in disguise', async () => {
    const { ask, webRoot } = await serveHttp();
    buildPages(webRoot);
    expect((await ask('GET', '/assets/gone-xyz.js')).status).toBe(404);
    expect((await ask('GET', '/favicon.ico')).status).toBe(404);
  });

  test.each([
    '/../package.json',
    '/assets/../../tingchao.db',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2ftingchao.db',
    '/%00',
  ])('nothing outside the folder is served: %s', async (at) => {
    const { ask, webRoot } = await serveHttp();
    buildPages(webRoot);
    const { status, body } = await ask('GET', at);
    expect(status === 404 || body.includes('听潮')).toBe(true);
  });

  test('before the first build the page says what to run', async () => {
    const { ask } = await serveHttp();
    const { status, body } = await ask('GET', '/');
    expect(status).toBe(503);
    expect(body).toContain('npm run build');
  });

  test('scripts run only from our own files, and no other site may frame us', async () => {
    const { ask } = await serveHttp();
    for (const at of ['/', '/api/health', '/api/nothing']) {
      const { headers } = await ask('GET', at);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
    }
  });
});

describe('who may ask', () => {
  test.each(['evil.example', 'evil.example:8420', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'a name that is not ours is turned away: %s',
    async (host) => {
      const { ask } = await serveHttp();
      const answer = await ask('GET', '/api/health', { headers: { host } });
      expect(answer.status).toBe(403);
      expect(faultOf(answer).code).toBe('forbidden_origin');
    },
  );

  test.each(['localhost:1234', '127.0.0.1', '[::1]:8420', 'LOCALHOST'])(
    'our own names answer: %s',
    async (host) => {
      const { ask } = await serveHttp();
      expect((await ask('GET', '/api/health', { headers: { host } })).status).toBe(200);
    },
  );

  test('a page of another site changes nothing', async () => {
    const { ask, get } = await serveHttp();
    const body = { name: 'x', rule: anyOf('停暖') };
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'none' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const answer = await ask('POST', '/api/watches', { headers, body });
      expect(answer.status).toBe(403);
    }
    expect(await get('/api/watches')).toEqual([]);
  });

  test('our own page and plain programs may write', async () => {
    const { ask, url } = await serveHttp();
    const body = (name: string) => ({ name, rule: anyOf('停暖') });
    const ours = { origin: url, 'sec-fetch-site': 'same-origin', host: new URL(url).host };
    expect((await ask('POST', '/api/watches', { headers: ours, body: body('a') })).status).toBe(201);
    expect((await ask('POST', '/api/watches', { body: body('b') })).status).toBe(201);
    const unnamed = { origin: 'null', 'sec-fetch-site': 'same-origin' };
    expect((await ask('POST', '/api/watches', { headers: unnamed, body: body('c') })).status).toBe(201);
  });
});
