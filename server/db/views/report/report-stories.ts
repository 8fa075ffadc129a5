import { sql } from 'kysely';
import { cut } from '../../../core/mention/clean.ts';
import type { ReportStory } from '../../../core/report/report-facts.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import type { Db } from '../../database.ts';
import { numbersIn } from '../../engine/dialect.ts';
import { readMentionRows } from '../mention/mention-rows.ts';
import { readStoryHours, type StoryHour } from '../story/story-hours.ts';
import { mentionsOfPosts } from '../story/story-posts.ts';
import { topStories } from '../story/top-stories.ts';
import type { ReportTime } from './report-time.ts';

const MAX_STORIES_TOLD = 5;
/** Posts of a story in the time, the newest, that platforms and examples are taken from. */
const POSTS = 1_000;
const EXAMPLES = 2;
/** Read whole: some of them may say the same. */
const CANDIDATES = 8;
const MAX_TEXT_LENGTH = 120;

/** The stories that most was said in, with their busiest hour and two posts each. */
export async function readReportStories(
  db: Db,
  time: ReportTime,
  isAll: boolean,
): Promise<readonly ReportStory[]> {
  const { ids, period, before } = time;
  const top = await topStories(db, ids, period, { most: MAX_STORIES_TOLD, isAll });
  const whole = { from: before?.from ?? period.from, to: period.to };
  const told = top.map(({ id }) => id);
  const hours = Map.groupBy(await readStoryHours(db, told, ids, whole), ({ id }) => id);
  const stories: ReportStory[] = [];
  for (const { id, title, stage, inRange, copiesInRange, negativeInRange } of top) {
    const own = hours.get(id) ?? [];
    const posts = await readPosts(db, { story: id, watchIds: ids }, period);
    stories.push({
      title,
      stage,
      count: inRange,
      copies: copiesInRange,
      negative: negativeInRange,
      before: before === null ? null : sumWithin(own, before),
      peak: peakOf(own.filter(({ hour }) => hour >= period.from)),
      platforms: platformsOf(posts),
      examples: await readExamples(db, posts),
    });
  }
  const always = ({ stage }: ReportStory) => Number(stage === 'evergreen');
  return stories.toSorted((a, b) => always(a) - always(b) || b.count - a.count);
}

type Hour = Pick<StoryHour, 'hour' | 'count'>;

function sumWithin(hours: readonly Hour[], { from, to }: Span): number {
  const within = hours.filter(({ hour }) => hour >= from && hour < to);
  return within.reduce((sum, { count }) => sum + count, 0);
}

/** The busiest hour; of equals the first. */
function peakOf(hours: readonly Hour[]): ReportStory['peak'] {
  const [busiest] = hours.toSorted((a, b) => b.count - a.count || a.hour - b.hour);
  return { at: busiest?.hour ?? 0, count: busiest?.count ?? 0 };
}

interface ReportPost {
  readonly id: number;
  readonly platform: string;
  readonly original: number;
  readonly reach: number;
}

/** Those that one of the watches mentions: what others say of others is in none of their reports. */
async function readPosts(
  db: Db,
  { story, watchIds }: { readonly story: number; readonly watchIds: readonly number[] },
  { from, to }: Span,
): Promise<readonly ReportPost[]> {
  const ours = sql`(select value from ${numbersIn(db, watchIds, 'w')})`;
  const answer = await sql<ReportPost>`
    select post_id as id, platform, reach, case when copy_of is null then 1 else 0 end as original
    from story_post s where story_id = ${story} and at >= ${from} and at < ${to} and exists (
      select 1 from mention m where m.watch_id in ${ours} and m.at = s.at and m.post_id = s.post_id)
    order by at desc, post_id desc limit ${sql.lit(POSTS)}`.execute(db);
  return answer.rows;
}

function platformsOf(posts: readonly ReportPost[]): readonly string[] {
  const counted = [...Map.groupBy(posts, ({ platform }) => platform)];
  return counted.toSorted(([, a], [, b]) => b.length - a.length).map(([platform]) => platform);
}

/** What was read widest, originals before copies; nothing that reads the same twice. */
async function readExamples(db: Db, posts: readonly ReportPost[]): Promise<ReportStory['examples']> {
  const widest = posts.toSorted((a, b) => b.original - a.original || b.reach - a.reach);
  const keys = await mentionsOfPosts(
    db,
    widest.slice(0, CANDIDATES).map(({ id }) => id),
  );
  const found = new Map<string, ReportStory['examples'][number]>();
  for (const { title, text, platform, at, url } of await readMentionRows(db, keys)) {
    const whole = [title ?? '', text].join(' ').replace(/\s+/g, ' ').trim();
    const said = cut(whole, MAX_TEXT_LENGTH);
    if (found.size < EXAMPLES && !found.has(said)) found.set(said, { text: said, platform, at, url });
  }
  return [...found.values()];
}
