import { sql } from 'kysely';
import type { QueueRow } from '../../../core/screens/labels.ts';
import { isHeldOut } from '../../../core/statistics/held-out.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { byEngine, joinInOrder, rowsIn } from '../../engine/dialect.ts';
import { newestKeys } from './mention-keys.ts';
import { type MentionKey, readMachineRows } from './mention-rows.ts';

/** How many of the newest originals are looked through for the least certain ones. */
const LOOKED_AT = 400;
const SHOWN = 12;
const SINCE = 28 * DAY;
const READABLE = 0.3;

interface Certainty {
  readonly postId: number;
  readonly contentHash: number;
  readonly certainty: number;
  readonly others: number;
}

/**
 * Posts worth a label: the least certain readings among the newest originals, newest first. What somebody
 * labelled is done, but for the posts that measure the overlay: those are shown to one more person.
 * @param by who asks; nobody is shown a post twice, nor what a colleague said of it: a second opinion is one's own
 */
export async function readLabelQueue(
  db: Db,
  input: { readonly watchId: number | null; readonly by: string | null; readonly now: Instant },
): Promise<readonly QueueRow[]> {
  const { watchId, by, now } = input;
  const watches = watchId === null ? await activeWatchIds(db) : [watchId];
  const filter = { from: now - SINCE, to: now + 1, originalsOnly: true };
  const keys = await newestKeys(db, watches, { filter }, LOOKED_AT);
  const certainties = await readCertainties(db, keys, by);
  const wanted = new Map(
    certainties
      .filter(({ others, contentHash }) => others === 0 || (others === 1 && isHeldOut(contentHash)))
      .sort((a, b) => a.certainty - b.certainty || b.postId - a.postId)
      .slice(0, SHOWN)
      .map((each) => [each.postId, each] as const),
  );
  const rows = await readMachineRows(
    db,
    keys.filter((key) => wanted.has(key.postId)),
  );
  return rows.map((mention) => ({ mention, second: wanted.get(mention.postId)?.others === 1 }));
}

async function activeWatchIds(db: Db): Promise<readonly number[]> {
  const rows = await db.selectFrom('watch').select('id').where('active', '=', 1).execute();
  return rows.map((row) => row.id);
}

/** How sure the reader is of each post's sentiment, and how many others judged it; without one's own. */
async function readCertainties(
  db: Db,
  keys: readonly MentionKey[],
  by: string | null,
): Promise<readonly Certainty[]> {
  const wanted = keys.map(({ postId: id, at }) => ({ id, at }));
  const reading = sql`coalesce(a.machine_json, a.analysis_json)`;
  const sides = sql`key in ('negative', 'neutral', 'positive')`;
  // The document is taken apart once: it is long, and each arrow would do so anew.
  const certainty = byEngine(db, {
    sqlite: sql`(select max(value) from json_each(${reading}, '$.sentiment') where ${sides})`,
    postgres: sql`(select max(cast(value as double precision)) from json_each_text(${reading} -> 'sentiment')
      where ${sides})`,
  });
  const answer = await sql<Certainty>`
    select p.id as "postId", p.content_hash as "contentHash",
      ${certainty} as certainty,
      (select count(distinct c.by) from correction c
        where c.post_id = a.post_id and c.undone_at is null and c.sentiment is not null) as others
    from ${rowsIn(db, wanted, { id: 'bigint', at: 'bigint' }, 'k')}
    ${joinInOrder(db)} analysis a on a.post_id = k.id
    ${joinInOrder(db)} post p on p.id = k.id and p.at = k.at
    where a.quality >= ${READABLE} and not exists (
      select 1 from correction c where c.post_id = a.post_id and c.undone_at is null and c.by = ${by})`.execute(
    db,
  );
  return answer.rows;
}
