import { describe, expect, test } from 'vitest';
import type { ChannelLogPage, SystemScreen } from '../../server/core/screens/system.ts';
import { MINUTE, SECOND } from '../../server/core/time.ts';
import { enqueueNotice } from '../../server/db/channel/notices.ts';
import type { Db } from '../../server/db/database.ts';
import { noteBeat, noteDetected, noteLook } from '../../server/db/installation/health-look.ts';
import { closeTrouble, openTrouble } from '../../server/db/installation/troubles.ts';
import { makeStage, voices } from '../flows/alert/alert-stage.ts';
import { makePlace } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeChannel } from '../support/make-channel.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const systemOf = ({ get }: Served): Promise<SystemScreen> => get('/api/system');
const logOf = ({ get }: Served, id: number, before = ''): Promise<ChannelLogPage> =>
  get(`/api/channels/${id}/deliveries${before && `?before=${before}`}`);

describe('health', () => {
  test('of a fresh installation is told without anything made up', async () => {
    const screen = await systemOf(await serveHttp());
    expect(screen).toMatchObject({
      version: '0.0.0',
      workers: [],
      queue: [],
      deadJobs: 0,
      troubles: [],
      look: null,
      detectedAt: null,
      heartbeat: null,
      feeds: { active: 0, down: 0 },
      database: { engine: 'sqlite' },
      times: { foundToDelivered: { n: 0, p50: null, p95: null } },
    });
    expect(screen.database.bytes).toBeGreaterThan(100_000);
  });

  test('tells what waits, what is wrong and was, and who works', async () => {
    const served = await serveHttp();
    const { db, bus } = served;
    const now = Date.now();
    const worker = { id: 'w', host: 'box', pid: 7, since: now, jobs: ['deliver'] } as const;
    bus.publish({ kind: 'alive', at: now, role: 'worker', worker });
    const job = { kind: 'crawl', payload_json: '{}', status: 'waiting', created_at: now } as const;
    await db
      .insertInto('job')
      .values([
        { ...job, run_at: now - MINUTE },
        { ...job, run_at: now + MINUTE },
      ])
      .execute();
    const disk = { freeBytes: 5, totalBytes: 10 };
    const low = { kind: 'disk-low', subject: 'data', detail: disk } as const;
    const past = await openTrouble(db, low, now - 3 * MINUTE);
    await closeTrouble(db, past ?? 0, now - 2 * MINUTE);
    await openTrouble(db, low, now - MINUTE);
    await noteLook(db, {
      at: now,
      disk,
      clocks: [],
      queue: [],
      channels: [],
      unheard: [],
      pruning: null,
      done: null,
    });
    await noteDetected(db, now);
    await noteBeat(db, { at: now, takenAt: now, fault: null });
    const screen = await systemOf(served);
    expect(screen).toMatchObject({
      workers: [{ id: 'w', host: 'box' }],
      queue: [{ kind: 'crawl', waiting: 1 }],
      look: { disk },
      troubles: [
        { kind: 'disk-low', closedAt: null, detail: disk },
        { kind: 'disk-low', closedAt: now - 2 * MINUTE },
      ],
      detectedAt: now,
      heartbeat: { fault: null },
    });
    expect(screen.queue[0]?.oldestMs).toBeGreaterThanOrEqual(MINUTE);
  });
});

/** An alert that was found in a real pass, and told 4 seconds later. */
async function makeTold(place: string) {
  const stage = await makeStage({}, place);
  const channel = await stage.channel();
  stage.at = Date.now();
  await stage.store(voices(12, '小区停暖了', stage.at));
  stage.at += 2 * SECOND;
  await stage.look();
  await answered(stage.db, stage.at + 4 * SECOND);
  return { db: stage.db, channel, at: stage.at };
}

const answered = (db: Db, at: number) =>
  db.updateTable('delivery').set({ status: 'sent', attempts: 1, sent_at: at, answer: 'errcode 0' }).execute();

describe('how an alert was told', () => {
  test('each leg of its way is measured and shown', async () => {
    const place = await makePlace();
    const { at } = await makeTold(place);
    const served = await serveHttp({}, place);
    const { times } = await systemOf(served);
    expect(times.storedToFound).toEqual({ n: 1, p50: 2 * SECOND, p95: 2 * SECOND });
    expect(times.foundToDelivered).toEqual({ n: 1, p50: 4 * SECOND, p95: 4 * SECOND });
    expect(times.publishedToStored.p50).toBeGreaterThanOrEqual(0);
    const alert = await served.get('/api/alerts/1');
    expect(alert.deliveries).toMatchObject([{ foundAt: at, sentAt: at + 4 * SECOND }]);
  });

  test('a channel tells its messages, alerts and notices alike, with the answers', async () => {
    const place = await makePlace();
    const { db, channel, at } = await makeTold(place);
    await enqueueNotice(db, { down: [], up: [], at: at + 1 }, [channel.id]);
    const notice = { status: 'failed', reason: '310000 sign not match', attempts: 3 };
    await db.updateTable('notice').set(notice).execute();
    const served = await serveHttp({}, place);
    const { rows, next } = await logOf(served, channel.id);
    expect(next).toBeNull();
    expect(rows).toMatchObject([
      { at: at + 1, about: { kind: 'notice' }, ...notice, answer: null },
      { at, about: { kind: 'alert', alertId: 1, watchName: '供热' }, status: 'sent', answer: 'errcode 0' },
    ]);
  });

  test('older messages are asked for page by page, none twice and none left out', async () => {
    const place = await makePlace();
    const { db, channel, at } = await makeTold(place);
    // All of one moment, and the alert is the last of the first page.
    for (let n = 1; n <= 50; n++) {
      const clock = { kind: 'clock-wrong', subject: 'web', troubleId: n, openedAt: NOW } as const;
      const trouble = { ...clock, detail: { against: 'web', offsetMs: 90_000 } as const };
      await enqueueNotice(db, { troubles: { began: [trouble], over: [] }, at }, [channel.id]);
    }
    const served = await serveHttp({}, place);
    const first = await logOf(served, channel.id);
    expect(first.rows).toHaveLength(50);
    expect(first.rows[0]?.about).toEqual({ kind: 'notice', subject: '运行告警：时钟不准' });
    expect(first.rows.at(-1)?.about).toMatchObject({ kind: 'alert' });
    const second = await logOf(served, channel.id, first.next ?? '');
    expect([second.rows.length, second.next]).toEqual([1, null]);
    expect(new Set([...first.rows, ...second.rows].map(({ key }) => key)).size).toBe(51);
  });

  test('a channel that is not there and a page that is none are told', async () => {
    const served = await serveHttp();
    expect((await served.ask('GET', '/api/channels/9/deliveries')).status).toBe(404);
    const { id } = await makeChannel(served.db);
    const answer = await served.ask('GET', `/api/channels/${id}/deliveries?before=nonsense`);
    expect([answer.status, faultOf(answer).code]).toEqual([422, 'bad_page']);
  });
});
