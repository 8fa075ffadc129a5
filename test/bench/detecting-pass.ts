import { sql } from 'kysely';
import type { SentimentLabel } from '../../server/core/reading/analysis.ts';
import { DAY, HOUR, hourOfWeek, type Instant, MINUTE, startOfHour } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { insertFacts, type NewFact } from '../../server/db/mention/facts.ts';
import { insertMentions, type NewMention } from '../../server/db/mention/mentions.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { createSeriesMemory } from '../../server/db/series/series-memory.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { detect } from '../../server/flows/detect/detect.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { anyOf } from '../support/make.ts';
import { poissonDraw, seeded } from '../support/random.ts';

export interface PassFigures {
  readonly mentions: number;
  readonly buckets: number;
  /** Milliseconds of a process's first pass, which reads four weeks of everything. */
  readonly first: number;
  /** Milliseconds of the passes after it, one a minute. */
  readonly p50: number;
  readonly most: number;
  /** Processor milliseconds of the middle one of these: what others on the machine take is not in it. */
  readonly processor: number;
  readonly held: number;
  readonly alerts: number;
}

/** Mentions an hour: most watches hear little, a few hear much. */
const RATES = [0.3, 0.3, 0.3, 2, 2, 2, 2, 5, 0.3, 12] as const;
const PLATFORMS = ['weibo', 'news', 'v2ex', 'heimao', 'app-store'] as const;
const FACTS = ['intent.complaint', 'touch.heating', 'servqual.reliability', 'source.media', 'area.朝阳'];
/** Facts are looked at for three days; older ones would only fill the disk. */
const FACT_DAYS = 4;

/** Passes of all detectors over so many watches with four weeks of mentions each, one a minute. */
export async function benchPass(file: string, watches: number, passes: number): Promise<PassFigures> {
  const db = openDatabase(file);
  await migrateToLatest(db);
  const now = startOfHour(Date.now()) + HOUR / 2;
  const mentions = await fillWeeks(db, watches, now);
  const { detectors, playbooks } = await loadPlugins();
  const memory = createSeriesMemory();
  const times: number[] = [];
  const processor: number[] = [];
  let held = 0;
  for (let pass = 0; pass <= passes; pass++) {
    const deps = { db, detectors, playbooks, memory, now: () => now + pass * MINUTE };
    const [start, before] = [performance.now(), process.cpuUsage()];
    held += (await detect(deps, { watchIds: null })).held.length;
    const { user, system } = process.cpuUsage(before);
    times.push(performance.now() - start);
    processor.push((user + system) / 1_000);
  }
  const count = async (table: 'bucket' | 'alert') =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)).rows[0]?.n ?? 0;
  const figures = { mentions, held, buckets: await count('bucket'), alerts: await count('alert') };
  await db.destroy();
  const [first = 0, ...later] = times;
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  return {
    ...figures,
    first,
    p50: middle(later),
    most: Math.max(...later),
    processor: middle(processor.slice(1)),
  };
}

async function fillWeeks(db: Db, watches: number, now: Instant): Promise<number> {
  const random = seeded(500);
  let postId = 0;
  for (let n = 0; n < watches; n++) {
    const input = { rule: anyOf(`词${n}`), people: [], sources: [], active: true };
    const { id } = await createWatch(db, { name: `监测 ${n}`, ...input }, now - 40 * DAY);
    const mentions: NewMention[] = [];
    for (let hour = startOfHour(now) - 28 * DAY; hour < now; hour += HOUR) {
      const mean = (RATES[n % RATES.length] ?? 1) * (hourOfWeek(hour) % 24 < 7 ? 0.3 : 1.3);
      for (let left = poissonDraw(random, mean); left > 0; left--) {
        const at = hour + Math.floor(random() * Math.min(HOUR, now - hour));
        mentions.push(makeMention(id, ++postId, at, random));
      }
    }
    await db.transaction().execute(async (tx) => {
      await insertPostsOf(tx, mentions);
      await insertMentions(tx, mentions);
      await insertFacts(tx, mentions.filter(({ at }) => at > now - FACT_DAYS * DAY).flatMap(factsOf));
    });
  }
  await sql`insert into bucket (watch_id, hour, platform, sentiment, count, copies, reach)
    select watch_id, at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as clock, platform, sentiment,
      count(*), sum(copy), sum(reach) from mention group by watch_id, clock, platform, sentiment`.execute(db);
  return postId;
}

function makeMention(watchId: number, postId: number, at: Instant, random: () => number): NewMention {
  const mood = random();
  const sentiment: SentimentLabel = mood < 0.2 ? -1 : mood < 0.7 ? 0 : 1;
  return {
    watchId,
    postId,
    at,
    sentiment,
    counted: true,
    own: false,
    reach: 200,
    terms: ['暖气'],
    target: null,
    copy: random() < 0.15,
    platform: PLATFORMS[Math.floor(random() ** 2 * PLATFORMS.length)] ?? 'weibo',
    author: `h:${Math.floor(random() * 20_000)}`,
  };
}

function factsOf(mention: NewMention): NewFact[] {
  const { watchId, at, postId, author } = mention;
  const names = FACTS.filter((_, n) => (postId + n) % 3 === 0);
  return names.map((name) => ({ watchId, at, postId, author, name, value: 0.9 }));
}

/** Detection looks up few posts; all that it asks of one is here. */
async function insertPostsOf(db: Db, mentions: readonly NewMention[]): Promise<void> {
  const rows = JSON.stringify(mentions.map(({ postId, at, platform }) => [postId, at, platform]));
  await sql`insert into post (id, source, platform, external_id, text, at, precision, observed_at, stored_at,
      voice, metrics_json, content_hash, copies)
    select value ->> 0, 'bench', value ->> 2, value ->> 0, '', value ->> 1, 'second', value ->> 1, value ->> 1,
      'ordinary', '{}', value ->> 0, 0 from json_each(${rows})`.execute(db);
}
