import { sql } from 'kysely';
import type { Voice } from '../../../core/mention/post.ts';
import type { Analysis } from '../../../core/reading/analysis.ts';
import type { StoryMark } from '../../../core/story/story-mark.ts';
import { cautiousTitle } from '../../../core/story/story-title.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, lookUp, numbersIn } from '../../engine/dialect.ts';
import { parseJson } from '../../engine/json.ts';
import type { StoredStory } from '../../story/stories.ts';
import { storyOfAlert, toMark } from '../mention/story-marks.ts';
import { isWhollyOf } from './story-hours.ts';

/** What a story is called, and what it is about. */
export interface StoryTitle {
  readonly title: string;
  /** A person called it so. */
  readonly named: boolean;
  readonly keywords: readonly string[];
}

/** What a story is called to whoever may see all of it. */
export function wholeTitle(story: StoredStory): StoryTitle {
  const keywords = parseJson<string[]>(story.keywords_json);
  return { title: story.own_title ?? story.title, named: story.own_title !== null, keywords };
}

/**
 * What stories are called where these watches alone are told of: a story that others share is called after a post that
 * one of these mentions, for what others are called is nothing that a report to one of them should say. What a person
 * called it stays where all of it is theirs.
 * @param shareNames shows what people called it of shared stories, too
 */
export async function titlesFor(
  db: Db,
  watchIds: readonly number[],
  stories: readonly StoredStory[],
  { shareNames = false }: { readonly shareNames?: boolean } = {},
): Promise<ReadonlyMap<number, StoryTitle>> {
  const titles = new Map(stories.map((story) => [story.id, wholeTitle(story)]));
  const keys = numbersIn(db, [...titles.keys()], 'k');
  const shared = await sql<{ id: number }>`select s.id from ${keys}
    ${joinInOrder(db)} story s on s.id = k.value where not ${isWhollyOf(db, watchIds)}`.execute(db);
  const isShared = new Set(shared.rows.map(({ id }) => id));
  for (const story of stories) {
    if (!isShared.has(story.id)) continue;
    const title = await titleAmong(db, watchIds, story);
    const name = shareNames ? story.own_title : null;
    titles.set(story.id, name === null ? title : { ...title, title: name, named: true });
  }
  return titles;
}

/** The story that an alert is about, as its watch may be told of it. */
export async function markOfAlert(
  db: Db,
  alert: Parameters<typeof storyOfAlert>[1],
): Promise<StoryMark | null> {
  const story = await storyOfAlert(db, alert);
  if (story === null) return null;
  const titles = await titlesFor(db, [alert.watchId], [story]);
  return toMark(story, titles.get(story.id)?.title);
}

interface Told {
  readonly id: number;
  readonly title: string | null;
  readonly text: string;
  readonly voice: Voice;
  readonly json: string | null;
}

/** Posts of a story looked through, from the newest that the watches mention. */
const LOOKED_THROUGH = 500;

/** After the post that the story is called after, where it is theirs; else after the original that was read widest. */
async function titleAmong(db: Db, watchIds: readonly number[], story: StoredStory): Promise<StoryTitle> {
  const ours = sql`(select value from ${numbersIn(db, watchIds, 'w')})`;
  const newest = sql`(select max(last_at) from story_watch where story_id = ${story.id} and watch_id in ${ours})`;
  const columns = sql`post_id, at, copy_of, reach`;
  const answer = await sql<Told>`
    select p.id, p.title, p.text, p.voice, a.analysis_json as json
    from (select ${columns} from story_post where story_id = ${story.id} and post_id = ${story.title_post}
        union select * from (select ${columns} from story_post where story_id = ${story.id} and at <= ${newest}
          order by at desc, post_id desc limit ${sql.lit(LOOKED_THROUGH)}) l) s
      ${lookUp(db, 'post', 'p', sql`p.id = s.post_id and p.at = s.at`)}
      left join analysis a on a.post_id = p.id
    where exists (select 1 from mention m where m.watch_id in ${ours} and m.at = s.at and m.post_id = s.post_id)
    order by case when s.post_id = ${story.title_post} then 0 else 1 end,
      case when s.copy_of is null then 0 else 1 end, s.reach desc, s.at, s.post_id limit 1`.execute(db);
  const [post] = answer.rows;
  if (post === undefined) return { title: '…', named: false, keywords: [] };
  const analysis = post.json === null ? null : parseJson<Analysis>(post.json);
  const title = post.id === story.title_post ? story.title : cautiousTitle({ ...post, analysis });
  return { title, named: false, keywords: analysis?.keywords ?? [] };
}
