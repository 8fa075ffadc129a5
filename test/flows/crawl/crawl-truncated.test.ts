import { expect, onTestFinished, test } from 'vitest';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import douban from '../../../crawlers/sources/douban-reviews.ts';
import rss from '../../../crawlers/sources/rss.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import { createFeed } from '../../../server/db/feed/feeds.ts';
import { createFetchStore } from '../../../server/db/feed/fetch-store.ts';
import { crawl } from '../../../server/flows/crawl/crawl.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { pageOf } from '../../support/read-payload.ts';
import { startReplayServer } from '../../support/replay-server.ts';
import { plainReader } from '../alert/alert-stage.ts';

const item = (id: string) =>
  `<item><guid isPermaLink="false">${id}</guid><title>暖气不热 ${id}</title></item>`;
const WHOLE = `<rss version="2.0"><channel>${['a', 'b', 'c'].map(item).join('')}</channel></rss>`;

test('a feed that broke off on its way is asked for anew, though its ETag is the same', async () => {
  const db = await makeDatabase();
  const etag = '"1"';
  const server = await startReplayServer({
    '/robots.txt': { status: 404 },
    // It ends as if it were whole: no length was announced.
    '/feed.xml': { body: WHOLE.slice(0, WHOLE.indexOf('<item><guid isPermaLink="false">c') + 20), etag },
  });
  onTestFinished(() => server.close());
  const now = () => NOW;
  const fetcher = createPoliteFetcher({
    ...{ store: createFetchStore(db), contact: 'mailto:test@example.com', now },
    localHosts: { '127.0.0.1': { minInterval: 0 } },
  });
  onTestFinished(() => fetcher.close());
  const params = { url: `${server.url}/feed.xml` };
  const feed = await createFeed(db, { name: 'cut', source: 'rss', params, every: 600, active: true }, NOW);
  const deps = ingestDeps(db, { reader: plainReader });
  const run = () =>
    crawl(
      {
        ...{
          db,
          sources: new Map([['rss', rss]]),
          fetcher,
          readPage: readHere,
          now,
          log: { warn: () => undefined },
        },
        ingest: (input) => ingest(deps, input),
      },
      { feedId: feed.id },
    );
  expect(await run()).toMatchObject({ stored: 2, refused: 1 });
  server.route('/feed.xml', { body: WHOLE, etag });
  expect(await run()).toMatchObject({ stored: 1, known: 2, refused: 0 });
  expect(await run()).toMatchObject({ outcome: 'quiet', fetched: 0 });
  expect(server.seen.at(-1)?.headers['if-none-match']).toBe(etag);
});

test('reviews that broke off on their way are told from whole ones', () => {
  const body = WHOLE.slice(0, WHOLE.indexOf('<item><guid isPermaLink="false">c') + 20);
  const read = (page: string) => douban.parse(pageOf(page), { subject: '30000000' }, NOW);
  expect(read(body)).toMatchObject({ truncated: true, refused: [{ reason: 'truncated feed' }] });
  expect(read(WHOLE)).not.toHaveProperty('truncated');
});
