import { fineSince } from '../../core/series/bucket.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { pruneAudit } from '../../db/access/audit.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { emptyLog } from '../../db/engine/empty-log.ts';
import { freshenStatistics } from '../../db/engine/statistics.ts';
import { pruneDays } from '../../db/feed/feed-runs.ts';
import { pruneFetchMemory } from '../../db/feed/fetch-store.ts';
import { pruneDecisions } from '../../db/feed/robots-archive.ts';
import { pruneImportPosts } from '../../db/import/import-posts.ts';
import { forgetRequests } from '../../db/import/ingest-requests.ts';
import { pruneSessions } from '../../db/installation/sessions.ts';
import { pruneTroubles } from '../../db/installation/troubles.ts';
import { pruneTexts } from '../../db/service/survey-changes.ts';
import {
  pruneFine,
  pruneIncidents,
  pruneNotices,
  prunePauses,
  prunePosts,
  pruneRefusals,
  pruneRuns,
} from '../../db/watch/retention.ts';
import { keepProofs } from './keep-proofs.ts';
import { pruneMonths } from './prune-months.ts';

const KEPT_DAYS = 180;
/** Runs and refusals say how the machine did lately; nobody looks at them after a month. */
const KEPT_RUN_DAYS = 30;
/** Whoever asks by what right we fetched a page asks within the year. */
const KEPT_DECISION_DAYS = 365;
/** What was not fetched for so long is asked for as if for the first time, if it is ever met again. */
const KEPT_PAGE_DAYS = 90;
/** Troubles of the installation and of its feeds that are over, and the notices about them. */
const KEPT_TROUBLE_DAYS = 180;
/** How a feed did day by day: its own history is looked at for four weeks, and people look a year back. */
const KEPT_FEED_DAYS = 400;
/** Who changed what: a year is asked about after it has ended. */
const KEPT_AUDIT_DAYS = 400;
/** A key of a push is remembered for a day, and what it brought for no longer. */
const KEPT_PUSH_DAYS = 1;

export interface PruneReport {
  readonly posts: number;
  readonly facts: number;
  readonly runs: number;
}

/**
 * Forgets posts `keepDays` after they were stored with all that was read and counted from them, so that
 * counts and what they were counted from go together. A post is never dated later than it was stored, so
 * what is young by either is kept: imported history is not gone the same night. Free texts of surveys go as late.
 * Alerts stay, with their words and figures, surveys with what was counted, and what came of fixes, which is written
 * down first. Each batch is a short transaction of its own: ingest goes on in between, and a run that is stopped is
 * simply continued by the next. On PostgreSQL a month of which everything is old goes in one piece, and the months to
 * come are made.
 */
export async function prune(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: { readonly keepDays?: number; readonly signal?: AbortSignal } = {},
): Promise<PruneReport> {
  const { db } = deps;
  const now = deps.now();
  const before = now - (input.keepDays ?? KEPT_DAYS) * DAY;
  const all = (batch: (tx: Tx) => Promise<number>) => inSlices(db, batch, input.signal);
  await freshenStatistics(db);
  await keepProofs({ db, now }, before);
  const months = await pruneMonths({ db, now, signal: input.signal }, before);
  let facts = months.facts;
  let posts = 0;
  await all(async (tx) => {
    const gone = await prunePosts(tx, before);
    facts += gone.facts;
    posts += gone.posts;
    return gone.more ? 1 : 0;
  });
  await all((tx) => pruneTexts(tx, before));
  await db.transaction().execute((tx) => pruneImportPosts(tx, before));
  for (const { id } of await db.selectFrom('watch').select('id').execute())
    await all((tx) => pruneFine(tx, id, fineSince(now)));
  const runs = await all((tx) => pruneRuns(tx, now - KEPT_RUN_DAYS * DAY));
  await all((tx) => pruneRefusals(tx, now - KEPT_RUN_DAYS * DAY));
  await all((tx) => pruneDecisions(tx, now - KEPT_DECISION_DAYS * DAY));
  await db.transaction().execute((tx) => pruneSessions(tx, now));
  await db.transaction().execute((tx) => pruneAudit(tx, now - KEPT_AUDIT_DAYS * DAY));
  await all((tx) => forgetRequests(tx, now - KEPT_PUSH_DAYS * DAY));
  await db.transaction().execute((tx) => pruneTroubles(tx, now - KEPT_TROUBLE_DAYS * DAY));
  await all((tx) => pruneNotices(tx, now - KEPT_TROUBLE_DAYS * DAY));
  await all((tx) => pruneIncidents(tx, now - KEPT_TROUBLE_DAYS * DAY));
  await all((tx) => prunePauses(tx, now - KEPT_TROUBLE_DAYS * DAY));
  await db.transaction().execute((tx) => pruneDays(tx, now - KEPT_FEED_DAYS * DAY));
  let url: string | null = '';
  await all(async (tx) => {
    url = await pruneFetchMemory(tx, now - KEPT_PAGE_DAYS * DAY, url ?? '');
    return url === null ? 0 : 1;
  });
  await emptyLog(db);
  return { posts: months.posts + posts, facts, runs };
}
