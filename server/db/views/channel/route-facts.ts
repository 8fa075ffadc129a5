import { sql } from 'kysely';
import type { AlertDraft } from '../../../core/alert/alert.ts';
import type { RouteFacts } from '../../../core/alert/route-match.ts';
import { SERVQUAL, TOUCHPOINTS } from '../../../core/reading/analysis.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, textsIn } from '../../engine/dialect.ts';

const NAMES = [...SERVQUAL.map((name) => `servqual.${name}`), ...TOUCHPOINTS.map((name) => `touch.${name}`)];

/**
 * What routes ask of an alert: its watch and level, and what its example posts say. Areas are places that they name,
 * and where they were posted.
 */
export async function readRouteFacts(
  db: Db,
  { watchId, level, examples }: Pick<AlertDraft, 'watchId' | 'level' | 'examples'>,
): Promise<RouteFacts> {
  const posts =
    examples.length === 0
      ? []
      : await db
          .selectFrom('post')
          .select(['id', 'at', 'platform', 'region'])
          .where('id', 'in', examples)
          .orderBy('id')
          .execute();
  const named: string[] = [];
  for (const { id, at } of posts) named.push(...(await factNames(db, watchId, at, id)));
  const family = (prefix: string, names: readonly string[]) =>
    names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  const regions = posts.flatMap(({ region }) => (region === null ? [] : [region]));
  return {
    watchId,
    level,
    platforms: once(posts.map(({ platform }) => platform)),
    dimensions: once(family('servqual.', named)),
    touchpoints: once(family('touch.', named)),
    areas: once([...family('area.', named), ...regions]),
  };
}

/** The key goes watch, name, time: each name that there can be is looked up, and places by their own index. */
async function factNames(db: Db, watchId: number, at: number, postId: number): Promise<readonly string[]> {
  const answer = await sql<{ name: string }>`
    select f.name from ${textsIn(db, NAMES, 'n')} ${joinInOrder(db)} fact f
      on f.watch_id = ${watchId} and f.name = n.value and f.at = ${at} and f.post_id = ${postId}
    union all
    select name from fact
      where watch_id = ${watchId} and at = ${at} and post_id = ${postId} and name >= 'area.' and name < 'area/'
    order by 1`.execute(db);
  return answer.rows.map(({ name }) => name);
}

function once(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
