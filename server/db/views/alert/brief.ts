import { sql } from 'kysely';
import type { Watch } from '../../../core/mention/watch.ts';
import { worstSentence } from '../../../core/message/alert-words.ts';
import type { BriefKind, BriefTurn } from '../../../core/notices/brief.ts';
import { type BriefNotice, type BriefWatch, briefOf } from '../../../core/notices/brief-notice.ts';
import type { Instant } from '../../../core/time.ts';
import { listRecentAlertsOf } from '../../alert/alerts.ts';
import { readPeaks } from '../../alert/peaks.ts';
import type { Db } from '../../database.ts';
import { listOpenIncidents } from '../../feed/feed-incidents.ts';
import { listWatches } from '../../watch/watches.ts';
import { topStories } from '../story/top-stories.ts';

const STORIES = 3;

/**
 * What happened in [from, to) for some watches; empty: all of them. Of paused ones only their alerts are counted. Reads
 * counts by the hour, no posts.
 */
export async function readBrief(
  db: Db,
  { kind, watchIds }: { readonly kind: BriefKind; readonly watchIds: readonly number[] },
  { at, from, to }: BriefTurn,
): Promise<BriefNotice> {
  const chosen = (await listWatches(db)).filter(({ id }) => watchIds.length === 0 || watchIds.includes(id));
  const watches = chosen.filter(({ active }) => active);
  const ids = watches.map(({ id }) => id);
  const stories = await topStories(db, ids, { from, to }, { most: STORIES, isAll: watchIds.length === 0 });
  const told = stories.map(({ title, inRange, negativeInRange }) => ({
    title,
    posts: inRange,
    negative: negativeInRange,
  }));
  return {
    brief: {
      kind,
      from,
      to,
      stories: told,
      ...briefOf(await readWatches(db, watches, from, to), await readAlerts(db, chosen, from, at)),
      feedsDown: (await listOpenIncidents(db)).length,
    },
    at,
  };
}

/** The most complained of first. */
async function readWatches(
  db: Db,
  watches: readonly Watch[],
  from: Instant,
  to: Instant,
): Promise<readonly BriefWatch[]> {
  if (watches.length === 0) return [];
  const before = 2 * from - to;
  const late = sql`hour >= ${from}`;
  const { rows } = await sql<Record<'id' | 'now' | 'nowBad' | 'then' | 'thenBad', number>>`
    select watch_id as id,
      coalesce(sum(count) filter (where ${late}), 0) as now,
      coalesce(sum(count) filter (where ${late} and sentiment < 0), 0) as "nowBad",
      coalesce(sum(count) filter (where not ${late}), 0) as "then",
      coalesce(sum(count) filter (where not ${late} and sentiment < 0), 0) as "thenBad"
    from bucket where watch_id in (${sql.join(watches.map(({ id }) => id))})
      and hour >= ${before} and hour < ${to}
    group by watch_id`.execute(db);
  const counts = new Map(rows.map((row) => [row.id, row]));
  return watches
    .map(({ id, name }) => {
      const { now = 0, nowBad = 0, then = 0, thenBad = 0 } = counts.get(id) ?? {};
      return { name, mentions: now, negative: nowBad, mentionsBefore: then, negativeBefore: thenBad };
    })
    .sort((a, b) => b.negative - a.negative || b.mentions - a.mentions);
}

/** Those that opened or changed since, and those that are still open, the gravest first. */
async function readAlerts(db: Db, watches: readonly Watch[], from: Instant, to: Instant) {
  if (watches.length === 0) return [];
  const ids = watches.map(({ id }) => id);
  const alerts = await listRecentAlertsOf(db, ids, from);
  const order = ['I', 'II', 'III', 'IV'];
  const peaks = await readPeaks(
    db,
    alerts.map(({ id }) => id),
    to,
  );
  const nameOf = (watchId: number) => watches.find(({ id }) => id === watchId)?.name ?? '';
  return alerts
    .filter((alert) => alert.openedAt < to)
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level) || b.changedAt - a.changedAt)
    .map((alert) => ({
      alertId: alert.id,
      level: alert.level,
      status: alert.status,
      sentence: worstSentence(alert, peaks.get(alert.id), nameOf(alert.watchId), to),
    }));
}
