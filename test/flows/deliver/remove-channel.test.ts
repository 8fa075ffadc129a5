import { expect, test } from 'vitest';
import { MINUTE } from '../../../server/core/time.ts';
import { getChannel, listChannels } from '../../../server/db/channel/channels.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { readDuty } from '../../../server/db/channel/duty.ts';
import { readUnheardAlerts } from '../../../server/db/channel/unheard-alerts.ts';
import { readReview } from '../../../server/db/views/alert/review.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { commentOn } from '../../../server/flows/alert/steer-alert.ts';
import { editChannel } from '../../../server/flows/deliver/edit-channel.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { queueNotice } from '../../../server/flows/deliver/queue-notice.ts';
import { removeChannel } from '../../../server/flows/deliver/remove-channel.ts';
import { china, makeHeldStage } from './held-stage.ts';

/** 李 alone is on duty, with a robot and a mailbox. */
async function onDuty(start = china('12:00')) {
  const stage = await makeHeldStage(start);
  const watchId = await stage.watch();
  const quiet = { from: '22:00', to: '08:00', workdaysOnly: false, zone: 'Asia/Shanghai' };
  const robot = await stage.channel({
    name: '机器人',
    settings: { url: 'https://robot.example/secret' },
    quiet,
  });
  const mail = await stage.channel({ name: '邮箱' });
  const person = { name: '李', title: '', zone: 'Asia/Shanghai', hours: null };
  await keepPerson(stage, null, { ...person, channelIds: [robot.id, mail.id] });
  const [li] = (await readDuty(stage.db, stage.at)).people;
  const shift = { turn: 'everyone', startsAt: 0, zone: 'Asia/Shanghai' } as const;
  await keepChain(stage, [{ id: null, name: '一线', people: [li?.id ?? 0], ...shift }]);
  return { stage, watchId, robot, mail };
}

type Stage = Awaited<ReturnType<typeof makeHeldStage>>;

const told = async ({ db }: Stage, alertId: number) =>
  (await listDeliveries(db, alertId)).map(({ change, channel, status, reason, standsIn }) =>
    [change, channel, status, reason, standsIn].filter((part) => part !== null).join(' '),
  );

test('what was told through a channel that is gone stays in the record and in the review', async () => {
  const { stage, watchId, robot, mail } = await onDuty();
  const alertId = await stage.open(watchId, 'II');
  stage.at += MINUTE;
  await stage.send();
  stage.at += MINUTE;
  const flow = { db: stage.db, now: stage.now, playbooks: [] };
  await acknowledge(flow, { alertId, by: '李' });
  await closeAlert(flow, { alertId, by: '李', verdict: 'closed', note: '好了' });
  const before = await readReview(stage.db, alertId, [], stage.at);
  for (const { id } of [robot, mail]) await removeChannel(stage, id);
  expect(await told(stage, alertId)).toEqual(['opened 机器人 sent']);
  const after = await readReview(stage.db, alertId, [], stage.at);
  expect(after?.course).toEqual(before?.course);
  expect(after?.course.lines.find(({ kind }) => kind === 'told')).toMatchObject({ who: '机器人' });
});

test('a channel that is gone is nowhere to be chosen, and its secrets are gone with it', async () => {
  const { stage, watchId, robot, mail } = await onDuty();
  await removeChannel(stage, robot.id);
  expect((await listChannels(stage.db)).map(({ name }) => name)).toEqual(['邮箱']);
  expect(await getChannel(stage.db, robot.id)).toBe(null);
  expect((await readDuty(stage.db, stage.at)).people[0]?.channelIds).toEqual([mail.id]);
  const kept = await stage.db.selectFrom('channel').selectAll().where('id', '=', robot.id).execute();
  expect(JSON.stringify(kept)).not.toContain('robot.example');
  await expect(removeChannel(stage, robot.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await told(stage, await stage.open(watchId, 'II'))).toEqual(['opened 邮箱 waiting']);
});

test('what waits for one that is switched off is told elsewhere, and not by it when it is on again', async () => {
  const { stage, watchId, robot } = await onDuty();
  const alertId = await stage.open(watchId, 'II');
  const edit = (active: boolean) =>
    stage.db
      .transaction()
      .execute(async (tx) =>
        editChannel(tx, (await getChannel(tx, robot.id))!, { ...robot, active }, stage.at),
      );
  expect(await edit(true)).toBe(false);
  expect(await told(stage, alertId)).toEqual(['opened 机器人 waiting']);
  expect(await edit(false)).toBe(true);
  expect(await edit(false)).toBe(false);
  const passedOn = ['opened 机器人 failed channel-off', 'opened 邮箱 waiting same-person'];
  expect(await told(stage, alertId)).toEqual(passedOn);
  await edit(true);
  await stage.send();
  expect(await told(stage, alertId)).toEqual([passedOn[0], 'opened 邮箱 sent same-person']);
});

test('what waits for it is told by the next channel of the same person', async () => {
  const { stage, watchId, robot } = await onDuty();
  const alertId = await stage.open(watchId, 'II');
  await removeChannel(stage, robot.id);
  expect(await told(stage, alertId)).toEqual([
    'opened 机器人 failed channel-removed',
    'opened 邮箱 waiting same-person',
  ]);
});

test('what it was to be told in the morning is told by the next one as soon as that may be', async () => {
  const { stage, watchId, robot } = await onDuty(china('23:00'));
  const alertId = await stage.open(watchId, 'III');
  expect(await told(stage, alertId)).toEqual(['opened 机器人 held quiet-hours']);
  await removeChannel(stage, robot.id);
  expect(await told(stage, alertId)).toEqual([
    'opened 机器人 held channel-removed',
    'opened 邮箱 held quiet-hours same-person',
  ]);
  await stage.release();
  expect(await stage.digests()).toHaveLength(1);
});

test('an orange alert that nobody is left to hear of is a trouble; notices that wait there are dropped', async () => {
  const { stage, watchId, robot, mail } = await onDuty();
  const alertId = await stage.open(watchId, 'II');
  await removeChannel(stage, mail.id);
  const notice = { device: { name: '手机', owner: '李', isOwnerTold: false }, at: stage.at };
  await stage.db.transaction().execute((tx) => queueNotice(tx, notice, [robot], false));
  await removeChannel(stage, robot.id);
  expect(await readUnheardAlerts(stage.db)).toMatchObject([{ alertId, reason: 'channel-removed' }]);
  const notices = await stage.db.selectFrom('notice').select(['status', 'reason']).execute();
  expect(notices).toEqual([{ status: 'failed', reason: 'channel-removed' }]);
});

test('a comment that mentions somebody is no first notice of the alert', async () => {
  const { stage, watchId } = await onDuty();
  const alertId = await stage.open(watchId, 'II');
  stage.at += MINUTE;
  await commentOn(stage, { alertId, by: '王', text: '@李 看一下' });
  const { id } = (await listDeliveries(stage.db, alertId)).find(({ change }) => change === 'commented') ?? {};
  const sent = { status: 'sent', sent_at: stage.at } as const;
  await stage.db
    .updateTable('delivery')
    .set(sent)
    .where('id', '=', id ?? 0)
    .execute();
  stage.at += MINUTE;
  await stage.send();
  const review = await readReview(stage.db, alertId, [], stage.at);
  const first = review?.course.clocks.find(({ name }) => name === 'told');
  expect(first?.held.at).toBe(stage.at);
});
