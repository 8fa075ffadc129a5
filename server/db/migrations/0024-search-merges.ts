import { type Kysely, sql } from 'kysely';
import { engineOf } from '../engine/engine.ts';

/**
 * Segments of the full text are no longer merged by the commits that make them, which took up to a tenth of a second,
 * but by the upkeep of the file (`checkpoint-thread.ts`). Where that does not run FTS5 merges sixteen at once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (engineOf(db) !== 'sqlite') return;
  await sql`insert into post_search (post_search, rank) values ('automerge', 0)`.execute(db);
}
