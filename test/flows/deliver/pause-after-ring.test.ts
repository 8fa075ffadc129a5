import { describe, expect, test } from 'vitest';
import { DEFAULT_GROUPING } from '../../../server/core/alert/grouping.ts';
import { COOLDOWN } from '../../../server/core/alert/ring.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { assignAlert, commentOn } from '../../../server/flows/alert/steer-alert.ts';
import { keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { makeHeldStage } from './held-stage.ts';

/** An alert that has just rung through the one channel, with the pause between two messages as it ships. */
async function makeRung(level: Level) {
  const stage = await makeHeldStage();
  stage.cooldown = COOLDOWN;
  await saveGrouping(stage.db, DEFAULT_GROUPING);
  const channel = await stage.channel();
  const person = { name: '李静', title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [channel.id] };
  await keepPerson(stage, null, person);
  const watchId = await stage.watch();
  const alertId = await stage.open(watchId, level);
  await stage.send();
  const told = async () =>
    (
      await stage.db
        .selectFrom('delivery')
        .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
        .select(['kind', 'to_level', 'status', 'reason'])
        .orderBy('delivery.id')
        .execute()
    ).map((row) => `${row.kind} ${row.to_level} ${row.status} ${row.reason ?? ''}`.trim());
  const after = async (minutes: number) => {
    stage.at += minutes * MINUTE;
    const { rung } = await stage.release();
    await stage.send();
    return rung;
  };
  return Object.assign(stage, { watchId, alertId, told, after });
}

describe('what is new soon after an alert rang', () => {
  test.each(['playbook', 'surged', 'raised'] as const)(
    'is told once, when the pause is over: %s',
    async (kind) => {
      const stage = await makeRung('III');
      await stage.after(12);
      await stage.tell(stage.watchId, kind, 'III');
      expect(await stage.told()).toEqual(['opened III sent', `${kind} III held cooldown`]);
      expect(await stage.after(17)).toBe(0);
      expect(await stage.after(1)).toBe(1);
      expect(await stage.told()).toEqual(['opened III sent', `${kind} III sent`]);
      expect(await stage.after(HOUR / MINUTE)).toBe(0);
    },
  );

  test.each(['surged', 'raised'] as const)('is told at once where it is orange or red: %s', async (kind) => {
    const stage = await makeRung('II');
    await stage.after(1);
    await stage.tell(stage.watchId, kind, 'II');
    expect((await stage.told()).at(-1)).toBe(`${kind} II waiting`);
  });

  test('is told as one, the last of it', async () => {
    const stage = await makeRung('III');
    await stage.after(5);
    await stage.tell(stage.watchId, 'playbook', 'III');
    await stage.after(5);
    await stage.tell(stage.watchId, 'surged', 'III');
    expect(await stage.after(20)).toBe(1);
    expect(await stage.told()).toEqual(['opened III sent', 'playbook III held cooldown', 'surged III sent']);
  });

  test('is not told after a rise that told it, and keeps no rise waiting', async () => {
    const stage = await makeRung('IV');
    await stage.after(6);
    await stage.tell(stage.watchId, 'playbook', 'IV');
    await stage.after(1);
    await stage.raise(stage.watchId, 'III');
    expect((await stage.told()).at(-1)).toBe('raised III waiting');
    expect(await stage.after(HOUR / MINUTE)).toBe(0);
    expect((await stage.told())[1]).toBe('playbook IV held cooldown');
  });

  test('is told to nobody once somebody has confirmed it, or closed it', async () => {
    const stage = await makeRung('III');
    await stage.after(1);
    await stage.tell(stage.watchId, 'playbook', 'III');
    await stage.after(1);
    await acknowledge(stage, { alertId: stage.alertId, by: '王' });
    expect(await stage.after(HOUR / MINUTE)).toBe(0);
    const other = await makeRung('III');
    await other.after(1);
    await other.tell(other.watchId, 'playbook', 'III');
    await closeAlert(other, { alertId: other.alertId, by: '王', verdict: 'closed', note: '' });
    expect(await other.after(HOUR / MINUTE)).toBe(0);
  });

  test('is told also where it is another alert of the watch', async () => {
    const stage = await makeRung('III');
    await stage.after(1);
    await closeAlert(stage, { alertId: stage.alertId, by: '王', verdict: 'closed', note: '' });
    await stage.open(stage.watchId, 'III');
    expect((await stage.told()).at(-1)).toBe('opened III held cooldown');
    expect(await stage.after(30)).toBe(1);
  });
});

describe('comments and assignments', () => {
  test.each([
    [
      'comment',
      (stage: Awaited<ReturnType<typeof makeRung>>) =>
        commentOn(stage, { alertId: stage.alertId, text: '@李静 看起来过去了', by: '王' }),
    ],
    [
      'assignment',
      (stage: Awaited<ReturnType<typeof makeRung>>) =>
        assignAlert(stage, { alertId: stage.alertId, personId: 1, by: '王' }),
    ],
  ] as const)('are no ring: nothing waits for the pause after one (%s)', async (_, turnTo) => {
    const stage = await makeRung('III');
    await stage.after(4 * 60);
    expect((await turnTo(stage)).waiting).toBe(1);
    await stage.after(1);
    await stage.tell(stage.watchId, 'surged', 'III');
    expect((await stage.told()).at(-1)).toBe('surged III waiting');
  });

  test('tell nothing of what waits: it rings all the same', async () => {
    const stage = await makeRung('III');
    await stage.after(12);
    await stage.tell(stage.watchId, 'surged', 'III');
    await commentOn(stage, { alertId: stage.alertId, text: '@李静 看一下', by: '王' });
    expect(await stage.after(18)).toBe(1);
    expect((await stage.told()).at(1)).toBe('surged III sent');
  });
});
