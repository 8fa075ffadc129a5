import { expect, test } from 'vitest';
import { expose } from '../../server/core/operation/exposition.ts';
import { figureFamilies } from '../../server/core/operation/figures.ts';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import { claimDue } from '../../server/db/channel/deliveries.ts';
import { enqueueNotice } from '../../server/db/channel/notices.ts';
import { recordTry } from '../../server/db/channel/outbox.ts';
import { noteDetected, noteDetectionMs } from '../../server/db/installation/health-look.ts';
import { openTrouble } from '../../server/db/installation/troubles.ts';
import { readFigures } from '../../server/db/views/operation/figures.ts';
import { makeStage, voices } from '../flows/alert/alert-stage.ts';
import { makeDatabase } from '../support/database.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeFeed, makeRun } from '../support/make-feed.ts';

test('an installation that is at work is told in figures, the same on both engines', async () => {
  const stage = await makeStage();
  const { db } = stage;
  const channel = await stage.channel();
  const quiet = await stage.channel({ kind: 'email', name: '邮件', minLevel: 'I' });
  const good = await makeFeed(db, { name: '公告' }, NOW - DAY);
  const bad = await makeFeed(db, { name: '论坛', source: 'web-page' }, NOW - DAY);
  await db.transaction().execute(async (tx) => {
    const startedAt = NOW - MINUTE;
    await makeRun(tx, good.id, { startedAt, outcome: 'posts', fetched: 2, stored: 2, bytes: 1 }, NOW);
    const failed = { startedAt, outcome: 'failed', failure: 'reset', bytes: 1 } as const;
    for (let i = 0; i < 4; i++) await makeRun(tx, bad.id, failed, NOW);
  });
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.store([makePost({ text: '暖气来了,满意', publishedAt: NOW - 30 * HOUR })]);
  await stage.look();
  const parcel = await claimDue(db, NOW, NOW + MINUTE);
  if (parcel === null) throw new Error('nothing rang');
  await recordTry(db, parcel, { status: 'sent', at: NOW, answer: null });
  await enqueueNotice(db, { drill: { id: 1, title: '', by: '', speed: 1, minutes: 1 }, at: NOW }, [quiet.id]);
  await noteDetected(db, NOW - MINUTE);
  await noteDetectionMs(db, 420);
  await openTrouble(db, { kind: 'no-worker', subject: 'care', detail: { group: 'care' } }, NOW);

  const figures = await readFigures(db, NOW);
  expect(figures).toMatchObject({
    at: NOW,
    posts: expect.any(Number),
    databaseBytes: expect.any(Number),
    disk: null,
    watches: [{ name: stage.watch.name, mentions: 12, negative: 12 }],
    detection: { endedAt: NOW - MINUTE, tookMs: 420 },
    alerts: [{ level: expect.stringMatching(/^I/), status: 'open', count: 1 }],
    troubles: [{ kind: 'no-worker', count: 1 }],
    deliveries: [
      // The alert is below what it rings for.
      { kind: 'email', outcome: 'held', count: 1 },
      { kind: 'email', outcome: 'waiting', count: 1 },
      { kind: channel.kind, outcome: 'sent', count: 1 },
    ],
  });
  expect(figures.posts).toBeGreaterThanOrEqual(13);
  expect(figures.feeds).toMatchObject([
    { id: good.id, health: 'ok', lastOkAt: NOW - MINUTE, lastPostsAt: NOW - MINUTE, failures: 0 },
    { id: bad.id, source: 'web-page', health: 'failing', lastOkAt: null, failures: 4 },
  ]);

  const text = expose(figureFamilies(figures));
  const feed = `feed="论坛",id="${bad.id}",source="web-page"`;
  for (const line of [
    `tingchao_feed_state{${feed},state="failing"} 1`,
    `tingchao_feed_failures{${feed}} 4`,
    `tingchao_feed_last_success_timestamp_seconds{feed="公告",id="${good.id}",source="rss"} ${(NOW - MINUTE) / 1000}`,
    `tingchao_detection_duration_seconds 0.42`,
    `tingchao_deliveries_24h{channel_kind="webhook",outcome="sent"} 1`,
    `tingchao_troubles_open{kind="no-worker"} 1`,
    `tingchao_troubles_open{kind="disk-low"} 0`,
    `tingchao_mentions_24h{watch="${stage.watch.name}",tone="negative"} 12`,
  ])
    expect(text.split('\n')).toContain(line);
  // Never read: no time of success is told, which would be 1970.
  expect(text).not.toContain(`last_success_timestamp_seconds{${feed}`);
});

test('an installation that has just been made tells that there is nothing', async () => {
  const figures = await readFigures(await makeDatabase(), NOW);
  expect(figures).toMatchObject({
    posts: 0,
    watches: [],
    jobs: [],
    oldest: [],
    feeds: [],
    deliveries: [],
    alerts: [],
    troubles: [],
    detection: { endedAt: null, tookMs: null },
    disk: null,
  });
  const text = expose(figureFamilies(figures));
  expect(text).toContain('\ntingchao_alerts_open{level="I",status="open"} 0\n');
  expect(text).not.toMatch(/^tingchao_detection/m);
});
