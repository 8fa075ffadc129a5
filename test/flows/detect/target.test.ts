import { expect, test } from 'vitest';
import type { Db } from '../../../server/db/database.ts';
import { readMention, readMentionPage } from '../../../server/db/views/mention/mentions.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

const rule = anyOf('海尔');
const AT_RIVAL = '美的空调漏电起火了,客服态度恶劣,太垃圾了,还是海尔省心';
const AT_US = '海尔冰箱漏电起火了,客服态度恶劣,太垃圾了';
const PRAISES_RIVAL = '美的比海尔好用多了,推荐';

const counts = (db: Db) =>
  db.selectFrom('bucket').select(['sentiment', 'count']).orderBy('sentiment').execute();

async function stored(rivals: readonly string[]) {
  const db = await makeDatabase();
  const watch = await makeWatch(db, { rule, rivals });
  const posts = [AT_RIVAL, AT_US, PRAISES_RIVAL].map((text) => makePost({ text }));
  await ingest(ingestDeps(db), { posts, origin: 'a' });
  return { db, watch };
}

test('a complaint about a rival counts as neutral for us and claims nothing against us', async () => {
  const { db } = await stored(['美的', '格力']);
  expect(await counts(db)).toEqual([
    { sentiment: -1, count: 2 },
    { sentiment: 0, count: 1 },
  ]);
  const fires = await db
    .selectFrom('fact')
    .select('post_id')
    .where('name', '=', 'sev.fire_explosion')
    .execute();
  expect(fires).toEqual([{ post_id: 2 }]);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});

test('its own reading stays visible, with whom it is aimed at', async () => {
  const { db, watch } = await stored(['美的']);
  const { row, analysis } = await readMention(db, 1, watch.id);
  expect(row).toMatchObject({ sentiment: -1, counted: 0, target: { kind: 'rival', name: '美的' } });
  expect(analysis.severity.map((each) => each.category)).toContain('fire_explosion');
  const praised = (await readMention(db, 3, watch.id)).row;
  expect(praised).toMatchObject({ counted: -1, target: { kind: 'subject', reason: 'compared' } });
  const range = { watchId: watch.id, from: 0, to: NOW + 1, limit: 9 };
  const page = await readMentionPage(db, { ...range, target: 'rival' });
  expect(page.rows.map((each) => each.text)).toEqual([AT_RIVAL]);
  expect(page.total).toBe(1);
});

test('naming a rival later puts right what was counted before', async () => {
  const { db, watch } = await stored([]);
  // Held up against us, whoever it is that is praised.
  expect(await counts(db)).toEqual([{ sentiment: -1, count: 3 }]);
  await updateWatch(db, watch.id, watchInput({ rule, rivals: ['美的'] }), NOW);
  await rematchWatch(ingestDeps(db), watch.id);
  const rows = await db.selectFrom('mention').select(['sentiment', 'target']).orderBy('post_id').execute();
  expect(rows).toEqual([
    { sentiment: 0, target: 'rival' },
    { sentiment: -1, target: 'subject' },
    { sentiment: -1, target: 'subject' },
  ]);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});

test('a reading kept by an older version is told with nothing found, not refused', async () => {
  const { db, watch } = await stored([]);
  await db
    .updateTable('analysis')
    .set({
      analysis_json: JSON.stringify({
        language: 'zh',
        quality: 1,
        sentiment: { label: -1, negative: 0.8, neutral: 0.1, positive: 0.1, score: -0.6 },
        emotion: { anger: 1, sadness: 0, fear: 0, joy: 0, surprise: 0, neutral: 0 },
        intents: [],
        severity: [],
        aspects: [],
        evidence: [],
      }),
    })
    .execute();
  // Nor did it count keywords.
  await db.deleteFrom('term_bucket').execute();
  const { analysis } = await readMention(db, 2, watch.id);
  expect(analysis).toMatchObject({ rootCauses: [], segments: [], sarcasm: 0, addressed: [], places: [] });
  await rematchWatch(ingestDeps(db), watch.id);
  expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
});
