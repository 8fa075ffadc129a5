import type { Generated } from 'kysely';
import type { RunKind, RunOutcome } from '../../core/feed/feed.ts';
import type { Outage } from '../../core/feed/feed-incident.ts';

export interface FeedTable {
  id: Generated<number>;
  name: string;
  source: string;
  params_json: string;
  every: number;
  active: number;
  created_at: number;
  last_run_at: number | null;
  last_ok_at: number | null;
  /** The last run that yielded at least one post. */
  last_posts_at: number | null;
  next_at: number | null;
  failures: Generated<number>;
  cron: string | null;
  /** Seconds; both or neither: the interval is adaptive between them. */
  every_min: number | null;
  every_max: number | null;
  /** Seconds: where the adaptive interval stands. */
  pace: number | null;
  /** Empty pages in a row. */
  empties: Generated<number>;
}

export interface FeedRunTable {
  id: Generated<number>;
  feed_id: number;
  started_at: number;
  ended_at: number;
  outcome: RunOutcome;
  fetched: number;
  stored: number;
  known: number;
  refused: number;
  wall: string | null;
  detail: string;
  bytes: number;
  /** Milliseconds from published to stored, of the posts this run stored. */
  lag_p50: number | null;
  lag_p95: number | null;
  kind: Generated<RunKind>;
  failure: string | null;
  next_at: number | null;
  range_from: number | null;
  range_to: number | null;
}

/** What the turns of one day came to: a feed's own history, kept when its runs are long forgotten. */
export interface FeedDayTable {
  feed_id: number;
  /** Days since 1970 in China. */
  day: number;
  runs: number;
  readable: number;
  empty: number;
  fetched: number;
  stored: number;
}

/** A feed out of order, from when it was certain until it was readable again, paused or changed. */
export interface FeedIncidentTable {
  id: Generated<number>;
  feed_id: number;
  health: Outage;
  reason: string | null;
  detail: string;
  opened_at: number;
  closed_at: number | null;
  ending: string | null;
}

/** A stretch in which a feed was not read because somebody had paused it. */
export interface FeedPauseTable {
  id: Generated<number>;
  feed_id: number;
  from_at: number;
  /** Null while it lasts. */
  to_at: number | null;
}

/** The outbox of notices about the installation itself. */
export interface NoticeTable {
  id: Generated<number>;
  channel_id: number;
  notice_json: string;
  status: string;
  reason: string | null;
  attempts: Generated<number>;
  created_at: number;
  next_at: number;
  sent_at: number | null;
  answer: string | null;
  /** What the tries so far got done, in the words of its channel. */
  done: Generated<string | null>;
  /** 1: held, and to be told when what holds it is over. */
  owed: Generated<number>;
  /** When it was sent together with others, or was found not to need sending. */
  released_at: Generated<number | null>;
}
