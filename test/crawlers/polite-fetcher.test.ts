import { describe, expect, test } from 'vitest';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { politeStage } from './polite-stage.ts';

const stage = politeStage();

describe('replay', () => {
  test('plays an https origin from loopback under its own name, robots and memory', async () => {
    stage.server.route('/api/board', { body: '{"data":1}', type: 'application/json' });
    const replay = { 'https://top.baidu.com': stage.server.url };
    const result = await stage.fetcherWith({ replay }).get('https://top.baidu.com/api/board');
    expect(result).toMatchObject({
      kind: 'page',
      page: { url: 'https://top.baidu.com/api/board', body: '{"data":1}' },
    });
    expect(stage.server.seen.map(({ host, path }) => `${host}${path}`)).toEqual([
      'top.baidu.com/robots.txt',
      'top.baidu.com/api/board',
    ]);
    expect(await stage.store.robots('https://top.baidu.com')).toMatchObject({ status: 200 });
  });

  test('never leads off this machine', () => {
    expect(() => stage.fetcherWith({ replay: { 'https://a.cn': 'http://10.0.0.1' } })).toThrow(
      'must come from loopback',
    );
  });
});

test('closing aborts what runs and what waits, at once', async () => {
  stage.server.route('/x', { body: 'x', delay: 10 * PATIENCE_MS });
  const fetcher = stage.fetcherWith();
  const results = Promise.all([1, 2, 3].map(() => fetcher.get(`${stage.server.url}/x`)));
  await until(() => expect(stage.pathsSeen()).toContain('/x'));
  await fetcher.close();
  expect((await results).map((result) => result.kind === 'failed' && result.reason)).toEqual([
    'aborted',
    'aborted',
    'aborted',
  ]);
});

test('a contact that is no URL is refused at the start', () => {
  expect(() => createPoliteFetcher({ store: stage.store, contact: 'me', now: () => 0 })).toThrow(
    'contact is not a URL',
  );
});
