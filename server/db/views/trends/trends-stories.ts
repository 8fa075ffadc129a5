import { sql } from 'kysely';
import type { Counted } from '../../../core/screens/trends.ts';
import type { Windows } from '../../../core/series/trend-window.ts';
import type { Db } from '../../database.ts';
import { readStories } from '../story/stories.ts';
import type { WindowCounts } from './trends-counts.ts';

/** The largest ones of the time looked at: smaller ones could not be sure to rise. */
const MOST_STORIES = 40;

interface Hour extends Counted {
  readonly id: number;
  readonly hour: number;
}

/**
 * The largest stories of the windows, by hour of their posts, under `story.` and their id, with their titles.
 * All posts of a story count, also those that only other watches mention.
 * @param watchId null for stories of all watches
 * @param compared what none of these watches mentions is young; null: all can be compared
 */
export async function readStoryCounts(
  db: Db,
  watchId: number | null,
  windows: Windows,
  compared: readonly number[] | null = null,
): Promise<readonly (WindowCounts & { readonly title: string; readonly young: boolean })[]> {
  const from = Math.min(windows.now.from, ...windows.before.map((span) => span.from));
  const { rows } = await readStories(db, {
    ...{ watchId, from, to: windows.now.to, sort: 'size', page: 1, limit: MOST_STORIES },
  });
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const answer = await sql<Hour>`
    select story_id as id, hour, negative + neutral + positive as count, copies, negative, positive
    from story_hour where story_id in (${sql.join(ids)}) and hour >= ${from} and hour < ${windows.now.to}`.execute(
    db,
  );
  const hours = Map.groupBy(answer.rows, ({ id }) => id);
  return rows.map(({ id, title, watches }) => {
    const own = hours.get(id) ?? [];
    const within = (span: Windows['now']) => own.filter(({ hour }) => hour >= span.from && hour < span.to);
    const sum = (of: readonly Counted[], what: keyof Counted) =>
      of.reduce((all, each) => all + each[what], 0);
    const now = within(windows.now);
    return {
      ...{ name: `story.${id}`, title },
      young: compared !== null && !watches.some((watch) => compared.includes(watch.id)),
      now: {
        ...{ count: sum(now, 'count'), copies: sum(now, 'copies') },
        ...{ negative: sum(now, 'negative'), positive: sum(now, 'positive') },
      },
      before: windows.before.map((span) => sum(within(span), 'count')),
    };
  });
}
