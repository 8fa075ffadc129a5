import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn, rowsIn } from '../engine/dialect.ts';
import { COUNT_TABLES, type Counted, columnsOf } from '../mention/count-queries.ts';
import { markStoriesOfCopies } from '../story/stories.ts';
import { facetsOfMentions, MENTION_KEY, type MentionKey, sameRow } from './mention-slices.ts';

/** Copies that get their new original in one transaction. */
const SLICE = 2_000;

/** The copies that outlive an original, and which of them takes its place. */
interface Group {
  readonly gone: number;
  readonly heir: number;
}

/**
 * Of the copies that outlive these posts one takes the place of each: it becomes an original, in what is counted as
 * well, and the others its copies. Of those that stay it is the first; where all are to go with this run it is the
 * last, so that each copy is updated once. A large group takes several slices, the heir last.
 * @param before posts stored earlier are going, too
 * @returns false while copies are left that name one of these posts: call it again
 */
export async function promoteCopies(db: Db, ids: readonly number[], before: Instant): Promise<boolean> {
  const gone = sql`(select value from ${numbersIn(db, ids, 'g')})`;
  const answer = await sql<Group>`
    select copy_of as gone, coalesce(min(case when stored_at >= ${before} then id end), max(id)) as heir
    from post where copy_of in ${gone} and id not in ${gone} group by copy_of`.execute(db);
  const groups = answer.rows;
  if (groups.length === 0) return true;
  await markStoriesOfCopies(
    db,
    groups.map((group) => group.gone),
  );
  if (!(await follow(db, groups, gone))) return false;
  await handOnLabels(db, groups);
  await promote(
    db,
    groups.map(({ heir }) => heir),
    before,
  );
  return true;
}

/**
 * What people said of all posts with the text was said of the heir as well: it counts as theirs where the original's
 * goes.
 */
async function handOnLabels(db: Db, groups: readonly Group[]): Promise<void> {
  const said = sql`from ${rowsIn(db, groups, { gone: 'bigint', heir: 'bigint' }, 'h')}
    ${joinInOrder(db)} correction s on s.post_id = h.gone
    where h.heir = correction.post_id and s.by = correction.by and s.undone_at is null and s.verdict <> 'inherited'`;
  const heirs = groups.map(({ heir }) => heir);
  await sql`update correction set verdict = (select s.verdict ${said} order by s.id desc limit 1)
    where post_id in (select value from ${numbersIn(db, heirs, 'e')})
      and verdict = 'inherited' and undone_at is null and exists (select 1 ${said})`.execute(db);
}

/**
 * A slice of the others now copy the heir. What had the same text as the one that is gone is as like the heir as that
 * was.
 */
async function follow(db: Db, groups: readonly Group[], gone: RawBuilder<unknown>): Promise<boolean> {
  const heirs = rowsIn(db, groups, { gone: 'bigint', heir: 'bigint' }, 'h');
  const join = joinInOrder(db);
  const answer = await sql<{ id: number; at: Instant; heir: number; likeness: number | null }>`
    select p.id, p.at, h.heir, case when p.content_hash = o.content_hash then null
      else coalesce(p.likeness, o.likeness) end as likeness
    from ${heirs} ${join} post o on o.id = h.heir ${join} post p on p.copy_of = h.gone and p.id <> h.heir
    where p.id not in ${gone}
    order by p.id limit ${sql.lit(SLICE + 1)}`.execute(db);
  const moved = answer.rows.slice(0, SLICE);
  const columns = { id: 'bigint', at: 'bigint', heir: 'bigint', likeness: 'double precision' } as const;
  await sql`update post set copy_of = k.heir, likeness = k.likeness
    from ${rowsIn(db, moved, columns, 'k')} where post.id = k.id and post.at = k.at`.execute(db);
  return answer.rows.length <= SLICE;
}

async function promote(db: Db, heirs: readonly number[], before: Instant): Promise<void> {
  const ours = sql`(select value from ${numbersIn(db, heirs, 'k')})`;
  await sql`update post set copy_of = null, likeness = null,
    copies = (select count(*) from post c where c.copy_of = post.id
      and c.stored_at >= ${before}) where id in ${ours}`.execute(db);
  const found = await sql<MentionKey>`select watch_id as watch, at, post_id as post from mention
    where post_id in ${ours} and copy = 1`.execute(db);
  if (found.rows.length === 0) return;
  const marked = rowsIn(db, found.rows, MENTION_KEY, 'k');
  await takeOutCopies(db, {
    mentions: sql`(select m.* from ${marked} ${joinInOrder(db)} mention m on ${sameRow('m')})`,
    facts: await facetsOfMentions(db, found.rows),
    young: sql`(select min(b.at) from fine_bucket b where b.watch_id = m.watch_id)`,
  });
  await sql`update mention set copy = 0 where (watch_id, at, post_id) in
    (select watch, at, post from ${marked})`.execute(db);
}

/** They go on being counted, but no longer as copies. */
async function takeOutCopies(db: Db, counted: Counted): Promise<void> {
  for (const { name, key, amounts, count } of COUNT_TABLES) {
    if (!amounts.includes('copies')) continue;
    const keys = columnsOf(key);
    const own = (column: string): RawBuilder<unknown> => sql.ref(`${name}.${column}`);
    await sql`insert into ${sql.table(name)} (${columnsOf([...key, ...amounts])})
      select ${keys}, 0, copies, 0 from (${count(db, counted, -1)}) x where true
      on conflict (${keys}) do update set copies = ${own('copies')} + excluded.copies`.execute(db);
  }
}
