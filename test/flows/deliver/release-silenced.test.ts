import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { endSilenceNow } from '../../../server/flows/alert/silence-alerts.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { engine } from '../../support/database.ts';
import { china, makeHeldStage } from './held-stage.ts';

const night = { from: '22:00', to: '07:30', workdaysOnly: false, zone: 'Asia/Shanghai' };
const nothing = { rung: 0, told: 0 };

describe('a silence', () => {
  test('holds what it is about, by name, and rings once with the last change when it is over', async () => {
    const stage = await makeHeldStage();
    await stage.channel();
    const watch = await stage.watch();
    const { id } = await stage.silence({ until: stage.at + HOUR });
    await stage.open(watch, 'IV');
    await stage.raise(watch, 'III');
    await stage.raise(watch, 'II');
    expect(await stage.rows()).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: 'held', reason: 'silenced', silence_id: id, owed: 1 })),
    );
    const lines = await stage.db.selectFrom('alert_change').select('inputs_json').execute();
    expect(lines.map(({ inputs_json }) => JSON.parse(inputs_json).silence)).toEqual([id, id, id]);

    stage.at += HOUR - 1;
    expect(await stage.release()).toEqual(nothing);
    stage.at += 1;
    expect(await stage.release()).toEqual({ rung: 1, told: 0 });
    expect(await stage.release()).toEqual(nothing);
    expect(await stage.rows()).toMatchObject([
      { status: 'held', reason: 'silenced', owed: 0 },
      { status: 'held', reason: 'silenced', owed: 0 },
      { status: 'waiting', reason: null, silence_id: id, owed: 0 },
    ]);
  });

  test('also keeps an alert from being passed on, which goes on when it is over', async () => {
    const stage = await makeHeldStage();
    await stage.channel();
    await stage.silence({ until: stage.at + HOUR });
    await stage.open(await stage.watch(), 'II');
    stage.at += 30 * MINUTE;
    expect((await escalate(stage)).told).toEqual([]);
    stage.at += 30 * MINUTE;
    expect(await stage.release()).toEqual({ rung: 1, told: 0 });
    stage.at += 15 * MINUTE;
    expect((await escalate(stage)).told).toMatchObject([{ change: 'escalated', level: 'II' }]);
  });

  test('that is ended early rings at once, each alert in the order of time', async () => {
    const stage = await makeHeldStage();
    await stage.channel();
    const { id } = await stage.silence({ until: stage.at + HOUR });
    for (const name of ['甲', '乙', '丙']) {
      await stage.open(await stage.watch(name), 'III');
      stage.at += MINUTE;
    }
    await endSilenceNow(stage, { id, by: '李经理' });
    expect(await stage.release()).toEqual({ rung: 3, told: 0 });
    expect(await stage.send()).toEqual((await stage.rows()).map((row) => row.id));
    // Sent again by who got no answer it is ended already.
    const ended = await endSilenceNow(stage, { id, by: '李经理' });
    stage.at += MINUTE;
    expect(await endSilenceNow(stage, { id, by: '李经理' })).toEqual(ended);
    await expect(endSilenceNow(stage, { id, by: '王值班' })).rejects.toThrow('is over');
  });

  test.runIf(engine() === 'sqlite')('that held an alert nobody can read lets all others ring', async () => {
    const stage = await makeHeldStage();
    await stage.channel();
    const { id } = await stage.silence({ until: stage.at + HOUR });
    for (const name of ['甲', '乙', '丙']) await stage.open(await stage.watch(name), 'III');
    await stage.db.updateTable('alert_change').set({ inputs_json: 'torn' }).where('id', '=', 2).execute();
    await endSilenceNow(stage, { id, by: '李经理' });
    expect(await stage.release()).toEqual({ rung: 2, told: 0 });
    expect(stage.faults).toEqual([{ alertId: 2, channelId: 1 }]);
    expect((await stage.rows()).map(({ status, owed }) => [status, owed])).toEqual([
      ['waiting', 0],
      ['held', 1],
      ['waiting', 0],
    ]);
  });

  test('does not ring afterwards for what somebody took up, closed, or heard of since', async () => {
    const stage = await makeHeldStage();
    await stage.channel();
    const [taken, closed, red] = [await stage.watch('甲'), await stage.watch('乙'), await stage.watch('丙')];
    await stage.silence({ until: stage.at + HOUR });
    const takenId = await stage.open(taken, 'III');
    const closedId = await stage.open(closed, 'III');
    await stage.open(red, 'III');
    await stage.raise(red, 'I');
    await stage.send();
    await acknowledge(stage, { alertId: takenId, by: '王值班' });
    await closeAlert(stage, { alertId: closedId, by: '王值班', verdict: 'false_alarm', note: '演练' });
    stage.at += HOUR;
    expect(await stage.release()).toEqual(nothing);
    expect(await stage.rows()).toMatchObject([
      { reason: 'silenced', owed: 0 },
      { reason: 'silenced', owed: 0 },
      { reason: 'silenced', owed: 0 },
      { status: 'sent' },
    ]);
  });

  test('that ends under another one, or at night, goes on being held, now for that', async () => {
    const stage = await makeHeldStage(china('20:00'));
    await stage.channel({ quiet: night });
    await stage.silence({ until: china('21:00') });
    const { id } = await stage.silence({ until: china('23:00') });
    await stage.open(await stage.watch(), 'III');
    stage.at = china('21:30');
    expect(await stage.release()).toEqual(nothing);
    expect(await stage.rows()).toMatchObject([{ reason: 'silenced', silence_id: id, owed: 1 }]);
    stage.at = china('23:30');
    expect(await stage.release()).toEqual(nothing);
    expect(await stage.rows()).toMatchObject([{ reason: 'quiet-hours', owed: 1 }]);
    stage.at = china('07:30', '2026-11-25');
    expect(await stage.release()).toEqual({ rung: 0, told: 1 });
  });

  test('of one story holds every watch that speaks of it, and nothing else', async () => {
    const stage = await makeHeldStage();
    await stage.channel();
    await stage.story(5, [1, 2]);
    await stage.story(6, [3, 4]);
    await stage.silence({ until: stage.at + HOUR, matcher: { storyIds: [5] } });
    await stage.open(await stage.watch('甲'), 'III', [1]);
    await stage.open(await stage.watch('乙'), 'III', [2]);
    await stage.open(await stage.watch('丙'), 'III', [3]);
    expect(await stage.reasons()).toEqual(['silenced', 'silenced', null]);
  });
});

test('beside an open red alert of the same story blue is held, until the red one is closed', async () => {
  const stage = await makeHeldStage();
  await stage.channel();
  await stage.story(5, [1, 2, 3, 4]);
  const red = await stage.open(await stage.watch('甲'), 'I', [1]);
  await stage.open(await stage.watch('乙'), 'IV', [2]);
  await stage.open(await stage.watch('丙'), 'III', [3]);
  await stage.open(await stage.watch('丁'), 'IV');
  expect(await stage.reasons()).toEqual([null, 'inhibited-by-red', null, null]);
  await closeAlert(stage, { alertId: red, by: '王值班', verdict: 'closed', note: '已处理' });
  await stage.open(await stage.watch('戊'), 'IV', [4]);
  expect((await stage.reasons()).at(-1)).toBeNull();
});
