import { describe, expect, test } from 'vitest';
import type { PoliteDeps } from '../../crawlers/polite/fetcher.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { politeStage } from './polite-stage.ts';

const stage = politeStage();

describe('bad answers', () => {
  const SMALL = { limits: { bytes: 64 * 1024 } };
  const HASTY = { limits: { headers: 200, body: 200 } };

  test('50 MB are cut off at the limit', async () => {
    stage.server.route('/big', { endless: 50 * 1024 * 1024 });
    const result = await stage.fetcherWith().get(`${stage.server.url}/big`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect(result.bytes).toBeLessThan(11 * 1024 * 1024);
  });

  test('a length that is announced too long is not read at all', async () => {
    stage.server.route('/big', { body: 'x'.repeat(100_000) });
    expect(await stage.fetcherWith(SMALL).get(`${stage.server.url}/big`)).toMatchObject({
      reason: 'too-large',
      bytes: 0,
    });
  });

  test('a bomb of 30 MB in 30 kB is not unpacked', async () => {
    stage.server.route('/bomb', { body: Buffer.alloc(30 * 1024 * 1024), packed: 'gzip' });
    const result = await stage.fetcherWith().get(`${stage.server.url}/bomb`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect(result.bytes).toBeLessThan(64 * 1024);
  });

  test('damaged compression is malformed', async () => {
    stage.server.route('/x', { body: 'not gzip at all', headers: { 'content-encoding': 'gzip' } });
    expect(await stage.fetcherWith().get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'wall',
      wall: 'malformed',
    });
  });

  test.each([
    ['before the headers', { delay: 10_000, body: 'late' }],
    ['in the middle of the body', { body: 'x'.repeat(1000), stall: true }],
  ] as const)('a stall %s ends in time', async (_case, reply) => {
    stage.server.route('/x', reply);
    const result = await stage.fetcherWith(HASTY).get(`${stage.server.url}/x`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  test.each([
    ['broken connection', { reset: true }],
    ['body cut short', { body: 'x'.repeat(1000), truncate: true }],
  ] as const)('a %s is a reset', async (_case, reply) => {
    stage.server.route('/x', reply);
    expect(await stage.fetcherWith().get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'failed',
      reason: 'reset',
    });
  });

  test('redirects in a ring end', async () => {
    stage.server.route('/ring', { redirect: '/ring' });
    expect(await stage.fetcherWith().get(`${stage.server.url}/ring`)).toMatchObject({
      reason: 'too-many-redirects',
    });
    expect(stage.pathsSeen().filter((path) => path === '/ring')).toHaveLength(6);
  });

  test.each(['ftp://a.cn/x', 'javascript:alert(1)', 'not a url', ''])('%s is no address', async (url) => {
    expect(await stage.fetcherWith().get(url)).toMatchObject({ kind: 'failed', reason: 'bad-url' });
  });

  test('nobody there, no such name', async () => {
    const { port } = stage.server;
    await stage.server.close();
    expect(await stage.fetcherWith().get(`http://127.0.0.1:${port}/x`)).toMatchObject({ reason: 'refused' });
    const lookup: PoliteDeps['lookup'] = (_host, _options, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    expect(await stage.fetcherWith({ lookup }).get('http://nowhere.test/x')).toMatchObject({ reason: 'dns' });
    stage.server = await startReplayServer();
  });
});
