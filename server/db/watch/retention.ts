import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import { removeSearch } from '../post/search.ts';
import { recountHourWriters } from '../series/author-sketches.ts';
import { removeMentionsOf } from './mention-slices.ts';
import { promoteCopies } from './promote-copies.ts';

const BATCH = 500;
/** Each takes its mentions, facts, counts and full text along. */
const POSTS = 200;

/**
 * Deletes a batch of posts stored before a time, with their readings and full text, their mentions and
 * facts and what these were counted as. None is dated later than it was stored. Where more copies outlive them than
 * one transaction takes, these come first and nothing is deleted yet. A younger copy takes the place of its original.
 * @returns `more`: call it again
 */
export async function prunePosts(
  db: Db,
  before: Instant,
): Promise<{ readonly posts: number; readonly facts: number; readonly more: boolean }> {
  const old = await db
    .selectFrom('post')
    .select('id')
    .where('stored_at', '<', before)
    .orderBy('stored_at')
    .limit(POSTS)
    .execute();
  const ids = old.map((row) => row.id);
  if (ids.length === 0) return { posts: 0, facts: 0, more: false };
  const gone = await removePosts(db, ids, before);
  return gone === null
    ? { posts: 0, facts: 0, more: true }
    : { posts: gone.posts, facts: gone.facts, more: true };
}

/** What went with some posts. */
interface Gone {
  readonly posts: number;
  readonly facts: number;
  /** Watches that had mentioned them. */
  readonly watchIds: readonly number[];
}

/**
 * Deletes these posts, some hundred at most, with their readings and full text, their mentions and facts and what these
 * were counted as. A copy that outlives its original takes its place; an original that stays has fewer copies.
 * @param before posts stored earlier are going, too
 * @returns null where more copies outlive them than one transaction takes: nothing is deleted yet, call it again
 */
export async function removePosts(db: Db, ids: readonly number[], before: Instant): Promise<Gone | null> {
  if (!(await promoteCopies(db, ids, before))) return null;
  await removeSearch(db, ids);
  const { facts, hours } = await removeMentionsOf(db, ids);
  await recountHourWriters(db, hours);
  const kept = await originalsLeft(db, ids);
  await db.deleteFrom('analysis').where('post_id', 'in', ids).execute();
  await db.deleteFrom('correction').where('post_id', 'in', ids).execute();
  // Copies among themselves: all of them go.
  await db.updateTable('post').set({ copy_of: null }).where('copy_of', 'in', ids).execute();
  await db.deleteFrom('post').where('id', 'in', ids).execute();
  if (engineOf(db) === 'postgres') await db.deleteFrom('post_key').where('post_id', 'in', ids).execute();
  await recountCopies(db, kept);
  return { posts: ids.length, facts, watchIds: [...new Set(hours.map(({ watchId }) => watchId))] };
}

/** What some of these posts copy, and is none of them. */
async function originalsLeft(db: Db, ids: readonly number[]): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('post')
    .select('copy_of')
    .distinct()
    .where('id', 'in', ids)
    .where('copy_of', 'is not', null)
    .execute();
  return rows.flatMap(({ copy_of }) => (copy_of === null || ids.includes(copy_of) ? [] : [copy_of]));
}

async function recountCopies(db: Db, originals: readonly number[]): Promise<void> {
  if (originals.length === 0) return;
  await sql`update post set copies = (select count(*) from post c where c.copy_of = post.id)
    where id in (${sql.join(originals)})`.execute(db);
}

/** Deletes a batch of old runs of feeds. */
export function pruneRuns(db: Db, before: Instant): Promise<number> {
  return pruneRows(db, 'feed_run', 'started_at', before);
}

/** Deletes a batch of old refusals. */
export function pruneRefusals(db: Db, before: Instant): Promise<number> {
  return pruneRows(db, 'refusal', 'at', before);
}

/** Deletes a batch of old notices that are sent, failed or held for good: nobody waits for them any more. */
export async function pruneNotices(db: Db, before: Instant): Promise<number> {
  const old = db
    .selectFrom('notice')
    .select('id')
    .where('created_at', '<', before)
    .where('status', '<>', 'waiting')
    .where('owed', '=', 0)
    .orderBy('id')
    .limit(BATCH);
  const gone = await db.deleteFrom('notice').where('id', 'in', old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** Deletes a batch of incidents of feeds that are over. */
export async function pruneIncidents(db: Db, before: Instant): Promise<number> {
  const old = db
    .selectFrom('feed_incident')
    .select('id')
    .where('closed_at', '<', before)
    .orderBy('id')
    .limit(BATCH);
  const gone = await db.deleteFrom('feed_incident').where('id', 'in', old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** Deletes a batch of pauses of feeds that are over. */
export function prunePauses(db: Db, before: Instant): Promise<number> {
  return pruneRows(db, 'feed_pause', 'to_at', before);
}

/** Deletes a batch of what is older than is counted in steps of five minutes, whole steps at a time. */
export async function pruneFine(db: Db, watchId: number, before: Instant): Promise<number> {
  const old = db
    .selectFrom('fine_bucket')
    .select('at')
    .where('watch_id', '=', watchId)
    .where('at', '<', before);
  const last = await old
    .orderBy('at')
    .offset(BATCH - 1)
    .limit(1)
    .executeTakeFirst();
  const gone = await db
    .deleteFrom('fine_bucket')
    .where('watch_id', '=', watchId)
    .where('at', '<', last === undefined ? before : last.at + 1)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}

async function pruneRows(db: Db, table: string, column: string, before: Instant): Promise<number> {
  const deleted = await sql`
    delete from ${sql.table(table)} where id in (
      select id from ${sql.table(table)} where ${sql.ref(column)} < ${before} order by id limit ${BATCH})`.execute(
    db,
  );
  return Number(deleted.numAffectedRows ?? 0n);
}
