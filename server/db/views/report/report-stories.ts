import { sql } from 'kysely';
import { cut } from '../../../core/mention/clean.ts';
import type { ReportStory } from '../../../core/report/report-facts.ts';
import type { MentionRow } from '../../../core/screens/mentions.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { topStories } from '../mention/story-marks.ts';
import { readStoryScreen } from '../story/story.ts';
import { readStoryPosts } from '../story/story-posts.ts';
import type { ReportTime } from './report-time.ts';

const MOST = 5;
/** Of each watch so many stories that were alive last are looked through: the time may lie weeks back. */
const LOOKED_AT = 2_000;
const EXAMPLES = 2;
const NEWEST = 20;
const LONGEST_TEXT = 120;

/** The stories that most was said in, with their busiest hour and two posts each. */
export async function readReportStories(db: Db, time: ReportTime): Promise<readonly ReportStory[]> {
  const { ids, period, before } = time;
  const top = await topStories(db, ids, period, MOST, LOOKED_AT);
  const hours = await readHours(
    db,
    top.map(({ id }) => id),
    { from: before?.from ?? period.from, to: period.to },
  );
  const stories: ReportStory[] = [];
  for (const { id, title, stage, inRange, copiesInRange, negativeInRange } of top) {
    const screen = await readStoryScreen(db, id);
    if (screen === null) continue;
    const own = hours.get(id) ?? [];
    const past = own.filter(({ hour }) => hour < period.from);
    stories.push({
      ...{ title, stage, firstAt: screen.row.firstAt },
      ...{ count: inRange, copies: copiesInRange, negative: negativeInRange },
      before: before === null ? null : past.reduce((sum, { count }) => sum + count, 0),
      peak: peakOf(own.filter(({ hour }) => hour >= period.from)),
      platforms: screen.row.platforms,
      examples: examplesOf(
        [...(screen.origin === null ? [] : [screen.origin]), ...screen.amplifiers],
        (await readStoryPosts(db, { story: id, limit: NEWEST })).rows,
        period,
      ),
    });
  }
  return stories.toSorted((a, b) => b.count - a.count);
}

interface Hour {
  readonly id: number;
  readonly hour: Instant;
  readonly count: number;
}

async function readHours(
  db: Db,
  ids: readonly number[],
  { from, to }: Span,
): Promise<ReadonlyMap<number, readonly Hour[]>> {
  if (ids.length === 0) return new Map();
  const answer = await sql<Hour>`
    select story_id as id, hour, negative + neutral + positive as count from story_hour
    where story_id in (${sql.join(ids)}) and hour >= ${from} and hour < ${to}
    order by story_id, hour`.execute(db);
  return Map.groupBy(answer.rows, ({ id }) => id);
}

/** The busiest hour; of equals the first. */
function peakOf(hours: readonly Hour[]): ReportStory['peak'] {
  const [busiest] = hours.toSorted((a, b) => b.count - a.count || a.hour - b.hour);
  return { at: busiest?.hour ?? 0, count: busiest?.count ?? 0 };
}

/** Of the time where there are such, what carried the story farthest first; nothing that reads the same twice. */
function examplesOf(
  loudest: readonly MentionRow[],
  newest: readonly MentionRow[],
  { from, to }: Span,
): ReportStory['examples'] {
  const inTime = ({ at }: MentionRow): boolean => at >= from && at < to;
  const originals = newest.filter(({ copyOf }) => copyOf === null);
  const all = [...loudest, ...originals, ...newest];
  const found = new Map<string, ReportStory['examples'][number]>();
  for (const row of [...all.filter(inTime), ...all.filter((each) => !inTime(each))]) {
    const text = cut(
      [row.title ?? '', row.text].filter(Boolean).join(' ').replace(/\s+/g, ' '),
      LONGEST_TEXT,
    );
    const { platform, at, url } = row;
    if (found.size < EXAMPLES && !found.has(text)) found.set(text, { text, platform, at, url });
  }
  return [...found.values()];
}
