import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { readWatchRows } from '../../../server/db/views/watches.ts';
import cusum from '../../../server/detectors/cusum.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import severity from '../../../server/detectors/severity.ts';
import { detect } from '../../../server/flows/detect/detect.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from '../alert/alert-stage.ts';
import { talk } from './talk.ts';

/** A watch whose first feed is read, and the first page of a second one: the newest posts of four weeks. */
async function halfRead() {
  const memory = createSeriesMemory();
  const stage = await makeStage({ detectors: [severity, nbTail, cusum], memory });
  await stage.store(talk(NOW - 28 * DAY, NOW, 4 * HOUR, '论坛'));
  const second = talk(NOW - 28 * DAY, NOW, HOUR / 2, '视频').toReversed();
  await stage.store(second.slice(0, 130));
  return { ...stage, memory, rest: second.slice(130) };
}

test('while the older half of a past is still to come, its newer half is no rise', async () => {
  const { db, deps, store, rest } = await halfRead();
  const { held } = await detect(deps, { watchIds: null });
  expect(held).toMatchObject([{ reason: 'arriving-past', finding: { detector: 'cusum' } }]);
  expect(await readWatchRows(db, NOW)).toMatchObject([
    { level: null, held: { 'false-discovery': 0, 'arriving-past': 1 } },
  ]);
  await store(rest);
  await detect(deps, { watchIds: null });
  const later = { ...deps, now: () => NOW + 3 * MINUTE };
  expect(await detect(later, { watchIds: null })).toEqual({ changes: [], waiting: 0, held: [] });
  expect(await listOpenAlerts(db)).toEqual([]);
});

test('the same half is told as a rise where it came as it was written', async () => {
  const { db, deps } = await halfRead();
  // Nothing came for a while: whoever looks now has all there is.
  const later = { ...deps, now: () => NOW + 3 * MINUTE };
  const { held } = await detect(later, { watchIds: null });
  expect(held).toEqual([]);
  const [alert] = await listOpenAlerts(db);
  expect(alert?.findings.map(({ detector }) => detector)).toContain('cusum');
});

test('what is grave by itself rings while a past is brought in', async () => {
  const { db, deps, store } = await halfRead();
  await store(voices(12, '小区停暖了', NOW));
  const { changes } = await detect(deps, { watchIds: null });
  expect(changes).toMatchObject([{ change: 'opened' }]);
  expect((await listOpenAlerts(db))[0]?.findings.map(({ detector }) => detector)).toEqual(['severity']);
});

test('one late post among many, or a few, are no past', async () => {
  const memory = createSeriesMemory();
  const { db, store, watch } = await makeStage();
  const noticed = () => memory.noticeFresh(db, NOW);
  expect([...(await noticed())]).toEqual([]);
  await store(talk(NOW - 12 * DAY, NOW - 2 * DAY, DAY, '论坛'));
  expect([...(await noticed())]).toEqual([]);
  await store(talk(NOW - 20 * HOUR, NOW, 10 * MINUTE, '视频'));
  await store(talk(NOW - 20 * DAY, NOW - 10 * DAY, 20 * HOUR, '留言'));
  expect([...(await noticed())]).toEqual([]);
  await store(talk(NOW - 40 * DAY, NOW - 20 * DAY, 8 * HOUR, '贴吧'));
  expect([...(await noticed())]).toEqual([watch.id]);
  expect([...(await memory.noticeFresh(db, NOW + 3 * MINUTE))]).toEqual([watch.id]);
  expect([...(await memory.noticeFresh(db, NOW + 6 * MINUTE))]).toEqual([]);
});
