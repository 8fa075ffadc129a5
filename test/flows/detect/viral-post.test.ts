import { expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { HOUR } from '../../../server/core/time.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { readSeries } from '../../../server/db/series/series.ts';
import reach from '../../../server/detectors/reach.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, quietWeeks } from '../alert/alert-stage.ts';

/** Four weeks whose posts draw some reactions each, and one complaint of two hours ago. */
async function stageOf(likes: (i: number) => number | undefined) {
  const stage = await makeStage({ detectors: [reach] });
  const quiet = quietWeeks(NOW).map((post, i): SourcePost => {
    const metrics = likes(i) === undefined ? {} : { metrics: { likes: likes(i) ?? 0, comments: 1 } };
    return { ...post, ...metrics };
  });
  await stage.store(quiet);
  const post = makePost({ text: '暖气费涨了也没有人管', author: '小区住户', publishedAt: NOW - 2 * HOUR });
  const drew = (reposts: number) =>
    stage.store([{ ...post, observedAt: stage.at, metrics: { likes: reposts, comments: 40, reposts } }]);
  await drew(3);
  return { stage, drew };
}

test('a complaint that goes viral rings blue when its page shows so, names the post, and not again', async () => {
  const { stage, drew } = await stageOf((i) => (i * 7) % 23);
  expect((await stage.look()).changes).toEqual([]);

  stage.at = NOW + HOUR;
  await drew(12_000);
  const [opened] = (await stage.look()).changes;
  expect(opened).toMatchObject({ change: 'opened', level: 'IV' });
  const alert = await getAlert(stage.db, opened?.alertId ?? 0);
  if (alert === null) throw new Error('no alert');
  expect(alert.findings).toMatchObject([{ detector: 'reach', observed: 24_040, examples: alert.examples }]);
  expect(alert.risk.overrides).toContain('viral-post');
  const post = await stage.db
    .selectFrom('post')
    .select('text')
    .where('id', '=', alert.examples[0] ?? 0);
  expect(await post.executeTakeFirst()).toMatchObject({ text: '暖气费涨了也没有人管' });

  const deps = { db: stage.db, now: () => stage.at };
  await closeAlert(deps, { alertId: alert.id, by: '王', verdict: 'false_alarm', note: '已联系' });
  stage.at += 8 * HOUR;
  await drew(14_000);
  expect((await stage.look()).changes).toEqual([]);
  await drew(26_000);
  expect((await stage.look()).changes).toMatchObject([{ change: 'opened' }]);
});

test('where pages show no counts, nothing is far', async () => {
  const { stage, drew } = await stageOf(() => undefined);
  await drew(12_000);
  expect((await stage.look()).changes).toEqual([]);
});

test('of copies, praise and big accounts nothing is read; of a calm watch nothing at all', async () => {
  const { stage, drew } = await stageOf(() => 5);
  expect((await readSeries(stage.db, stage.watch, stage.at)).reactions).toBeUndefined();
  const metrics = { likes: 50_000 };
  await stage.store([
    makePost({ text: '暖气热了,满意', author: '甲', metrics }),
    makePost({ text: '暖气不热,曝光', author: '乙', metrics, voice: 'big_account' }),
  ]);
  expect((await readSeries(stage.db, stage.watch, stage.at)).reactions).toBeUndefined();
  await drew(900);
  const { reactions } = await readSeries(stage.db, stage.watch, stage.at);
  expect(reactions?.loud).toMatchObject([{ reactions: 1_840 }]);
  expect(new Set(reactions?.usual)).toEqual(new Set([6]));
});
