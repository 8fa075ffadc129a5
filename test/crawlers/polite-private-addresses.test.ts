import { describe, expect, test } from 'vitest';
import { politeStage } from './polite-stage.ts';

const stage = politeStage();

describe('private addresses', () => {
  test.each([
    'http://127.0.0.2/x',
    'http://[::1]/x',
    'http://169.254.169.254/meta',
    'http://0x7f.1/',
    'http://2130706433/',
  ])('%s is refused', async (url) => {
    expect(await stage.fetcherWith({ localHosts: {} }).get(url)).toMatchObject({
      kind: 'failed',
      reason: 'private-address',
    });
  });

  test('a name that resolves to one is refused at connect time', async () => {
    const result = await stage.fetcherWith({ localHosts: {} }).get(`http://evil.test:${stage.server.port}/x`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'private-address' });
    expect(stage.server.seen).toEqual([]);
  });

  test('a redirect to one is refused', async () => {
    stage.server.route('/go', { redirect: 'http://10.0.0.1/admin' });
    expect(await stage.fetcherWith().get(`${stage.server.url}/go`)).toMatchObject({
      kind: 'failed',
      reason: 'private-address',
    });
    stage.server.route('/go', { redirect: `http://inside.test:${stage.server.port}/admin` });
    expect(await stage.fetcherWith().get(`${stage.server.url}/go`)).toMatchObject({
      kind: 'failed',
      reason: 'private-address',
    });
    expect(stage.pathsSeen()).not.toContain('/admin');
  });

  test('a port that was not named is not let through with its neighbour', async () => {
    const fetcher = stage.fetcherWith({
      localHosts: { [`127.0.0.1:${stage.server.port + 1}`]: { minInterval: 0 } },
    });
    expect(await fetcher.get(`${stage.server.url}/x`)).toMatchObject({ reason: 'private-address' });
  });
});
