import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import { ALLOW_ALL, politeStage } from './polite-stage.ts';

const stage = politeStage();

describe('robots.txt', () => {
  test('that forbids a path keeps us away from it; asked once in 24 hours', async () => {
    stage.server.route('/robots.txt', {
      body: 'User-agent: tingchao\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n',
      type: 'text/plain',
    });
    stage.server.route('/open', { body: 'x' });
    const fetcher = stage.fetcherWith();
    expect(await fetcher.get(`${stage.server.url}/private/1`)).toMatchObject({
      kind: 'wall',
      wall: 'robots-disallowed',
    });
    expect((await fetcher.get(`${stage.server.url}/open`)).kind).toBe('page');
    stage.clock.now += 23 * HOUR;
    await stage.fetcherWith().get(`${stage.server.url}/open`);
    expect(stage.pathsSeen()).toEqual(['/robots.txt', '/open', '/open']);
    stage.clock.now += 2 * HOUR;
    await fetcher.get(`${stage.server.url}/open`);
    expect(stage.pathsSeen().filter((path) => path === '/robots.txt')).toHaveLength(2);
  });

  test.each([
    ['is not there', { status: 404, body: 'no' }],
    ['may not be read', { status: 403, body: 'no' }],
    ['is an ordinary page', { body: '<!doctype html><title>首页</title>\nUser-agent: *\nDisallow: /' }],
  ] as const)('that %s holds no rules', async (_case, reply) => {
    stage.server.route('/robots.txt', reply);
    stage.server.route('/x', { body: 'x' });
    expect((await stage.fetcherWith().get(`${stage.server.url}/x`)).kind).toBe('page');
  });

  test.each([
    ['fails', { status: 500, body: '' }],
    ['breaks off', { reset: true }],
    [
      'is a captcha',
      { file: new URL('../payloads/walls/baidu-security-200.constructed.html', import.meta.url) },
    ],
  ] as const)('that %s means not now, by name, and again after ten minutes', async (_case, reply) => {
    stage.server.route('/robots.txt', reply);
    stage.server.route('/x', { body: 'x' });
    const fetcher = stage.fetcherWith();
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'failed',
      retryAt: stage.clock.now + 10 * MINUTE,
    });
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('robots.txt'),
    });
    expect(stage.pathsSeen()).toEqual(['/robots.txt']);
    stage.clock.now += 10 * MINUTE;
    stage.server.route('/robots.txt', ALLOW_ALL);
    expect((await fetcher.get(`${stage.server.url}/x`)).kind).toBe('page');
  });

  test('is asked of every host a redirect leads to', async () => {
    stage.server.route('/go', { redirect: `http://b.test:${stage.server.port}/target` });
    stage.server.route('/robots.txt', () =>
      stage.server.seen.at(-1)?.host.startsWith('b')
        ? { body: 'User-agent: *\nDisallow: /target', type: 'text/plain' }
        : ALLOW_ALL,
    );
    expect(await stage.fetcherWith().get(`http://a.test:${stage.server.port}/go`)).toMatchObject({
      wall: 'robots-disallowed',
    });
    expect(stage.pathsSeen()).not.toContain('/target');
  });
});
