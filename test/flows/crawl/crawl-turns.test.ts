import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { dueFeeds, setFeedActive, updateFeed } from '../../../server/db/feed/feeds.ts';
import { NOW } from '../../support/make.ts';
import { entry, json, makeCrawl } from './crawl-stage.ts';

describe('turns', () => {
  test('missed while everything stood still are caught up by one', async () => {
    const { db, run, later, now } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await run();
    later(26 * HOUR);
    expect(await dueFeeds(db, now())).toHaveLength(1);
    await run();
    expect(await dueFeeds(db, now())).toEqual([]);
  });

  test('come sooner while an adaptive feed yields and later while it is quiet, within its bounds', async () => {
    const { db, run, server, feed, row, later } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await updateFeed(db, feed.id, { ...feed, adaptive: { min: 200, max: 900 } }, NOW);
    await run();
    expect(await row()).toMatchObject({ pace: 600, adaptive: { min: 200, max: 900 } });
    const paces: number[] = [];
    for (const ids of [
      ['b', 'c'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
    ]) {
      later(MINUTE);
      server.route('/board/1', json(ids.map((id) => entry(id))));
      await run();
      paces.push((await row()).pace);
    }
    expect(paces).toEqual([300, 200, 280, 392, 549, 769, 900]);
  });

  test('of a feed by the clock come at its rings, also when it is new, changed or resumed', async () => {
    const { db, run, feed, row } = await makeCrawl({ '/board/1': json([entry('a')]) });
    const nine = Date.UTC(2026, 10, 23, 1);
    await updateFeed(db, feed.id, { ...feed, cron: '0 9 * * *' }, NOW);
    expect((await row()).nextAt).toBe(nine);
    await run({ byHand: true });
    const { nextAt, lastRun } = await row();
    expect(Math.floor((nextAt! - nine) / MINUTE)).toBe(0);
    expect(lastRun).toMatchObject({ kind: 'by-hand' });
    await setFeedActive(db, feed.id, false, NOW);
    expect(await row()).toMatchObject({ health: 'paused', active: false, cron: '0 9 * * *' });
    await setFeedActive(db, feed.id, true, NOW);
    expect(await row()).toMatchObject({ health: 'ok', nextAt: nine });
  });
});

test('the days of a feed are its own history, counted in China', async () => {
  const { run, server, later, row } = await makeCrawl({ '/board/1': json([entry('first')]) });
  for (let day = 0; day < 9; day++) {
    server.route('/board/1', json(Array.from({ length: 10 }, (_, n) => entry(`${day}-${n}`))));
    await run();
    later(24 * HOUR);
  }
  expect((await row()).usual).toMatchObject({ usual: 10, lowest: 10, days: 8 });
  server.route('/board/1', json([entry('8-0')]));
  later(12 * HOUR);
  await run();
  const { usual, days, stored24h } = await row();
  expect(stored24h).toBe(0);
  expect(usual.fallen).toBe(true);
  expect(days.map(({ stored }) => stored)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 0]);
});
