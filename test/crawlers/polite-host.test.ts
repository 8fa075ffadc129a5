import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../server/core/time.ts';
import { politeStage } from './polite-stage.ts';

const stage = politeStage();

describe('one host', () => {
  test('sees one request at a time, spaced, while another host is served meanwhile', async () => {
    stage.server.route('/slow', { body: 'x', delay: 60 });
    const fetcher = stage.fetcherWith({}, 100);
    const urls = [1, 2, 3, 4].flatMap(() =>
      ['a.test', 'b.test'].map((host) => `http://${host}:${stage.server.port}/slow`),
    );
    const results = await Promise.all(urls.map((url) => fetcher.get(url)));
    expect(results.every(({ kind }) => kind === 'page')).toBe(true);
    expect(Math.max(...stage.server.seen.map(({ together }) => together))).toBe(1);
    for (const host of ['a.test', 'b.test']) {
      const starts = stage.server.seen.filter((seen) => seen.host.startsWith(host)).map(({ at }) => at);
      expect(starts).toHaveLength(5);
      const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(99);
    }
    const [a, b] = ['a.test', 'b.test'].map((host) =>
      stage.server.seen.filter((seen) => seen.host.startsWith(host)).map(({ at }) => at),
    );
    expect(Math.min(...(b ?? []))).toBeLessThan(Math.max(...(a ?? [])));
  });

  test('may ask for a longer pause with Crawl-delay', async () => {
    stage.server.route('/robots.txt', { body: 'User-agent: *\nCrawl-delay: 0.3\n', type: 'text/plain' });
    stage.server.route('/x', { body: 'x' });
    const fetcher = stage.fetcherWith();
    await Promise.all([1, 2].map(() => fetcher.get(`${stage.server.url}/x`)));
    const [, first, second] = stage.server.seen.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(299);
  });

  test('that says 429 with Retry-After is left alone that long', async () => {
    stage.server.route('/x', { status: 429, retryAfter: '1800', body: '' });
    const fetcher = stage.fetcherWith();
    const retryAt = stage.clock.now + 30 * MINUTE;
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'wall',
      wall: 'rate-limited',
      retryAt,
    });
    expect(await fetcher.get(`${stage.server.url}/other`)).toMatchObject({
      kind: 'failed',
      reason: 'circuit-open',
      retryAt,
    });
    expect(stage.pathsSeen()).toEqual(['/robots.txt', '/x']);
    stage.server.route('/x', { body: 'back' });
    stage.clock.now = retryAt;
    expect((await fetcher.get(`${stage.server.url}/x`)).kind).toBe('page');
  });

  test('that says 503 until a date is left alone until then', async () => {
    const until = stage.clock.now + 20 * MINUTE;
    stage.server.route('/x', { status: 503, retryAfter: new Date(until).toUTCString(), body: 'busy' });
    expect(await stage.fetcherWith().get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'failed',
      reason: 'server-error',
      retryAt: until,
    });
  });

  test.each([403, 418, 432])('that answers %i once is not asked again for ten minutes', async (status) => {
    stage.server.route('/x', { status, body: '' });
    const fetcher = stage.fetcherWith();
    expect((await fetcher.get(`${stage.server.url}/x`)).kind).toBe('wall');
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({
      reason: 'circuit-open',
      retryAt: stage.clock.now + 10 * MINUTE,
    });
    expect(stage.pathsSeen().filter((path) => path === '/x')).toHaveLength(1);
  });

  test('that hides a wall in a 200 is not asked again either', async () => {
    stage.server.route('/x', {
      file: new URL('../payloads/walls/wall-sina-visitor-system-200-gbk.real.html', import.meta.url),
    });
    const fetcher = stage.fetcherWith();
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({ kind: 'wall', wall: 'visitor-gate' });
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({ reason: 'circuit-open' });
  });

  test('that fails five times rests, then one probe decides', async () => {
    stage.server.route('/x', { status: 500, body: '' });
    const fetcher = stage.fetcherWith();
    for (let count = 0; count < 5; count += 1) {
      expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({
        kind: 'failed',
        reason: 'server-error',
      });
    }
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({ reason: 'circuit-open' });
    stage.clock.now += 10 * MINUTE;
    stage.server.route('/x', { body: 'well again' });
    expect((await fetcher.get(`${stage.server.url}/x`)).kind).toBe('page');
    expect((await fetcher.get(`${stage.server.url}/x`)).kind).toBe('page');
  });
});
