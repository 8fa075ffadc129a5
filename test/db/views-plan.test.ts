import { CompiledQuery, type KyselyPlugin } from 'kysely';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { readStoredMentions } from '../../server/db/readings.ts';
import { readAlertScreen } from '../../server/db/views/alert.ts';
import { readAlertRows } from '../../server/db/views/alerts.ts';
import { readFeedRows } from '../../server/db/views/feeds.ts';
import { readLabelQueue } from '../../server/db/views/label-queue.ts';
import { readLabels } from '../../server/db/views/labels.ts';
import { readMention, readMentionPage } from '../../server/db/views/mentions.ts';
import { readOverview } from '../../server/db/views/overview.ts';
import { readPostLabels } from '../../server/db/views/post-labels.ts';
import { readWatchRows } from '../../server/db/views/watches.ts';
import { correct } from '../../server/flows/correct.ts';
import { makeStage, quietWeeks, type Stage, voices } from '../flows/alert-stage.ts';
import { makeWatch, NOW } from '../support/make.ts';

/** The same database, writing down every statement it is asked. */
function listen(db: Db) {
  const asked: CompiledQuery[] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { heard: db.withPlugin(plugin), asked };
}

/** Plan lines that walk through a whole big table or a whole index of one. */
async function scansOf(db: Db, asked: readonly CompiledQuery[]): Promise<readonly string[]> {
  const scans: string[] = [];
  for (const { sql, parameters } of asked) {
    const plan = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    const big = /^SCAN (post|mention|fact|analysis|bucket|facet_bucket|p|m|a|k|r|feed_run)\b(?!.*VIRTUAL)/;
    for (const { detail } of plan.rows) if (big.test(detail)) scans.push(`${detail} in ${sql}`);
  }
  return scans;
}

async function makeFull(): Promise<Stage> {
  const stage = await makeStage();
  await makeWatch(stage.db, { name: '第二个', rule: { any: ['满意'], all: [], none: [] } }, NOW - 30 * DAY);
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '小区停暖了', NOW));
  await stage.look();
  for (const by of ['甲', '乙']) {
    const label = { sentiment: by === '甲' ? 1 : 0, intents: null, severity: null } as const;
    await correct(stage.deps, { postId: 100, by, verdict: 'correct', label, note: null });
  }
  return stage;
}

describe('no page reads a whole table', () => {
  const range = { from: NOW - DAY, to: NOW + 1, now: NOW };
  const page = { from: NOW - 30 * DAY, to: NOW + 1, limit: 20 };
  const reads: readonly [string, (db: Db, stage: Stage) => Promise<unknown>][] = [
    ['overview of all watches', (db) => readOverview(db, { ...range, watchId: null, playbooks: [] })],
    ['overview of one watch', (db) => readOverview(db, { ...range, watchId: 1, playbooks: [] })],
    ['alert', (db, { deps }) => readAlertScreen(db, 1, deps.playbooks, NOW)],
    ['alerts', (db) => readAlertRows(db, { status: 'all', playbooks: [], now: NOW })],
    ['watches', (db) => readWatchRows(db, NOW)],
    ['feeds', (db) => readFeedRows(db, new Map(), NOW)],
    ['mentions', (db) => readMentionPage(db, { ...page, watchId: null })],
    ['filtered', (db) => readMentionPage(db, { ...page, watchId: 1, sentiment: -1, platform: 'news' })],
    [
      'facts',
      (db) => readMentionPage(db, { ...page, watchId: null, fact: 'sev.outage', originalsOnly: true }),
    ],
    ['search', (db) => readMentionPage(db, { ...page, watchId: null, query: '停暖', fact: 'sev.outage' })],
    ['mention', (db) => readMention(db, 100, null)],
    ['labels', (db) => readLabels(db, NOW)],
    ['labels of a post', (db) => readPostLabels(db, 100)],
    ['posts worth a label', (db) => readLabelQueue(db, { watchId: null, by: '甲', now: NOW })],
    ['what a post is in all watches', (db) => readStoredMentions(db, 100)],
  ];

  test.each(reads)('%s', async (_, read) => {
    const stage = await makeFull();
    const { heard, asked } = listen(stage.db);
    await read(heard, stage);
    expect(asked.length).toBeGreaterThan(0);
    expect(await scansOf(stage.db, asked)).toEqual([]);
  });

  test('the check itself notices a scan', async () => {
    const stage = await makeStage();
    const { heard, asked } = listen(stage.db);
    await heard.selectFrom('post').selectAll().where('text', '=', 'x').execute();
    expect(await scansOf(stage.db, asked)).toHaveLength(1);
  });
});
