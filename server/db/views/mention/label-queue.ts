import { sql } from 'kysely';
import type { QueueRow } from '../../../core/screens/labels.ts';
import { isHeldOut } from '../../../core/statistics/held-out.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { byEngine, joinInOrder, numbersIn, rowsIn } from '../../engine/dialect.ts';
import { newestKeys } from './mention-keys.ts';
import { type MentionKey, readMachineRows } from './mention-rows.ts';

/** Of how many of the newest originals that are not done the least certain ones are shown. */
const LOOKED_AT = 400;
const SHOWN = 12;
/** So many of them are second opinions, where there are others to show. */
const SECOND = 4;
/** How far back judgements are looked through for those that want a second one. */
const JUDGEMENTS = 5_000;
const SINCE = 28 * DAY;
const READABLE = 0.3;

interface Open extends MentionKey {
  readonly second: boolean;
}

interface QueueRequest {
  readonly watches: readonly number[];
  readonly by: string | null;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Posts worth a label: the least certain readings among the newest originals that are not done, newest first. What
 * somebody labelled is done, but for the posts that measure the overlay: those are shown to one more person, whenever
 * they were labelled.
 * @param by who asks; nobody is shown a post twice, nor what a colleague said of it: a second opinion is one's own
 */
export async function readLabelQueue(
  db: Db,
  input: { readonly watchId: number | null; readonly by: string | null; readonly now: Instant },
): Promise<readonly QueueRow[]> {
  const { watchId, by, now } = input;
  const watches = watchId === null ? await activeWatchIds(db) : [watchId];
  const asked = { watches, by, from: now - SINCE, to: now + 1 };
  const second = await leastCertain(db, await readHalfJudged(db, asked));
  const fresh = await leastCertain(db, await readUnjudged(db, asked));
  const places = SHOWN - Math.min(second.length, Math.max(SECOND, SHOWN - fresh.length));
  const shown = [...fresh.slice(0, places), ...second]
    .slice(0, SHOWN)
    .sort((a, b) => b.at - a.at || b.postId - a.postId);
  const rows = await readMachineRows(db, shown);
  const wanted = new Map(shown.map((each) => [each.postId, each]));
  return rows.map((mention) => ({ mention, second: wanted.get(mention.postId)?.second === true }));
}

/** So many are walked past for one page: beyond that older ones are not offered. */
const MAX_WALKED = 20_000;

/** The newest originals that nobody judged, walked to from new to old, past those that are done. */
async function readUnjudged(db: Db, { watches, by, from, to }: QueueRequest): Promise<readonly Open[]> {
  const filter = { from, to, originalsOnly: true };
  const open: Open[] = [];
  let [after, walked] = [null as MentionKey | null, 0];
  do {
    const keys: readonly MentionKey[] = await newestKeys(db, watches, { filter, after }, LOOKED_AT);
    const wanted = keys.map(({ postId: id, at }) => ({ id, at }));
    const answer = await sql<{ id: number }>`
      select k.id from ${rowsIn(db, wanted, { id: 'bigint', at: 'bigint' }, 'k')}
      ${joinInOrder(db)} analysis a on a.post_id = k.id
      where a.quality >= ${READABLE} and not exists (
        select 1 from correction c where c.post_id = k.id and c.undone_at is null
          and (c.sentiment is not null or c.by = ${by}))`.execute(db);
    const free = new Set(answer.rows.map(({ id }) => id));
    open.push(...keys.filter(({ postId }) => free.has(postId)).map((key) => ({ ...key, second: false })));
    after = keys.length < LOOKED_AT ? null : (keys.at(-1) ?? null);
    walked += keys.length;
  } while (after !== null && open.length < LOOKED_AT && walked < MAX_WALKED);
  return open;
}

/** Originals that measure the overlay and that one other person alone judged; found by the judgements. */
async function readHalfJudged(db: Db, { watches, by, from, to }: QueueRequest): Promise<readonly Open[]> {
  const answer = await sql<MentionKey & { readonly contentHash: number }>`
    select m.watch_id as "watchId", m.at, m.post_id as "postId", p.content_hash as "contentHash"
    from (
      select post_id from (
        select post_id, by from correction
        where undone_at is null and sentiment is not null and verdict <> 'inherited'
          and exists (select 1 from post o where o.id = correction.post_id and o.copy_of is null)
        order by id desc limit ${JUDGEMENTS}) newest
      group by post_id having count(distinct by) = 1 and min(by) <> ${by ?? ''}) c
    ${joinInOrder(db)} post p on p.id = c.post_id
    ${joinInOrder(db)} mention m on m.post_id = p.id and m.at = p.at
    ${joinInOrder(db)} analysis a on a.post_id = p.id
    where p.copy_of is null and p.at >= ${from} and p.at < ${to} and a.quality >= ${READABLE}
    order by m.watch_id`.execute(db);
  const asked = new Set(watches);
  const measuring = answer.rows.filter(
    ({ watchId, contentHash }) => asked.has(watchId) && isHeldOut(contentHash),
  );
  const byPost = new Map(measuring.toReversed().map((key) => [key.postId, key]));
  return [...byPost.values()].map(({ watchId, at, postId }) => ({ watchId, at, postId, second: true }));
}

async function activeWatchIds(db: Db): Promise<readonly number[]> {
  const rows = await db.selectFrom('watch').select('id').where('active', '=', 1).execute();
  return rows.map((row) => row.id);
}

/** The few of them of whose sentiment the reader is least sure, the least sure first. */
async function leastCertain(db: Db, open: readonly Open[]): Promise<readonly Open[]> {
  const reading = sql`coalesce(a.machine_json, a.analysis_json)`;
  const sides = sql`key in ('negative', 'neutral', 'positive')`;
  // The document is taken apart once: it is long, and each arrow would do so again.
  const certainty = byEngine(db, {
    sqlite: sql`(select max(value) from json_each(${reading}, '$.sentiment') where ${sides})`,
    postgres: sql`(select max(cast(value as double precision)) from json_each_text(${reading} -> 'sentiment')
      where ${sides})`,
  });
  const ids = open.map(({ postId }) => postId);
  const answer = await sql<{ id: number }>`
    select k.value as id, ${certainty} as certainty
    from ${numbersIn(db, ids, 'k')} ${joinInOrder(db)} analysis a on a.post_id = k.value
    order by certainty, id desc limit ${SHOWN}`.execute(db);
  const byId = new Map(open.map((each) => [each.postId, each]));
  return answer.rows.flatMap(({ id }) => byId.get(id) ?? []);
}
