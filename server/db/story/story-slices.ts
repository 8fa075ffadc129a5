import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';

/** Posts that one statement goes through: some milliseconds. */
const TOGETHER = 1_500;

/** Posts of some stories, or a stretch of those of one. */
export interface StorySlice {
  readonly ids: readonly number[];
  /** Inclusive, exclusive. */
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Everything that stories hold, in parts of bounded size: whoever counts a storm part by part gives others their
 * turn in between. The parts of one story do not overlap.
 * @param most posts in one part, but for posts of the very same millisecond
 */
export async function slicesOf(
  db: Db,
  ids: readonly number[],
  most: number = TOGETHER,
): Promise<readonly StorySlice[]> {
  const slices: StorySlice[] = [];
  let small: number[] = [];
  let held = 0;
  const close = () => {
    if (small.length > 0)
      slices.push({ ids: small, from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER });
    [small, held] = [[], 0];
  };
  for (const { id, posts } of await sizesOf(db, ids, most)) {
    if (posts > most) {
      slices.push(...(await cut(db, id, most)));
      continue;
    }
    if (held + posts > most) close();
    small.push(id);
    held += posts;
  }
  close();
  return slices;
}

/** Posts of each story, counted up to one more than `most`. */
async function sizesOf(db: Db, ids: readonly number[], most: number) {
  const answer = await sql<{ readonly id: number; readonly posts: number }>`
    select k.value as id, (select count(*) from (
      select 1 from story_post s where s.story_id = k.value limit ${most + 1}) counted) as posts
    from ${numbersIn(db, ids, 'k')} order by k.key`.execute(db);
  return answer.rows;
}

async function cut(db: Db, id: number, most: number): Promise<readonly StorySlice[]> {
  const slices: StorySlice[] = [];
  let from: Instant = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const next = await db
      .selectFrom('story_post')
      .select('at')
      .where('story_id', '=', id)
      .where('at', '>=', from)
      .orderBy('at')
      .orderBy('post_id')
      .limit(1)
      .offset(most)
      .executeTakeFirst();
    // A whole part of one millisecond is not parted.
    const to: Instant = next === undefined ? Number.MAX_SAFE_INTEGER : Math.max(next.at, from + 1);
    slices.push({ ids: [id], from, to });
    if (next === undefined) return slices;
    from = to;
  }
}

/** The posts `s` of a slice, story by story: for `from`. */
export function postsOf(db: Db, { ids, from, to }: StorySlice): RawBuilder<unknown> {
  return sql`${numbersIn(db, ids, 'k')}
    ${joinInOrder(db)} story_post s on s.story_id = k.value and s.at >= ${from} and s.at < ${to}`;
}
