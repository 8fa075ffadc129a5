import { CompiledQuery, sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from '../../../../server/db/database.ts';
import { readBlindness } from '../../../../server/db/views/feed/blindness.ts';
import { engine, makeDatabase } from '../../../support/database.ts';
import { NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';
import { listen } from '../../../support/query-plans.ts';

const POSTS = 30_000;

/** An installation that is fed by pushes alone: no feed tells whether it sees anything. */
async function makePushed(): Promise<Db> {
  const db = await makeDatabase();
  await makeWatch(db);
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${POSTS})
    insert into post (id, source, platform, external_id, text, at, precision, observed_at, stored_at, voice,
      metrics_json, content_hash)
    select i, 'push', 'news', 'post-' || i, '暖气不热', ${sql.lit(NOW - POSTS)} + i, 'second', ${NOW}, ${NOW}, 'ordinary',
      '{}', i from n`.execute(db);
  return db;
}

test('what was pushed lately is a way of seeing', async () => {
  const db = await makePushed();
  expect(await readBlindness(db, NOW)).toBeNull();
  expect(await readBlindness(db, NOW + 3 * 86_400_000)).not.toBeNull();
});

test.runIf(engine() === 'postgres')(
  'it is seen by the newest posts, not by reading all of them',
  async () => {
    const db = await makePushed();
    await sql`analyze post`.execute(db);
    const { heard, asked } = listen(db);
    await readBlindness(heard, NOW);
    const ofPosts = asked.filter(({ sql: text }) => /from "?post"?\b/.test(text));
    expect(ofPosts).toHaveLength(1);
    for (const { sql: text, parameters } of ofPosts) {
      const plan = await db.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`explain (analyze, timing off, summary off) ${text}`, [...parameters]),
      );
      const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(lines).toContain('Index Scan Backward');
      // Of months without posts nothing is to be read either way.
      expect(lines).not.toMatch(/Seq Scan on post\w* .*rows=[1-9]\d{3,}/);
    }
  },
);
