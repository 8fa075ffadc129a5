import type { Feed, FeedHealth } from '../../../core/feed/feed.ts';
import { yieldOf } from '../../../core/feed/feed-yield.ts';
import type { Source } from '../../../core/feed/source.ts';
import { markOf } from '../../../core/optimistic-lock.ts';
import type { FeedRow } from '../../../core/screens/settings.ts';
import { hideSecrets, withoutAddresses } from '../../../core/settings/hidden-settings.ts';
import { type Instant, startOfDay } from '../../../core/time.ts';
import { createBreather } from '../../../core/turn.ts';
import type { Db } from '../../database.ts';
import { listOpenIncidents } from '../../feed/feed-incidents.ts';
import { readDateOnlyFeeds } from '../mention/date-only.ts';
import { type FeedState, lagOver, readFeedStates } from './feed-states.ts';

const DAYS_SHOWN = 14;

/**
 * The feeds page, or `only` one row of it. `sources` gives each feed its platform; a source that is gone leaves its own
 * name. Settings that the source calls secret never leave the server.
 */
export async function readFeedRows(
  db: Db,
  sources: ReadonlyMap<string, SourceFacts>,
  now: Instant,
  only?: number,
): Promise<readonly FeedRow[]> {
  const states = await readFeedStates(db, now, only);
  const incidents = new Map((await listOpenIncidents(db)).map((each) => [each.feedId, each]));
  const dateOnly = await readDateOnlyFeeds(db, now);
  const breathe = createBreather();
  const rows: FeedRow[] = [];
  for (const state of states) {
    const row = toRow(state, sources.get(state.feed.source), now);
    rows.push({
      ...row,
      downSince: incidents.get(row.id)?.openedAt ?? null,
      dateOnly: dateOnly.has(row.id),
    });
    await breathe();
  }
  return rows.toSorted((a, b) => gravity(a) - gravity(b) || a.id - b.id);
}

/** The order of the page: what needs a person stands first. */
const GRAVEST: readonly FeedHealth[] = ['failing', 'walled', 'suspect', 'new', 'quiet', 'ok', 'paused'];

/** What fell sharply stands before what is new. */
function gravity({ health, usual }: Pick<FeedRow, 'health' | 'usual'>): number {
  const place = GRAVEST.indexOf(health);
  return usual.fallen && health !== 'paused' ? Math.min(place, 2.5) : place;
}

type SourceFacts = Pick<Source, 'platform' | 'params' | 'backfill' | 'articles'>;

/** Of its settings as a page shows them; whether it is paused is none of them. */
export function markOfFeed(
  { name, source, params, every, cron, adaptive }: Feed,
  kind: Pick<Source, 'params'> | undefined,
): string {
  return markOf({ name, source, params: hideSecrets(params, kind?.params), every, cron, adaptive });
}

function toRow(
  state: FeedState,
  source: SourceFacts | undefined,
  now: Instant,
): Omit<FeedRow, 'downSince' | 'dateOnly'> {
  const { feed, lags, days, failures, empties: _, pause: __, ...rest } = state;
  const { createdAt, ...settings } = feed;
  const { lastRun } = state;
  // What was written down before addresses were taken out of it.
  const detail = lastRun && withoutAddresses(lastRun.detail, feed.params, source?.params ?? []);
  const { p50, p95 } = lagOver(lags);
  return {
    ...settings,
    ...rest,
    lastRun: lastRun && { ...lastRun, detail: detail ?? '' },
    mark: markOfFeed(feed, source),
    params: hideSecrets(feed.params, source?.params),
    pace: state.pace ?? feed.every,
    platform: source?.platform ?? feed.source,
    backfill: source?.backfill === true,
    articles: source?.articles === true,
    createdAt,
    failures,
    lagP50: p50,
    lagP95: p95,
    usual: yieldOf(days, state.stored24h, startOfDay(now)),
    days: days.slice(-DAYS_SHOWN).map(({ day, stored }) => ({ day, stored })),
  };
}
