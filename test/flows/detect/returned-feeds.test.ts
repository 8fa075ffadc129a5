import { expect, test } from 'vitest';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { getFeed, setFeedActive, updateFeed } from '../../../server/db/feed/feeds.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import coldStart from '../../../server/detectors/cold-start.ts';
import cusum from '../../../server/detectors/cusum.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import sourceMix from '../../../server/detectors/source-mix.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { makeStage, type Stage } from '../alert/alert-stage.ts';
import { talk } from './talk.ts';

/** A watch whose larger feed could not be read for some days and is read again since now. */
async function makeReturned(days: number) {
  const memory = createSeriesMemory();
  const stage = await makeStage({ detectors: [nbTail, cusum, coldStart, sourceMix], memory });
  const { id } = await makeFeed(stage.db, { name: '视频评论' }, NOW - 40 * DAY);
  await stage.store(talk(NOW - 28 * DAY, NOW, 2 * HOUR, '论坛', 'forum'));
  await stage.store(talk(NOW - 28 * DAY, NOW - days * DAY, HOUR / 3, '视频', 'video'), id);
  return { stage, id, out: { from: NOW - days * DAY, to: NOW } };
}

/** As the look at the feeds keeps it. */
async function keepOutage(
  { db }: Stage,
  feedId: number,
  out: { readonly from: Instant; readonly to: Instant },
) {
  const incident = { feed_id: feedId, health: 'walled', reason: 'forbidden', detail: '403' } as const;
  const times = { opened_at: out.from, closed_at: out.to, ending: 'recovered' };
  await db
    .insertInto('feed_incident')
    .values({ ...incident, ...times })
    .execute();
}

/** Four days in which both are read. @returns the changes of alerts, with the hour since the return */
async function goOn(stage: Stage, id: number) {
  const told: unknown[] = [];
  for (let at = NOW; at < NOW + 4 * DAY; at += 4 * HOUR) {
    await stage.store(talk(at, at + 4 * HOUR, 2 * HOUR, '论坛', 'forum'));
    await stage.store(talk(at, at + 4 * HOUR, HOUR / 3, '视频', 'video'), id);
    stage.at = at + 4 * HOUR;
    const { changes } = await stage.look();
    told.push(...changes.map(({ change }) => [(stage.at - NOW) / HOUR, change]));
  }
  return told;
}

test.each([3, 10, 18])('a feed that is read again after %i days is no rise', async (days) => {
  const { stage, id, out } = await makeReturned(days);
  await keepOutage(stage, id, out);
  expect(await goOn(stage, id)).toEqual([]);
});

test('the same talk is a rise where no feed was out of order', async () => {
  const { stage, id } = await makeReturned(10);
  expect(await goOn(stage, id)).toContainEqual([expect.any(Number), 'opened']);
});

test.each(['at once', 'with other settings'])(
  'a feed that was paused for ten days and is resumed %s is no rise',
  async (how) => {
    const { stage, id, out } = await makeReturned(10);
    await setFeedActive(stage.db, id, false, out.from);
    // Pausing what is paused changes nothing.
    await setFeedActive(stage.db, id, false, out.to - DAY);
    const feed = await getFeed(stage.db, id);
    if (how === 'at once') await setFeedActive(stage.db, id, true, out.to);
    else await updateFeed(stage.db, id, { ...feed!, every: 300, active: true }, out.to);
    const pauses = await stage.db.selectFrom('feed_pause').select(['from_at', 'to_at']).execute();
    expect(pauses).toEqual([{ from_at: out.from, to_at: out.to }]);
    expect(await goOn(stage, id)).toEqual([]);
  },
);

test('before the look at the feeds has called it over, a feed that was read since counts as back', async () => {
  const { stage, id, out } = await makeReturned(10);
  await keepOutage(stage, id, out);
  await stage.db.updateTable('feed_incident').set({ closed_at: null, ending: null }).execute();
  await stage.db.updateTable('feed').set({ last_ok_at: NOW, failures: 0 }).execute();
  expect(await goOn(stage, id)).toEqual([]);
});

test('what is more than the feed ever brought is told, beside the weeks in which it was read', async () => {
  const { stage, id, out } = await makeReturned(10);
  await keepOutage(stage, id, out);
  stage.at = NOW + 3 * MINUTE;
  await stage.store(talk(NOW - HOUR, NOW, MINUTE, '视频', 'video'), id);
  await stage.look();
  const [alert] = await listOpenAlerts(stage.db);
  const hour = alert?.findings.find(({ key }) => key === 'volume-1h');
  expect(hour?.observed).toBeGreaterThan(50);
  expect(hour?.expected).toBeGreaterThan(2);
});

test('a feed by which little comes marks no hours', async () => {
  const { stage, id, out } = await makeReturned(10);
  const small = await makeFeed(stage.db, { name: '论坛' }, NOW - 40 * DAY);
  await keepOutage(stage, small.id, out);
  expect(await goOn(stage, id)).toContainEqual([expect.any(Number), 'opened']);
});
