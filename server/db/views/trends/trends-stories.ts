import type { Counted } from '../../../core/screens/trends.ts';
import type { Windows } from '../../../core/series/trend-window.ts';
import type { Db } from '../../database.ts';
import { readStories } from '../story/stories.ts';
import { readStoryHours } from '../story/story-hours.ts';
import type { WindowCounts } from './trends-counts.ts';

/** The largest ones of the time looked at: smaller ones could not be sure to rise. */
const MAX_STORIES = 40;

/**
 * The largest stories of the windows, by hour of their posts, under `story.` and their id, with their titles.
 * Only posts count that these watches mention.
 * @param watchIds of one watch, or of all that are active: `watchId` is null then
 * @param compared what none of these watches mentions is young; null: all can be compared
 */
export async function readStoryCounts(
  db: Db,
  { watchId, watchIds }: { readonly watchId: number | null; readonly watchIds: readonly number[] },
  windows: Windows,
  compared: readonly number[] | null = null,
): Promise<readonly (WindowCounts & { readonly title: string; readonly young: boolean })[]> {
  const from = Math.min(windows.now.from, ...windows.before.map((span) => span.from));
  const { rows } = await readStories(db, {
    watchId,
    from,
    to: windows.now.to,
    sort: 'size',
    page: 1,
    limit: MAX_STORIES,
  });
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const span = { from, to: windows.now.to };
  const said = await readStoryHours(db, ids, watchIds, span);
  const hours = Map.groupBy(said, ({ id }) => id);
  return rows.map(({ id, title, watches }) => {
    const own = hours.get(id) ?? [];
    const within = (span: Windows['now']) => own.filter(({ hour }) => hour >= span.from && hour < span.to);
    const sum = (of: readonly Counted[], what: keyof Counted) =>
      of.reduce((all, each) => all + each[what], 0);
    const now = within(windows.now);
    return {
      name: `story.${id}`,
      title,
      young: compared !== null && !watches.some((watch) => compared.includes(watch.id)),
      now: {
        count: sum(now, 'count'),
        copies: sum(now, 'copies'),
        negative: sum(now, 'negative'),
        positive: sum(now, 'positive'),
      },
      before: windows.before.map((span) => sum(within(span), 'count')),
    };
  });
}
