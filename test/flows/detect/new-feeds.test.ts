import { expect, test } from 'vitest';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { readOverview } from '../../../server/db/views/overview.ts';
import { readWatchRows } from '../../../server/db/views/watches.ts';
import coldStart from '../../../server/detectors/cold-start.ts';
import cusum from '../../../server/detectors/cusum.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import severity from '../../../server/detectors/severity.ts';
import sourceMix from '../../../server/detectors/source-mix.ts';
import { previewRisk } from '../../../server/flows/detect/preview-risk.ts';
import { createReplays } from '../../../server/flows/detect/replay-watch.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';
import { talk } from './talk.ts';

/** A watch with four weeks of talk every other hour. */
async function makeOldWatch() {
  const memory = createSeriesMemory();
  const stage = await makeStage({ detectors: [severity, nbTail, cusum, coldStart, sourceMix], memory });
  await stage.store(talk(NOW - 28 * DAY, NOW, 2 * HOUR, '论坛'));
  return Object.assign(stage, { later: (time: number) => pass(stage, time) });
}

/** Long after whatever came last: nothing arrives any more. */
async function pass(stage: Stage, time: number) {
  stage.at = NOW + time;
  return stage.look();
}

function addFeed({ db }: Stage, createdAt: Instant) {
  return makeFeed(db, { name: '视频评论' }, createdAt);
}

async function found({ db }: Stage) {
  const [alert] = await listOpenAlerts(db);
  return alert?.findings ?? [];
}

test('a feed that brings five times the talk, two days of it at once, is no rise', async () => {
  const stage = await makeOldWatch();
  const feed = await addFeed(stage, NOW - MINUTE);
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'), feed.id);
  const { held } = await stage.later(3 * MINUTE);
  expect(held.length).toBeGreaterThan(0);
  expect(new Set(held.map(({ reason }) => reason))).toEqual(new Set(['more-heard']));
  expect(await found(stage)).toEqual([]);
  const counted = { 'false-discovery': 0, 'arriving-past': 0, 'more-heard': held.length, 'weekly-habit': 0 };
  expect(await readWatchRows(stage.db, stage.at)).toMatchObject([{ level: null, held: counted }]);
  const day = { from: stage.at - DAY, to: stage.at, now: stage.at, watchId: null, playbooks: [] };
  expect(await readOverview(stage.db, day)).toMatchObject({ alerts: [], held: counted });
});

test('the same posts pushed, not brought by a new feed, are one', async () => {
  const stage = await makeOldWatch();
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'));
  expect((await stage.later(3 * MINUTE)).held).toEqual([]);
  expect((await found(stage)).map(({ detector }) => detector)).toEqual(['cusum']);
});

test('what a program begins to push is a new source, also where it pushes what was heard of before', async () => {
  const stage = await makeOldWatch();
  stage.at = NOW;
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'), 'push #1');
  const { held } = await stage.later(3 * MINUTE);
  expect(held.length).toBeGreaterThan(0);
  expect(new Set(held.map(({ reason }) => reason))).toEqual(new Set(['more-heard']));
  expect(await found(stage)).toEqual([]);
});

test('what it has pushed for weeks is heard of as ever: a rise in it is one', async () => {
  const stage = await makeOldWatch();
  for (const [from, to] of [
    [9 * DAY, 2 * DAY],
    [2 * DAY, 0],
  ] as const) {
    stage.at = NOW - from;
    await stage.store(talk(NOW - from, NOW - to, 8 * HOUR, '热线'), 'push #1');
  }
  stage.at = NOW;
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'), 'push #1');
  expect((await stage.later(3 * MINUTE)).held).toEqual([]);
  expect((await found(stage)).map(({ detector }) => detector)).toEqual(['cusum']);
});

test('what was silent for four weeks begins anew', async () => {
  const stage = await makeOldWatch();
  stage.at = NOW - 40 * DAY;
  await stage.store(talk(NOW - 41 * DAY, NOW - 40 * DAY, HOUR, '热线'), 'push #1');
  stage.at = NOW;
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'), 'push #1');
  const { held } = await stage.later(3 * MINUTE);
  expect(new Set(held.map(({ reason }) => reason))).toEqual(new Set(['more-heard']));
  expect(await found(stage)).toEqual([]);
});

test('an import that brings weeks along is judged by them, also in the crisis that follows', async () => {
  const stage = await makeStage({ detectors: [nbTail], memory: createSeriesMemory() });
  stage.at = NOW;
  await stage.store(talk(NOW - 28 * DAY, NOW, 2 * HOUR, '热线'), 'import 热线');
  await stage.store(talk(NOW - 28 * DAY, NOW, HOUR / 2, '论坛'));
  await stage.store(talk(NOW - HOUR, NOW, HOUR / 600, '热线'), 'import 热线');
  expect((await pass(stage, 3 * MINUTE)).held).toEqual([]);
  expect((await found(stage)).map(({ key }) => key)).toContain('volume-1h');
});

test('nobody is woken by it in the two weeks after, nor by the platform it reads', async () => {
  const stage = await makeOldWatch();
  const feed = await addFeed(stage, NOW - MINUTE);
  await stage.store(talk(NOW - DAY, NOW, HOUR / 3, '视频', 'video'), feed.id);
  const told: unknown[] = [];
  for (let at = 0; at < 14 * DAY; at += 8 * HOUR) {
    await stage.store(talk(NOW + at, NOW + at + 8 * HOUR, 2 * HOUR, '论坛'));
    await stage.store(talk(NOW + at, NOW + at + 8 * HOUR, HOUR / 3, '视频', 'video'), feed.id);
    const { changes } = await stage.later(at + 8 * HOUR);
    told.push(...changes.map(({ change }) => [at / DAY, change]));
  }
  expect(told).toEqual([]);
});

test('the preview of a setting and the replay of the last days say what a pass says', async () => {
  const stage = await makeOldWatch();
  const { deps, watch } = stage;
  const feed = await addFeed(stage, NOW - MINUTE);
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'), feed.id);
  stage.at = NOW + 3 * MINUTE;
  const { saved } = await previewRisk(deps, { watchId: watch.id, setting: DEFAULT_RISK_SETTING });
  expect(saved).toMatchObject({ alert: null, findings: [] });
  const days = { watchId: watch.id, from: NOW - 3 * DAY, to: NOW, setting: null };
  const replay = () => createReplays(deps).replay(days, new AbortController().signal);
  expect((await replay()).alerts).toEqual([]);
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '网友'));
  expect((await replay()).alerts).toHaveLength(1);
});

test('a rise of what was heard before is told, and counted without the new feed', async () => {
  const stage = await makeOldWatch();
  const feed = await addFeed(stage, NOW - MINUTE);
  await stage.store(talk(NOW - 2 * DAY, NOW, HOUR / 2, '视频'), feed.id);
  await stage.store(voices(15, '暖气今天一点都不热', NOW));
  await stage.later(3 * MINUTE);
  const hour = (await found(stage)).find(({ key }) => key === 'volume-1h');
  expect(hour?.observed).toBeGreaterThanOrEqual(15);
  expect(hour?.observed).toBeLessThanOrEqual(16);
});

test('what only the new feed tells rings by the rule for those who know nothing usual yet', async () => {
  const stage = await makeOldWatch();
  const feed = await addFeed(stage, NOW - MINUTE);
  await stage.store(voices(15, '暖气今天一点都不热', NOW), feed.id);
  await stage.later(3 * MINUTE);
  expect((await found(stage)).map(({ detector }) => detector)).toEqual(['cold-start']);
});

test('a feed in the place of another is held against what that one brought', async () => {
  const stage = await makeStage({ detectors: [nbTail] });
  await stage.store(talk(NOW - 28 * DAY, NOW - 7 * HOUR, HOUR / 2, '论坛'));
  const feed = await addFeed(stage, NOW - 7 * HOUR);
  await stage.store(talk(NOW - 7 * HOUR, NOW, HOUR / 6, '论坛'), feed.id);
  expect((await pass(stage, 3 * MINUTE)).held).toEqual([]);
  expect((await found(stage)).map(({ key }) => key)).toContain('volume-6h');
});

test('a feed that brought weeks along is as old as they are', async () => {
  const stage = await makeOldWatch();
  const feed = await addFeed(stage, NOW - MINUTE);
  await stage.store(talk(NOW - 28 * DAY, NOW, HOUR / 2, '视频'), feed.id);
  await stage.store(talk(NOW - HOUR, NOW, MINUTE, '网友'), feed.id);
  expect((await pass(stage, 3 * MINUTE)).held).toEqual([]);
  expect((await found(stage)).map(({ key }) => key)).toContain('volume-1h');
});
