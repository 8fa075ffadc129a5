import { sql } from 'kysely';
import type { Reread } from '../../core/reading/reread.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';

const REREAD = 'reread';

/** Null before anything was read again. */
export async function getReread(db: Db): Promise<Reread | null> {
  const value = await getSetting(db, REREAD);
  return value === null ? null : parseJson<Reread>(value);
}

export async function keepReread(db: Db, reread: Reread): Promise<void> {
  await setSetting(db, REREAD, JSON.stringify(reread));
}

/** Posts by their numbers: (after, upTo]. Some thousands at most are looked through by one statement. */
export interface Numbers {
  readonly after: number;
  readonly upTo: number;
}

/** Of these posts, from `since` on, the numbers of those whose reading is another reader's, ascending. */
export async function readOutdated(
  db: Db,
  { after, upTo }: Numbers,
  wanted: { readonly reader: string; readonly since: Instant; readonly limit: number },
): Promise<readonly number[]> {
  const answer = await sql<{ id: number }>`
    select a.post_id as id from analysis a ${joinInOrder(db)} post p on p.id = a.post_id
    where a.post_id > ${after} and a.post_id <= ${upTo} and a.reader <> ${wanted.reader}
      and p.at >= ${wanted.since}
    order by a.post_id limit ${wanted.limit}`.execute(db);
  return answer.rows.map(({ id }) => id);
}

/** Of these posts the numbers of those that have a reading, ascending. */
export async function readRead(db: Db, { after, upTo }: Numbers): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('analysis')
    .select('post_id')
    .where('post_id', '>', after)
    .where('post_id', '<=', upTo)
    .orderBy('post_id')
    .execute();
  return rows.map((row) => row.post_id);
}
