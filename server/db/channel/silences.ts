import type { Selectable } from 'kysely';
import type { AlertSilence, SilenceDraft, SilenceMatcher } from '../../core/alert/alert-silence.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { SilenceTable } from '../schema/schema.ts';

function toSilence(row: Selectable<SilenceTable>): AlertSilence {
  return {
    id: row.id,
    matcher: parseJson<SilenceMatcher>(row.matcher_json),
    from: row.from_at,
    until: row.until_at,
    author: row.author,
    reason: row.reason,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
  };
}

export async function insertSilence(db: Db, draft: SilenceDraft, at: Instant): Promise<AlertSilence> {
  const row = await db
    .insertInto('silence')
    .values({
      matcher_json: JSON.stringify(draft.matcher),
      from_at: draft.from,
      until_at: draft.until,
      author: draft.author,
      reason: draft.reason,
      created_at: at,
      ended_at: null,
      ended_by: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSilence(row);
}

export async function findSilence(db: Db, id: number): Promise<AlertSilence | null> {
  const row = await db.selectFrom('silence').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toSilence(row) : null;
}

/** What somebody silenced since then, newest first. */
export async function listSilencesBy(
  db: Db,
  author: string,
  since: Instant,
): Promise<readonly AlertSilence[]> {
  const rows = await db
    .selectFrom('silence')
    .selectAll()
    .where('author', '=', author)
    .where('created_at', '>=', since)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toSilence);
}

/** Silences that hold at this moment, oldest first. */
export async function listActiveSilences(db: Db, now: Instant): Promise<readonly AlertSilence[]> {
  const rows = await db
    .selectFrom('silence')
    .selectAll()
    .where('until_at', '>', now)
    .where('from_at', '<=', now)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(toSilence);
}

/** Those that hold or will, and the newest of those that are over, at most `past`; newest first. */
export async function listSilences(db: Db, now: Instant, past: number): Promise<readonly AlertSilence[]> {
  const standing = await db
    .selectFrom('silence')
    .selectAll()
    .where('until_at', '>', now)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  const over = await db
    .selectFrom('silence')
    .selectAll()
    .where((where) => where.or([where('until_at', '<=', now), where('ended_at', 'is not', null)]))
    .orderBy('id', 'desc')
    .limit(past)
    .execute();
  return [...standing, ...over].map(toSilence);
}

/** Ends one early; false when it was ended or over before. */
export async function endSilence(db: Db, id: number, by: string, at: Instant): Promise<boolean> {
  const done = await db
    .updateTable('silence')
    .set({ ended_at: at, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('until_at', '>', at)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
