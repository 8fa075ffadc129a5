import { sql } from 'kysely';
import type { Db } from '../../database.ts';
import { rowsIn } from '../../engine/dialect.ts';
import { parseJson } from '../../engine/json.ts';

/** Reds that are looked at: more at once are a storm, in which everybody is up. */
const MAX_RED_ALERTS = 20;

/** The red alerts that are open now, newest first, each with the story that most of its examples belong to. */
export async function readOpenReds(
  db: Db,
): Promise<readonly { readonly watchId: number; readonly storyId: number | null }[]> {
  const reds = await db
    .selectFrom('alert')
    .select(['id', 'watch_id', 'examples_json'])
    .where(sql<boolean>`level = 'I' and closed_at is null`)
    .orderBy('id', 'desc')
    .limit(MAX_RED_ALERTS)
    .execute();
  const shown = reds.flatMap(({ id, examples_json }) =>
    parseJson<readonly number[]>(examples_json).map((post) => ({ alert: id, post })),
  );
  const stories = shown.length === 0 ? new Map<number, number>() : await storiesOf(db, shown);
  return reds.map(({ id, watch_id: watchId }) => ({ watchId, storyId: stories.get(id) ?? null }));
}

/** The story that most of the posts of each alert, or of whatever shows them, belong to; absent: none. */
export async function storiesOf(
  db: Db,
  shown: readonly { readonly alert: number; readonly post: number }[],
): Promise<ReadonlyMap<number, number>> {
  const rows = rowsIn(db, shown, { alert: 'bigint', post: 'bigint' }, 'x');
  const answer = await sql<{ alert: number; story: number }>`
    select x.alert, s.story_id as story from ${rows} join story_post s on s.post_id = x.post
    group by x.alert, s.story_id order by count(*), s.story_id desc`.execute(db);
  // The last of an alert is the one with the most examples.
  return new Map(answer.rows.map(({ alert, story }) => [alert, story]));
}
