import { onTestFinished } from 'vitest';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import { defineSource, type Source } from '../../../server/core/feed/source.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { createFetchStore } from '../../../server/db/feed/fetch-store.ts';
import { readFeedRows } from '../../../server/db/views/feed/feeds.ts';
import { type CrawlInput, crawl } from '../../../server/flows/crawl/crawl.ts';
import { type IngestInput, ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';
import { type Reply, startReplayServer } from '../../support/replay-server.ts';
import { plainReader } from '../alert/alert-stage.ts';

const params = [
  { name: 'url', kind: 'url', label: { zh: '地址', en: 'Address' }, required: true },
  { name: 'pages', kind: 'number', label: { zh: '页数', en: 'Pages' }, required: true, initial: 1 },
] as const;

/** A board of several JSON pages, each a list of `{id, text, minutes}`; an entry without id is refused. */
export const board: Source = defineSource({
  name: 'board',
  platform: 'forum',
  kind: 'forum',
  every: 600,
  voice: 'forum',
  samples: [],
  params,
  title: { zh: '板块', en: 'Board' },
  access: { kind: 'public-page', onByDefault: false, note: { zh: '', en: '' } },
  async *collect(given, io) {
    for (let page = 1; page <= Number(given.pages); page++) {
      const result = await io.get(`${given.url}/${page}`);
      yield result;
      if (result.kind !== 'page') return;
    }
  },
  parse(page, _, now) {
    if (!page.body.startsWith('[')) return { kind: 'wall', wall: 'not-json', detail: 'no list' };
    const entries: { id?: string; text: string; minutes?: number }[] = JSON.parse(page.body);
    const posts = entries.flatMap(({ id, text, minutes }) =>
      id === undefined
        ? []
        : [
            {
              source: 'board',
              platform: 'forum',
              externalId: id,
              text,
              observedAt: now,
              ...(minutes === undefined
                ? { precision: 'none' as const }
                : { publishedAt: now - minutes * MINUTE, precision: 'minute' as const }),
            },
          ],
    );
    const refused = entries.flatMap(({ id }, index) =>
      id === undefined ? [{ index, reason: 'no-id' }] : [],
    );
    return { kind: 'posts', posts, refused };
  },
});

export const json = (entries: readonly object[], more: Partial<Reply> = {}): Reply => ({
  body: JSON.stringify(entries),
  type: 'application/json',
  ...more,
});
export const entry = (id: string, minutes = 5) => ({ id, text: `暖气不热 ${id}`, minutes });

/** A feed of the board on a real server, under a clock of its own. */
export async function makeCrawl(routes: Readonly<Record<string, Reply | (() => Reply)>>, pages = 1) {
  const db = await makeDatabase();
  const server = await startReplayServer({ '/robots.txt': { status: 404 }, ...routes });
  onTestFinished(() => server.close());
  await makeWatch(db);
  let at = NOW;
  const now = () => at;
  const host = new URL(server.url).host;
  const fetcher = createPoliteFetcher({
    store: createFetchStore(db),
    contact: 'mailto:test@example.com',
    now,
    localHosts: { [host]: { minInterval: 0 } },
  });
  onTestFinished(() => fetcher.close());
  const settings = { url: `${server.url}/board`, pages };
  const feed = await makeFeed(db, { name: '供热板块', source: 'board', params: settings });
  const reading = ingestDeps(db, { reader: plainReader, now });
  const sources = new Map([[board.name, board]]);
  const asks = { ingest: (input: IngestInput) => ingest(reading, input) };
  return {
    db,
    server,
    feed,
    sources,
    fetcher,
    settings,
    now,
    /** What the run stores by; may be replaced. */
    asks,
    run: (more: Partial<CrawlInput> = {}) =>
      crawl(
        {
          db,
          sources,
          fetcher,
          readPage: readHere,
          now,
          log: QUIET_LOG,
          ingest: (input) => asks.ingest(input),
        },
        { feedId: feed.id, ...more },
      ),
    later: (ms: number) => {
      at += ms;
    },
    row: async () => (await readFeedRows(db, sources, at))[0]!,
    texts: async () =>
      (await db.selectFrom('post').select('text').orderBy('id').execute()).map(({ text }) => text),
  };
}
