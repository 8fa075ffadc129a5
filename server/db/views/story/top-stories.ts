import { sql } from 'kysely';
import type { Span } from '../../../core/series/trend-window.ts';
import type { RangedStory } from '../../../core/story/story-mark.ts';
import { HOUR, startOfHour } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { newestOfEach } from '../../engine/newest-of-each.ts';
import type { StoredStory } from '../../story/stories.ts';
import { toMark } from '../mention/story-marks.ts';
import { countHours, isWhollyOf } from './story-hours.ts';
import { titlesFor } from './story-titles.ts';

/** Stories alive in the range that are looked through by what was ever said in them, for all watches together. */
const LOOKED_THROUGH = 20_000;
/** And of each watch, however many they are. */
const MIN_PER_WATCH = 1_000;
/** The heaviest of them, which hardly change, and those of each watch that got a post last. */
const MAX_HEAVIEST_STORIES = 300;
const MAX_NEWEST_STORIES = 100;
/** So many are counted within the range; all only where one of the rest could be larger there. */
const COUNTED = [30, Number.MAX_SAFE_INTEGER] as const;

/** A complaint counts for five others, as among topics: it asks for an answer. */
const WEIGHT = 4;

interface RangeCounts {
  readonly inRange: number;
  readonly negativeInRange: number;
  readonly copiesInRange: number;
}

interface Candidate {
  readonly story: StoredStory;
  /** What it weighs in all, and so at most within the range. */
  readonly ever: number;
  /** What everybody said within the range. */
  readonly all: RangeCounts;
  /** All of it belongs to the watches. */
  readonly whole: boolean;
}

const weightOf = ({ inRange, negativeInRange }: RangeCounts) => inRange + WEIGHT * negativeInRange;
const boundOf = ({ ever, all }: Candidate) => Math.min(ever, weightOf(all));
const isAlways = ({ story }: { readonly story: StoredStory }) => story.stage === 'evergreen';

/**
 * The stories that most is said in within the range by posts of these watches, at least two. What is always said comes
 * after all events. Nothing smaller hides a larger one, however much newer it is: what the watches ever said in a story
 * bounds what they said in the range, so that few need to be counted.
 * @param isAll they are all that there are: stories are called as they are to whoever may see all of them
 */
export async function topStories(
  db: Db,
  watchIds: readonly number[],
  range: Span,
  { most, isAll = false }: { readonly most: number; readonly isAll?: boolean },
): Promise<readonly RangedStory[]> {
  if (watchIds.length === 0) return [];
  const heaviest = await readHeaviest(db, watchIds, range);
  for (const counted of COUNTED) {
    const candidates = await readCandidates(db, watchIds, range, { heaviest, counted });
    const top = await largest(db, watchIds, range, candidates, most);
    const rest = candidates.length < counted ? 0 : (candidates.at(-1)?.ever ?? 0);
    const settled =
      top.length === most && top.every((each) => !isAlways(each) && weightOf(each.said) >= rest);
    if (settled || rest === 0) return isAll ? markAll(top) : markFor(db, watchIds, top);
  }
  return [];
}

const markAll = (top: readonly Ranked[]): readonly RangedStory[] =>
  top.map(({ story, said }) => ({ ...toMark(story), ...said }));

async function markFor(
  db: Db,
  watchIds: readonly number[],
  top: readonly Ranked[],
): Promise<readonly RangedStory[]> {
  const stories = top.map(({ story }) => story);
  const titles = await titlesFor(db, watchIds, stories);
  return top.map(({ story, said }) => ({ ...toMark(story, titles.get(story.id)?.title), ...said }));
}

const EVER = sql`sum(n.mentions) + ${sql.lit(WEIGHT)} * sum(n.negative)`;

/** Alive since the range began, by what the watches ever said in them. */
function aliveOf(db: Db, watchIds: readonly number[], { from }: Span, most: number) {
  const dated = {
    table: 'story_watch',
    columns: ['story_id', 'mentions', 'negative'],
    time: 'last_at',
    from,
  };
  return newestOfEach(db, watchIds, { ...dated, where: sql`mentions > 1` }, most);
}

/** Ids of those that weigh most in all. To look through thousands is kept for a minute: what is new is read apart. */
function readHeaviest(db: Db, watchIds: readonly number[], range: Span): Promise<readonly number[]> {
  const each = Math.max(MIN_PER_WATCH, Math.floor(LOOKED_THROUGH / watchIds.length));
  return keepWhenDear(db, `stories ${watchIds.join()} ${startOfHour(range.from)}`, async () => {
    const answer = await sql<{ id: number }>`
      select n.story_id as id from (${aliveOf(db, watchIds, range, each)}) n
      group by n.story_id order by ${EVER} desc, n.story_id desc limit ${sql.lit(MAX_HEAVIEST_STORIES)}`.execute(
      db,
    );
    return answer.rows.map(({ id }) => id);
  });
}

/** Those that weigh most in all, the heaviest first. */
async function readCandidates(
  db: Db,
  watchIds: readonly number[],
  range: Span,
  { heaviest, counted }: { readonly heaviest: readonly number[]; readonly counted: number },
): Promise<readonly Candidate[]> {
  const { from, to } = range;
  const join = joinInOrder(db);
  const sums = sql`sum(h.negative + h.neutral + h.positive) as "inRange", sum(h.negative) as "negativeInRange",
    sum(h.copies) as "copiesInRange"`;
  const answer = await sql<StoredStory & RangeCounts & { readonly ever: number; readonly whole: number }>`
    select s.*, max(c.ever) as ever, case when ${isWhollyOf(db, watchIds)} then 1 else 0 end as whole, ${sums}
    from (select f.story_id, ${EVER} as ever
        from (select value as story_id from ${numbersIn(db, heaviest, 'h')}
          union select story_id from (${aliveOf(db, watchIds, range, MAX_NEWEST_STORIES)}) l) f
        ${join} story_watch n on n.story_id = f.story_id
          and n.watch_id in (select value from ${numbersIn(db, watchIds, 'w')})
        group by f.story_id order by 2 desc, 1 desc limit ${sql.lit(counted)}) c
      ${join} story s on s.id = c.story_id
      left join story_hour h on h.story_id = s.id and h.hour >= ${from - HOUR + 1} and h.hour < ${to}
    group by s.id order by max(c.ever) desc, s.id desc`.execute(db);
  return answer.rows.map(({ ever, whole, inRange, negativeInRange, copiesInRange, ...story }) => ({
    story,
    ever,
    whole: whole === 1,
    all: {
      inRange: inRange ?? 0,
      negativeInRange: negativeInRange ?? 0,
      copiesInRange: copiesInRange ?? 0,
    },
  }));
}

interface Ranked {
  readonly story: StoredStory;
  readonly said: RangeCounts;
}

/** Counts what others mention as well from its posts, as far as it could be among the largest. */
async function largest(
  db: Db,
  watchIds: readonly number[],
  range: Span,
  candidates: readonly Candidate[],
  most: number,
): Promise<readonly Ranked[]> {
  const top: Ranked[] = [];
  const order = (a: Ranked, b: Ranked) =>
    Number(isAlways(a)) - Number(isAlways(b)) ||
    weightOf(b.said) - weightOf(a.said) ||
    b.story.last_at - a.story.last_at;
  const promising = candidates
    .filter(({ all }) => all.inRange > 1)
    .toSorted((a, b) => Number(isAlways(a)) - Number(isAlways(b)) || boundOf(b) - boundOf(a));
  for (const candidate of promising) {
    const { story, all, whole } = candidate;
    const last = top.at(-1);
    const full = last !== undefined && top.length === most && isAlways(last) === isAlways(candidate);
    if (full && weightOf(last.said) > boundOf(candidate)) break;
    if (last !== undefined && top.length === most && !isAlways(last) && isAlways(candidate)) break;
    const said = whole ? all : sumOf(await countHours(db, story.id, watchIds, range));
    if (said.inRange > 1) top.push({ story, said });
    top.sort(order);
    top.splice(most);
  }
  return top;
}

function sumOf(hours: Awaited<ReturnType<typeof countHours>>): RangeCounts {
  const sum = (what: 'count' | 'negative' | 'copies') => hours.reduce((all, each) => all + each[what], 0);
  return { inRange: sum('count'), negativeInRange: sum('negative'), copiesInRange: sum('copies') };
}
