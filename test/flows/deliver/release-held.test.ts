import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { updateChannel } from '../../../server/db/channel/channels.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import { startDrill } from '../../../server/flows/drill/run-drill.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import wecom from '../../../server/notifiers/wecom.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import heating from '../../../server/scenarios/heating-cold-night.ts';
import { engine } from '../../support/database.ts';
import { PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';
import { china, makeHeldStage } from './held-stage.ts';

const night = { from: '22:00', to: '07:30', workdaysOnly: false, zone: 'Asia/Shanghai' };
const NOTIFIERS = new Map([[wecom.name, wecom]]);
const nothing = { rung: 0, told: 0 };

describe('quiet hours', () => {
  test('hold blue and yellow, and tell them in one message per channel when they are over', async () => {
    const stage = await makeHeldStage(china('23:00'));
    const quiet = await stage.channel({ quiet: night });
    const awake = await stage.channel({ name: '夜班' });
    const [a, b, c] = [await stage.watch('甲'), await stage.watch('乙'), await stage.watch('丙')];
    await stage.open(a, 'IV');
    stage.at += MINUTE;
    await stage.raise(a, 'III');
    await stage.open(b, 'IV');
    await stage.open(c, 'II');
    expect((await stage.rows()).map((row) => [row.channel_id, row.reason])).toEqual([
      [quiet.id, 'quiet-hours'],
      [awake.id, null],
      [quiet.id, 'quiet-hours'],
      [awake.id, null],
      [quiet.id, 'quiet-hours'],
      [awake.id, null],
      [quiet.id, null],
      [awake.id, null],
    ]);
    stage.at = china('07:29', '2026-11-25');
    expect(await stage.release()).toEqual(nothing);
    stage.at += MINUTE;
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
    expect(await stage.release()).toEqual(nothing);
    const [digest] = await stage.digests();
    expect(digest).toMatchObject({ channelId: quiet.id, subject: '免打扰期间 2 条预警：1 黄 1 蓝' });
    expect(digest!.lines[0]).toMatch(/^▲ 黄 甲：.*（11月24日 23:00 起，2 次变化）$/);
    expect(digest!.lines[1]).toMatch(/^● 蓝 乙：.*（11月24日 23:01 起）$/);
    const told = (await stage.rows()).filter((row) => row.reason === 'quiet-hours');
    expect(told.map((row) => [row.owed, row.notice_id])).toEqual(told.map(() => [0, digest!.id]));
  });

  test('are told whole though one alert and one notice of them cannot be read', async () => {
    const stage = await makeHeldStage(china('23:00'));
    const { id: channelId } = await stage.channel({ quiet: night });
    for (const name of ['甲', '乙', '丙']) await stage.open(await stage.watch(name), 'IV');
    const torn = { inputs_json: '{"findings":5}' };
    await stage.db.updateTable('alert_change').set(torn).where('id', '=', 2).execute();
    const notice = {
      status: 'held',
      reason: 'quiet-hours',
      owed: 1,
      created_at: stage.at,
      next_at: stage.at,
    };
    await stage.db
      .insertInto('notice')
      .values({
        ...notice,
        channel_id: channelId,
        notice_json: '{"troubles":5}',
        sent_at: null,
        answer: null,
      })
      .execute();
    stage.at = china('07:30', '2026-11-25');
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
    await stage.db.deleteFrom('notice').where('status', '=', 'held').execute();
    const [digest] = await stage.digests();
    expect(digest?.subject).toBe('免打扰期间 3 条预警：3 蓝；1 条运行通知');
    expect(digest?.lines[1]).toBe('● 蓝 乙：内容读不出，见预警页。（11月24日 23:00 起）');
    expect(digest?.lines[3]).toMatch(/^一条读不出的运行通知（/);
    expect(await stage.release()).toEqual(nothing);
  });

  test('that cannot be told through one channel are told through the others', async () => {
    const stage = await makeHeldStage(china('23:00'));
    const torn = await stage.channel({ quiet: night, name: '坏' });
    await stage.channel({ quiet: night, name: '好' });
    await stage.open(await stage.watch('甲'), 'IV');
    stage.at = china('07:30', '2026-11-25');
    // What is told of it cannot be kept.
    const refuse =
      engine() === 'sqlite'
        ? [
            `create trigger refuse before insert on notice when new.channel_id = ${torn.id} begin select raise(abort, 'torn'); end`,
          ]
        : [`alter table notice add constraint refuse check (channel_id <> ${torn.id}) not valid`];
    for (const statement of refuse) await sql.raw(statement).execute(stage.db);
    onTestFinished(async () => {
      if (engine() === 'postgres') await sql`alter table notice drop constraint refuse`.execute(stage.db);
    });
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
    expect(stage.faults).toEqual([{ channelId: torn.id }]);
    expect((await stage.rows()).map(({ channel_id, owed }) => [channel_id, owed])).toEqual([
      [torn.id, 1],
      [torn.id + 1, 0],
    ]);
  });

  test('are followed by one message with all of it, signed like any other, and recorded as sent', async () => {
    const { url, received } = await startReceiver();
    const stage = await makeHeldStage(china('23:00'));
    await stage.channel({ quiet: night, settings: { url } });
    await stage.open(await stage.watch('甲'), 'III');
    stage.at = china('07:30', '2026-11-25');
    await stage.release();
    const notifiers = new Map([[webhook.name, webhook]]);
    const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now: stage.now });
    const deps = {
      db: stage.db,
      now: stage.now,
      notifiers,
      io,
      playbooks: [],
      random: () => 0,
      passKey: PASS_KEY,
    };
    expect(await deliver({ ...deps, baseUrl: 'http://desk.example' })).toMatchObject({ sent: 1 });
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        event: 'alerts.held',
        subject: '免打扰期间 1 条预警：1 黄',
        alerts: [{ alertId: 1, level: 'III', link: 'http://desk.example/alerts/1' }],
        link: 'http://desk.example/alerts',
      },
    ]);
    const [row] = await listDeliveries(stage.db, 1);
    expect(row).toMatchObject({ status: 'held', reason: 'quiet-hours', together: 'sent' });
  });

  test('say how what they held stands by morning', async () => {
    const stage = await makeHeldStage(china('23:00'));
    await stage.channel({ quiet: night });
    const [a, b] = [await stage.watch('甲'), await stage.watch('乙')];
    const taken = await stage.open(a, 'III');
    await stage.open(b, 'III');
    await acknowledge(stage, { alertId: taken, by: '王值班' });
    await stage.raise(b, 'II');
    stage.at = china('08:00', '2026-11-25');
    await stage.release();
    const [digest] = await stage.digests();
    expect(digest!.lines[0]).toContain('起，已确认）');
    expect(digest!.lines[1]).toContain('起，现为 ◆ 橙）');
  });

  test('that nobody waits for any more are told to nobody', async () => {
    const stage = await makeHeldStage(china('23:00'));
    const channel = await stage.channel({ quiet: night });
    await stage.open(await stage.watch(), 'III');
    await updateChannel(stage.db, channel.id, { ...channel, active: false });
    expect(await stage.release()).toEqual(nothing);
    await updateChannel(stage.db, channel.id, { ...channel, active: true, quiet: null });
    expect(await stage.release()).toEqual(nothing);
    expect(await stage.digests()).toEqual([]);
  });
});

describe('a full hour', () => {
  test('holds what is too much, lets red through, and tells the rest when there is room', async () => {
    const stage = await makeHeldStage();
    await stage.channel({ perHour: 2 });
    const start = stage.at;
    for (const level of ['III', 'III', 'III', 'I', 'II'] as const) {
      await stage.open(await stage.watch(`${level} ${stage.at}`), level);
      await stage.send();
      stage.at += MINUTE;
    }
    expect(await stage.reasons()).toEqual([null, null, 'rate-limit', null, 'rate-limit']);
    expect(await stage.release()).toEqual(nothing);
    // The first is an hour ago: the second and the red one fill the hour still.
    stage.at = start + HOUR;
    expect(await stage.release()).toEqual(nothing);
    stage.at = start + HOUR + MINUTE;
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
    expect((await stage.digests())[0]!.subject).toBe('限频期间 2 条预警：1 橙 1 黄');
    // It counts: with the red one the hour is full again.
    await stage.open(await stage.watch('戊'), 'III');
    expect((await stage.reasons()).at(-1)).toBe('rate-limit');
  });

  test.each([
    ['before its notice went out', async () => []],
    ['after it did', (stage: Awaited<ReturnType<typeof makeHeldStage>>) => stage.send()],
  ])('has no place taken by a drill, %s', async (_, pass) => {
    const stage = await makeHeldStage();
    const { id } = await stage.channel({ kind: wecom.name, perHour: 2 });
    const { db, now } = stage;
    const deps = { db, now, scenarios: [heating], playbooks: [serviceOutage], notifiers: NOTIFIERS };
    const drill = { scenario: heating.id, speed: 4, by: '王敏', channelIds: [id] };
    for (let n = 0; n < 3; n++) await startDrill(deps, drill);
    await pass(stage);
    for (const name of ['甲', '乙', '丙']) await stage.open(await stage.watch(name), 'III');
    // Two are what this hour has room for, as if nothing had been rehearsed.
    expect(await stage.reasons()).toEqual([null, null, 'rate-limit']);
    await stage.send();
    stage.at += HOUR + MINUTE;
    await startDrill(deps, drill);
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
  });

  test('what was held at night and what was too much come in one message', async () => {
    const stage = await makeHeldStage(china('21:50'));
    await stage.channel({ perHour: 1, quiet: night });
    await stage.open(await stage.watch('甲'), 'III');
    await stage.open(await stage.watch('乙'), 'III');
    await stage.send();
    stage.at = china('22:10');
    await stage.open(await stage.watch('丙'), 'IV');
    stage.at = china('07:30', '2026-11-25');
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
    expect((await stage.digests())[0]!.subject).toBe('免打扰期间、限频期间 2 条预警：1 黄 1 蓝');
  });

  test('alerts whose silence is over ring as far as there is room', async () => {
    const stage = await makeHeldStage();
    await stage.channel({ perHour: 2 });
    await stage.silence({ until: stage.at + HOUR });
    for (const name of ['甲', '乙', '丙']) await stage.open(await stage.watch(name), 'III');
    stage.at += HOUR;
    expect(await stage.release()).toEqual({ rung: 2, told: 0 });
    expect(await stage.reasons()).toEqual([null, null, 'rate-limit']);
  });
});
