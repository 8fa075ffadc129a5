import type { SourcePost } from '../../../server/core/mention/post.ts';
import type { StoryRepair } from '../../../server/core/story/story.ts';
import type { Instant } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { groupStories } from '../../../server/flows/story/group-stories.ts';
import { createStoryMemory, type StoryMemory } from '../../../server/flows/story/story-memory.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { plainReader } from '../alert/alert-stage.ts';
import { createTagGrouper } from './tag-grouper.ts';

export const BOILER =
  '#锅炉#云州供热公司锅炉爆炸,城北小区暖气今晚全部停供,抢修队已经到达现场,居民被要求关好阀门等待通知';
export const BOILER_TOO = '#锅炉#有人看到城北冒烟,据说是供热站出事了,希望人没事,也希望孩子们今晚别冻着';
export const PRICE = '#价格#发改委公布新的供热收费标准,按面积计价改为按热量计价,物价局将举行听证会征求意见';
export const PRICE_TOO = '#价格#听证会上代表们吵了起来,老房子保温差,换了算法以后供热一个月要多交两百';

/** A database with one watch, stories kept in it, and a clock. `found` is what the next repair finds. */
export async function makeDesk() {
  const db = await makeDatabase();
  const watch = await makeWatch(db);
  const found: StoryRepair[] = [];
  const memory = (): StoryMemory =>
    createStoryMemory({
      makeGrouper: ({ nextStory }) => createTagGrouper(nextStory, found),
      now: () => desk.at,
    });
  const desk = {
    db,
    watch,
    found,
    at: NOW as Instant,
    stories: memory(),
    now: (): Instant => desk.at,
    store: (posts: readonly SourcePost[]) =>
      ingest(ingestDeps(db, { reader: plainReader, now: desk.now }), { posts, origin: 'test' }),
    group: (watchId: number | null = null) => groupStories(desk, { watchId }),
    /** The memory of another process. */
    another: memory,
    /** As after a restart. */
    restart() {
      desk.stories = memory();
    },
    async say(text: string, more: Partial<SourcePost> = {}) {
      await desk.store([makePost({ text, ...more })]);
    },
  };
  return desk;
}

export const placesOf = async (db: Db): Promise<readonly (number | undefined)[]> => {
  const rows = await db.selectFrom('story_post').select(['post_id', 'story_id']).orderBy('post_id').execute();
  return rows.map((row) => row.story_id);
};
export const storyOf = (db: Db, id: number) =>
  db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
