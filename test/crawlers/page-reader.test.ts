import { expect, onTestFinished, test } from 'vitest';
import rss from '../../crawlers/sources/rss.ts';
import { AppError } from '../../server/core/errors.ts';
import { defineSource } from '../../server/core/feed/source.ts';
import { openPageReader, type PageReaderOptions } from '../../server/worker/page-reader.ts';
import { pageOf, READ_AT } from '../support/read-payload.ts';

const feedOf = (items: number) =>
  `<rss version="2.0"><channel>${Array.from({ length: items }, (_, n) => `<item><guid>${n}</guid><title>标题${n}</title></item>`).join('')}</channel></rss>`;

/** Five seconds of work for the best processor. */
const ENDLESS = `<rss><channel>${'<item><title>&x</title></item>'.repeat(300_000)}`;

function openReader(options: PageReaderOptions = {}) {
  const reader = openPageReader({ short: 200, ...options });
  onTestFinished(() => reader.close());
  return (body: string, source = rss) =>
    reader.read(source, pageOf(body), { url: 'https://example.cn/' }, READ_AT);
}

test('a long page is read in a thread as it would be here, and several one after another', async () => {
  const read = openReader();
  const results = await Promise.all([read(feedOf(1)), read(feedOf(300)), read(feedOf(301))]);
  expect(results.map((each) => each.kind === 'posts' && each.posts.length)).toEqual([1, 300, 301]);
  expect(results[1]).toEqual(rss.parse(pageOf(feedOf(300)), { url: 'https://example.cn/' }, READ_AT));
});

/** Only this process has it. */
const own = defineSource({
  ...rss,
  name: 'nobody-knows',
  parse: () => ({ kind: 'wall', wall: 'gone', detail: 'x' }),
});

test('a page that takes too long is given up by name, and the next one has a thread again', async () => {
  const read = openReader({ patienceMs: 1_500 });
  expect(await read(ENDLESS)).toMatchObject({ kind: 'wall', wall: 'too-large' });
  expect(await read(feedOf(20), own)).toMatchObject({ wall: 'gone' });
});

test('a thread that did not start is started again for the next page', async () => {
  const ours = new URL('../../server/worker/page-thread.ts', import.meta.url);
  const threads = [new URL('data:text/javascript,process.exit(1)'), ours];
  const read = openReader({ thread: () => threads.shift() ?? ours });
  await expect(read(feedOf(300))).rejects.toMatchObject({ code: 'internal' });
  expect(await read(feedOf(300))).toMatchObject({ kind: 'posts' });
  expect(threads).toEqual([]);
});

test('a source that the thread does not know is read here', async () => {
  expect(await openReader()(feedOf(300), own)).toMatchObject({ wall: 'gone' });
});

test('once closed it reads no more', async () => {
  const reader = openPageReader({ short: 200 });
  const page = pageOf(feedOf(300));
  const pending = reader.read(rss, page, {}, READ_AT);
  await reader.close();
  await expect(pending).rejects.toBeInstanceOf(AppError);
  await expect(reader.read(rss, page, {}, READ_AT)).rejects.toBeInstanceOf(AppError);
});
