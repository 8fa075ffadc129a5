import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import douban from '../../../crawlers/sources/douban-reviews.ts';
import rss from '../../../crawlers/sources/rss.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import { createFetchStore } from '../../../server/db/feed/fetch-store.ts';
import { readFeedRows } from '../../../server/db/views/feed/feeds.ts';
import { crawl } from '../../../server/flows/crawl/crawl.ts';
import { previewFeed } from '../../../server/flows/crawl/preview-feed.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';
import { pageOf } from '../../support/read-payload.ts';
import { type Reply, startReplayServer } from '../../support/replay-server.ts';
import { plainReader } from '../alert/alert-stage.ts';

const item = (id: string) =>
  `<item><guid isPermaLink="false">${id}</guid><title>暖气不热 ${id}</title></item>`;
const WHOLE = `<rss version="2.0"><channel>${['a', 'b', 'c'].map(item).join('')}</channel></rss>`;

/** A feed of a real server, read as a worker reads it. */
async function feedOf(reply: Reply) {
  const db = await makeDatabase();
  const server = await startReplayServer({ '/robots.txt': { status: 404 }, '/feed.xml': reply });
  onTestFinished(() => server.close());
  const now = () => NOW;
  const fetcher = createPoliteFetcher({
    store: createFetchStore(db),
    contact: 'mailto:test@example.com',
    now,
    localHosts: { '127.0.0.1': { minInterval: 0 } },
  });
  onTestFinished(() => fetcher.close());
  const params = { url: `${server.url}/feed.xml` };
  const feed = await makeFeed(db, { params });
  const reading = ingestDeps(db, { reader: plainReader });
  const sources = new Map([['rss', rss]]);
  const deps = { db, sources, fetcher, readPage: readHere, now, log: QUIET_LOG };
  return {
    server,
    run: () => crawl({ ...deps, ingest: (input) => ingest(reading, input) }, { feedId: feed.id }),
    preview: () => previewFeed(deps, { source: 'rss', params }),
    row: async () => (await readFeedRows(db, sources, NOW))[0]!,
  };
}

const CUT = WHOLE.slice(0, WHOLE.indexOf('<item><guid isPermaLink="false">c') + 20);

test('a feed that broke off on its way is asked for anew, though its ETag is the same', async () => {
  const etag = '"1"';
  // It ends as if it were whole: no length was announced.
  const { server, run } = await feedOf({ body: CUT, etag });
  expect(await run()).toMatchObject({ stored: 2, refused: 1 });
  server.route('/feed.xml', { body: WHOLE, etag });
  expect(await run()).toMatchObject({ stored: 1, known: 2, refused: 0, outcome: 'posts' });
  expect(await run()).toMatchObject({ outcome: 'quiet', fetched: 0 });
  expect(server.seen.at(-1)?.headers['if-none-match']).toBe(etag);
});

const gzip = { headers: { 'content-encoding': 'gzip' } };
const broken = { outcome: 'wall', wall: 'malformed' };
test.each([
  ['ends in the middle of an entry', { body: CUT }, { ...broken, stored: 2 }],
  ['ends before its first entry', { body: WHOLE.slice(0, 60) }, { ...broken, stored: 0 }],
  [
    'ends with its packed data',
    { body: gzipSync(WHOLE + ' '.repeat(9_000)).subarray(0, -12), ...gzip },
    { ...broken, stored: 3 },
  ],
  [
    'is cut off by a broken connection',
    { body: `${CUT}${' '.repeat(CUT.length + 9)}`, truncate: true },
    { outcome: 'failed', failure: 'reset', stored: 2 },
  ],
  [
    'is cut off, and no length was announced',
    { body: `${CUT}${' '.repeat(CUT.length + 9)}`, truncate: 'chunked' },
    { outcome: 'failed', failure: 'reset', stored: 2 },
  ],
] as const)('a feed that %s is marked as broken, and what came is kept', async (_, reply, outcome) => {
  const { run, row, preview } = await feedOf(reply);
  const { stored, ...names } = outcome;
  expect(await preview()).toMatchObject({ ...names, found: stored });
  expect(await run()).toMatchObject(outcome);
  expect(['walled', 'failing']).toContain((await row()).health);
});

test('a feed that always breaks off and always brings something is looked at as often as ever', async () => {
  const { run } = await feedOf({ body: CUT });
  for (let turn = 0; turn < 4; turn += 1) {
    const { outcome, startedAt, nextAt } = await run();
    expect(outcome).toBe('wall');
    expect(((nextAt ?? 0) - startedAt) / 1000).toBeLessThan(600 * 1.2);
  }
});

test('reviews that broke off on their way are told from whole ones', () => {
  const body = WHOLE.slice(0, WHOLE.indexOf('<item><guid isPermaLink="false">c') + 20);
  const read = (page: string) => douban.parse(pageOf(page), { subject: '30000000' }, NOW);
  expect(read(body)).toMatchObject({ truncated: true, refused: [{ reason: 'truncated feed' }] });
  expect(read(WHOLE)).not.toHaveProperty('truncated');
});
