import { sql } from 'kysely';
import type { Instant } from '../core/time.ts';
import { recountWatch } from './buckets.ts';
import { bulkInsertInto } from './bulk.ts';
import type { Db } from './database.ts';
import { FACT_COLUMNS, type NewFact, toFactRow } from './facts.ts';
import { MENTION_COLUMNS, type NewMention, toMentionRow } from './mentions.ts';

/** Tables of this connection alone: filling them takes no lock that ingest waits for. */
const mentions = (watchId: number) => sql.table(`temp.staged_mention_${watchId}`);
const facts = (watchId: number) => sql.table(`temp.staged_fact_${watchId}`);

/** Makes empty tables for a watch's mentions-to-be. */
export async function openStage(db: Db, watchId: number): Promise<void> {
  await closeStage(db, watchId);
  await sql`create temp table ${sql.table(`staged_mention_${watchId}`)} as select * from mention limit 0`.execute(
    db,
  );
  await sql`create temp table ${sql.table(`staged_fact_${watchId}`)} as select * from fact limit 0`.execute(
    db,
  );
}

export async function closeStage(db: Db, watchId: number): Promise<void> {
  await sql`drop table if exists ${mentions(watchId)}`.execute(db);
  await sql`drop table if exists ${facts(watchId)}`.execute(db);
}

export async function stage(
  db: Db,
  watchId: number,
  rows: { readonly mentions: readonly NewMention[]; readonly facts: readonly NewFact[] },
): Promise<void> {
  await bulkInsertInto(db, `staged_mention_${watchId}`, MENTION_COLUMNS, rows.mentions.map(toMentionRow));
  await bulkInsertInto(db, `staged_fact_${watchId}`, FACT_COLUMNS, rows.facts.map(toFactRow));
}

/**
 * Puts what was staged in the place of a watch's mentions since `sinceAt` of posts up to `lastPostId`, and
 * counts its buckets again. Later posts were matched by the new rule when they came in. Run it in a
 * transaction on the connection that staged.
 */
export async function swapStage(
  db: Db,
  watchId: number,
  sinceAt: Instant,
  lastPostId: number,
): Promise<number> {
  for (const table of ['fact', 'mention'] as const) {
    await db
      .deleteFrom(table)
      .where('watch_id', '=', watchId)
      .where('at', '>=', sinceAt)
      .where('post_id', '<=', lastPostId)
      .execute();
  }
  const columns = sql.join(MENTION_COLUMNS.map((name) => sql.ref(name)));
  const stored =
    await sql`insert into mention (${columns}) select ${columns} from ${mentions(watchId)}`.execute(db);
  const names = sql.join(FACT_COLUMNS.map((name) => sql.ref(name)));
  await sql`insert into fact (${names}) select ${names} from ${facts(watchId)}`.execute(db);
  await recountWatch(db, watchId);
  return Number(stored.numAffectedRows ?? 0n);
}
