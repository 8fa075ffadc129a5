import { sql } from 'kysely';
import type { Copying } from '../../core/series/series.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { gathered } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { AUTHOR } from '../mention/claims.ts';

/** Fewer copies are no storm, and nobody asks what they are copies of. */
export const MIN_COPIES = 5;
/** Newest copies looked at: enough to distinguish few texts from many in the greatest storm. */
const MAX_COPIES = 1_000;
const EXAMPLES = 5;

/** What the copies are copies of, and whose they are; looked for among the newest thousand. */
export async function readCopying(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, Copying>> {
  const copying = new Map<number, Copying>();
  for (const id of watchIds) {
    const answer = await sql<Omit<Copying, 'minutes' | 'examples'> & { examples: string }>`
      with newest as materialized (
        select post_id, author from mention
        where watch_id = ${id} and at > ${now - 6 * HOUR} and at <= ${now} and counted = 1 and copy = 1
        order by at desc, post_id desc limit ${sql.lit(MAX_COPIES)}),
      texts as materialized (
        select coalesce(p.copy_of, p.id) as origin, count(*) as copies
        from newest n join post p on p.id = n.post_id group by origin)
      select (select count(*) from newest) as copies, (select count(*) from texts) as originals,
        (select count(distinct ${AUTHOR}) from newest) as authors,
        coalesce((select max(copies) from texts), 0) as "mostOfOne",
        (select ${gathered(db, sql`origin`)} from
          (select origin from texts order by copies desc, origin limit ${sql.lit(EXAMPLES)}) most) as examples
      `.execute(db);
    for (const row of answer.rows) {
      copying.set(id, { ...row, minutes: 360, examples: parseJson<number[]>(row.examples) });
    }
  }
  return copying;
}
