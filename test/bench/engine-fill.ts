import { sql } from 'kysely';
import { readInPlace } from '../../server/core/reading/reading-pool.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { inSlices } from '../../server/db/engine/calm.ts';
import { engineOf } from '../../server/db/engine/engine.ts';
import { getSetting, setSetting } from '../../server/db/installation/settings.ts';
import { pruneFine } from '../../server/db/watch/retention.ts';
import { cleanBatch, type ReadPost } from '../../server/flows/ingest/prepare-posts.ts';
import { readBatch } from '../../server/flows/ingest/read-posts.ts';
import { storePosts } from '../../server/flows/ingest/store-posts.ts';
import { createWatchMatcher } from '../../server/flows/ingest/watch-matcher.ts';
import { createReader } from '../../server/text/reader.ts';
import { createDice, makePosts, makeTexts } from './posts.ts';

const BATCH = 2_000;
/** Readings are made for so many texts and lent to all others: reading is not what is measured here. */
const READ = 4_000;
const DAYS = 90;
const FINE_KEPT = 2 * DAY;
/** Posts in an hour of the day in China, night to night, as shares of the busiest. */
const CLOCK = [3, 2, 1, 1, 1, 2, 3, 5, 8, 9, 9, 9, 10, 8, 8, 8, 8, 8, 9, 10, 10, 9, 7, 5] as const;
const HOURS_DRAWN = CLOCK.flatMap((share, hour) => Array<number>(share).fill(hour));
const AUTHORS = 200_000;
const COPIES = 15;
/** A copy is of one of so many posts before it. */
const COPY_REACH = 3_000;

const DONE = 'bench.filled';
const PLAN = 'bench.plan';

interface Plan {
  readonly mentions: number;
  readonly posts: number;
  readonly end: Instant;
}

/**
 * Stores generated posts through the tables' own functions until there are so many mentions: 90 days with
 * their nights, few authors who write much and many who write little, one post in seven a copy, all of it
 * tallied by the product's own code. Broken off, it goes on where it was.
 * @returns the instant just after the newest of them, and their mentions a second of this run
 */
export async function fillEngine(
  db: Db,
  mentions: number,
  tell: (share: number) => void,
): Promise<{ readonly end: Instant; readonly perSecond: number }> {
  const { models, reader, each } = await readModels(db);
  const plan = await planOf(db, mentions, Math.ceil(mentions / each));
  let done = Number((await getSetting(db, DONE)) ?? 0);
  const start = performance.now();
  let stored = 0;
  if (done < plan.posts) await withoutSearchIndex(db);
  while (done < plan.posts) {
    const read = Array.from({ length: Math.min(BATCH, plan.posts - done) }, (_, n) =>
      lend(models, done + n, plan),
    );
    const now = Math.max(...read.map((post) => post.clean.at)) + 1;
    done += read.length;
    stored += await db.transaction().execute(async (tx) => {
      await setSetting(tx, DONE, String(done));
      const { each } = await storePosts(
        tx,
        [{ read, seen: [], reader, now, feedId: null, inlet: null, importId: null }],
        null,
      );
      return each[0]?.mentions ?? 0;
    });
    tell(done / plan.posts);
  }
  const perSecond = (stored * 1_000) / (performance.now() - start);
  await finish(db, plan.end);
  return { end: plan.end, perSecond };
}

async function readModels(db: Db) {
  const { matcher } = await createWatchMatcher(db)();
  const now = Date.now();
  const reader = createReader();
  const deps = {
    reading: readInPlace(() => reader),
    hashKey: Buffer.from('a key for the benchmark'),
    canonicalise: () => [],
  };
  const { clean } = cleanBatch(makePosts(makeTexts(READ), 'model', now), now);
  const { read, reader: version } = await readBatch(deps, matcher, clean);
  const models = read.filter((post) => post.matches.length > 0);
  const each = models.reduce((sum, post) => sum + post.matches.length, 0) / models.length;
  return { models, reader: version, each };
}

async function planOf(db: Db, mentions: number, posts: number): Promise<Plan> {
  const kept = await getSetting(db, PLAN);
  const plan: Plan = kept === null ? { mentions, posts, end: Date.now() } : JSON.parse(kept);
  if (plan.mentions !== mentions) throw new Error(`this folder is for ${plan.mentions} mentions`);
  if (kept === null) await setSetting(db, PLAN, JSON.stringify(plan));
  return plan;
}

/** A post of its own with the words and the reading of a model; which one depends on its number alone. */
function lend(models: readonly ReadPost[], n: number, { posts, end }: Plan): ReadPost {
  const dice = createDice(n + 1);
  dice(2);
  const model = models[dice(models.length)] as ReadPost;
  const externalId = `fill-${n}`;
  const day = startOfDay(end) - (DAYS - 1) * DAY + Math.floor((n / posts) * DAYS) * DAY;
  const drawn = day + (HOURS_DRAWN[dice(HOURS_DRAWN.length)] ?? 0) * HOUR + dice(HOUR);
  // Of today, only what is over.
  const at = drawn < end ? drawn : day + Math.floor(((drawn - day) / DAY) * (end - day));
  const writes = (dice(1_000) / 1_000) ** 3;
  const hash = dice(100) < COPIES ? Math.max(0, n - 1 - dice(COPY_REACH)) : n;
  return {
    ...model,
    key: `import\n${externalId}`,
    clean: { ...model.clean, externalId, at, observedAt: at },
    author: `h:${String(Math.floor(writes * AUTHORS) + dice(200)).padStart(22, '0')}`,
    mark: { hash, comparable: true },
  };
}

/** Made at the end, the index costs a tenth of growing it row by row. */
async function withoutSearchIndex(db: Db): Promise<void> {
  if (engineOf(db) === 'postgres') await sql`drop index if exists post_search_body`.execute(db);
}

/** What the nightly round and the server's own would have done by now. */
async function finish(db: Db, end: Instant): Promise<void> {
  for (const { id } of await db.selectFrom('watch').select('id').execute())
    await inSlices(db, (tx) => pruneFine(tx, id, end - FINE_KEPT));
  if (engineOf(db) === 'sqlite') {
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
    return;
  }
  await sql`create index if not exists post_search_body on post_search using gin (body)`.execute(db);
  await sql`vacuum analyze`.execute(db);
}
