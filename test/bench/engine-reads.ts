import { DAY, type Instant } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { readAlertRows } from '../../server/db/views/alert/alerts.ts';
import { readFeedRows } from '../../server/db/views/feed/feeds.ts';
import { readLabelQueue } from '../../server/db/views/mention/label-queue.ts';
import { readLabels } from '../../server/db/views/mention/labels.ts';
import { readMention, readMentionPage } from '../../server/db/views/mention/mentions.ts';
import { readPostLabels } from '../../server/db/views/mention/post-labels.ts';
import { readOverview } from '../../server/db/views/overview.ts';
import { readStories } from '../../server/db/views/story/stories.ts';
import { readTrends } from '../../server/db/views/trends/trends.ts';
import { readCompare } from '../../server/db/views/trends/trends-compare.ts';
import { readWatchRows } from '../../server/db/views/watches.ts';

export interface ReadFigures {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
}

const PAGE = 50;
const WARM = 3;
const SUBJECTS = ['touch.heating', 'intent.complaint', 'watch.1'] as const;

type Read = (db: Db, round: number) => Promise<unknown>;

/** Every screen's read, with what people ask of it; the watch changes from round to round. */
function readsAt(end: Instant, posts: readonly number[]): readonly (readonly [string, Read])[] {
  const one = (round: number) => 1 + (round % 5);
  const post = (round: number) => posts[round % posts.length] ?? 0;
  const day = { from: end - DAY, to: end + 1, now: end };
  const week = { ...day, from: end - 7 * DAY };
  const page = { from: end - 30 * DAY, to: end + 1, limit: PAGE };
  const words = '暖气 客服';
  return [
    ['overview, all watches, a day', (db) => readOverview(db, { ...day, watchId: null, playbooks: [] })],
    ['overview, one watch, a week', (db, n) => readOverview(db, { ...week, watchId: one(n), playbooks: [] })],
    ['mentions, first page', (db) => readMentionPage(db, { ...page, watchId: null })],
    ['mentions, one watch', (db, n) => readMentionPage(db, { ...page, watchId: one(n) })],
    [
      'mentions, filtered',
      (db, n) => readMentionPage(db, { ...page, watchId: one(n), sentiment: -1, platform: 'weibo' }),
    ],
    [
      'mentions of a fact, originals',
      (db) => readMentionPage(db, { ...page, watchId: null, fact: 'intent.complaint', originalsOnly: true }),
    ],
    ['search of two words', (db) => readMentionPage(db, { ...page, watchId: null, query: words })],
    [
      'search of two words, filtered',
      (db, n) =>
        readMentionPage(db, { ...page, watchId: one(n), query: words, sentiment: -1, platform: 'weibo' }),
    ],
    ['one mention', (db, n) => readMention(db, post(n), null)],
    ['labels of a post', (db, n) => readPostLabels(db, post(n))],
    ['posts worth a label', (db) => readLabelQueue(db, { watchId: null, by: null, now: end })],
    ['labels', (db) => readLabels(db, end)],
    ['trends, all watches, a day', (db) => readTrends(db, { ...day, watchId: null, basis: 'week' })],
    ['trends, one watch, a week', (db, n) => readTrends(db, { ...week, watchId: one(n), basis: 'before' })],
    ['topics side by side', (db) => readCompare(db, { ...week, watchId: null, subjects: SUBJECTS })],
    ['stories', (db) => readStories(db, { ...week, watchId: null, sort: 'growth', page: 1, limit: 30 })],
    ['alerts', (db) => readAlertRows(db, { status: 'all', playbooks: [], now: end })],
    ['watches', (db) => readWatchRows(db, end)],
    ['feeds', (db) => readFeedRows(db, new Map(), end)],
  ];
}

/** Milliseconds of each screen's read, warm, one after the other. */
export async function benchReads(db: Db, end: Instant, rounds: number): Promise<readonly ReadFigures[]> {
  const figures: ReadFigures[] = [];
  const newest = await readMentionPage(db, { watchId: null, from: end - 30 * DAY, to: end + 1, limit: PAGE });
  const posts = newest.rows.map((row) => row.postId);
  for (const [name, read] of readsAt(end, posts)) {
    const times: number[] = [];
    for (let round = 0; round < WARM + rounds; round++) {
      const start = performance.now();
      await read(db, round);
      if (round >= WARM) times.push(performance.now() - start);
    }
    figures.push({ name, ...quantiles(times) });
  }
  return figures;
}

export function quantiles(times: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
