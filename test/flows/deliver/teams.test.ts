import { expect, test } from 'vitest';
import type { Alert } from '../../../server/core/alert/alert.ts';
import { shiftOf } from '../../../server/core/alert/duty.ts';
import { standInOf } from '../../../server/core/alert/stand-in.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { mergedInto, standingAlert } from '../../../server/db/alert/joined-alerts.ts';
import { deleteChain, listChains, readDuty } from '../../../server/db/channel/duty.ts';
import { saveRoutes } from '../../../server/db/channel/routes.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { assignAlert } from '../../../server/flows/alert/steer-alert.ts';
import { keepChain, keepPerson, removePerson } from '../../../server/flows/deliver/edit-duty.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { nextChannel } from '../../../server/flows/deliver/on-call.ts';
import { queueNotice } from '../../../server/flows/deliver/queue-notice.ts';
import { routeChange } from '../../../server/flows/deliver/route-change.ts';
import { mergeStories } from '../../../server/flows/story/edit-story.ts';
import { china, makeHeldStage } from './held-stage.ts';

const step = (people: readonly number[]) => ({
  id: null,
  name: '一线',
  people,
  turn: 'everyone' as const,
  startsAt: 0,
  zone: 'Asia/Shanghai',
});

const ROUTE = { id: null, depth: 0, name: '一线', callsChain: false, goesOn: false, active: true };

/** Two teams with a person and a channel each; the watch 公交 is the second's, 供热 is the first's. */
async function makeTeams() {
  const stage = await makeHeldStage();
  const [heat, bus] = [await stage.watch('供热'), await stage.watch('公交')];
  for (const [name, channels] of [
    ['李', 2],
    ['赵', 1],
  ] as const) {
    const channelIds: number[] = [];
    for (let i = 0; i < channels; i++) channelIds.push((await stage.channel({ name: `${name}${i}` })).id);
    const rest = { title: '', zone: 'Asia/Shanghai', hours: null };
    await keepPerson(stage, null, { name, ...rest, channelIds });
  }
  const [li = 0, zhao = 0] = (await readDuty(stage.db, stage.at)).people.map(({ id }) => id);
  await keepChain(stage, [step([li])]);
  await keepChain(stage, [step([zhao])], { name: '公交组', watchIds: [bus] });
  return Object.assign(stage, { heat, bus });
}
type Teams = Awaited<ReturnType<typeof makeTeams>>;

const rung = async (stage: Teams) =>
  (
    await stage.db
      .selectFrom('delivery')
      .innerJoin('channel', 'channel.id', 'delivery.channel_id')
      .select(['channel.name', 'alert_id'])
      .orderBy('delivery.id')
      .execute()
  ).map(({ name, alert_id }) => `${alert_id} ${name}`);

test('an alert rings the chain of its watch, and is passed on within it', async () => {
  const stage = await makeTeams();
  await stage.open(stage.heat, 'II');
  await stage.open(stage.bus, 'II');
  stage.at += 11 * MINUTE;
  await escalate(stage);
  expect(await rung(stage)).toEqual(['1 李0', '2 赵0', '1 李0', '2 赵0']);
});

test('a watch leaves one chain for another, and a chain that goes leaves its watches to the rest', async () => {
  const stage = await makeTeams();
  const [, team] = await listChains(stage.db);
  const { steps = [] } = team ?? {};
  await keepChain(stage, [step([1])], { name: '供热组', watchIds: [stage.bus, stage.heat] });
  expect((await listChains(stage.db)).map(({ watchIds }) => watchIds)).toEqual([[], [], [1, 2]]);
  await expect(keepChain(stage, steps, { id: 99, name: '没有' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(keepChain(stage, steps, { name: '别人的一步' })).rejects.toMatchObject({ code: 'not_found' });
  await stage.db.transaction().execute((tx) => deleteChain(tx, 2));
  expect((await readDuty(stage.db, stage.at, stage.bus)).steps).toMatchObject([{ people: [1] }]);
});

test('what a channel will not take stays within the team; red alone goes to another, which is said', async () => {
  const stage = await makeTeams();
  const next = async (watchId: number, level: Level) => {
    const alertId = await stage.open(watchId, level);
    const [change] = await listChanges(stage.db, alertId);
    await stage.db
      .updateTable('delivery')
      .set({ status: 'failed' })
      .where('alert_id', '=', alertId)
      .execute();
    const rows = await stage.db.selectFrom('delivery').selectAll().where('alert_id', '=', alertId).execute();
    const channelId = rows[0]?.channel_id ?? 0;
    const found = await nextChannel(stage.db, { alertId, changeId: change?.id ?? 0, channelId }, stage.at);
    await stage.db.updateTable('alert').set({ status: 'closed' }).execute();
    return found && `${found.channel.name} ${found.standsIn}`;
  };
  expect(await next(stage.heat, 'II')).toBe('李1 same-person');
  expect(await next(stage.bus, 'II')).toBeNull();
  expect(await next(stage.bus, 'I')).toBe('李0 other-team');
  // What is nobody's comes before what is another team's, and what the routes name before that.
  const [duty, left] = [await readDuty(stage.db, stage.at, stage.bus), [{ id: 1 }, { id: 8 }, { id: 9 }]];
  const instead = (routed: readonly number[]) => standInOf(left, { duty, routed, level: 'I' });
  expect(instead([])).toEqual({ channel: { id: 8 }, standsIn: 'shared' });
  expect(instead([9])).toEqual({ channel: { id: 9 }, standsIn: 'same-team' });
});

test('what the routes name for one client rings for no other, unless nothing is left and the alert is red', async () => {
  const stage = await makeHeldStage();
  const [first, second, third] = [await stage.watch('甲'), await stage.watch('乙'), await stage.watch('丙')];
  const [ours, theirs] = [await stage.channel({ name: '甲群' }), await stage.channel({ name: '乙群' })];
  const line = (watchId: number, channelId: number) =>
    ({ ...ROUTE, match: { watchIds: [watchId] }, channelIds: [channelId] }) as const;
  const outline = [line(first, ours.id), line(second, theirs.id)];
  await stage.db.transaction().execute((tx) => saveRoutes(tx, outline));
  const rings = async (watchId: number, level: Level) => {
    const draft = { watchId, level, examples: [] };
    return (await routeChange(stage.db, draft, stage.at)).map(({ channel }) => channel.name);
  };
  expect(await rings(first, 'II')).toEqual(['甲群']);
  // A watch that nobody was named for is heard of by all, or by nobody.
  expect(await rings(third, 'II')).toEqual(['甲群', '乙群']);
  await stage.db.updateTable('channel').set({ active: 0 }).where('id', '=', ours.id).execute();
  expect(await rings(first, 'II')).toEqual([]);
  expect(await rings(first, 'I')).toEqual(['乙群']);
  await stage.channel({ name: '值班群' });
  expect(await rings(first, 'I')).toEqual(['值班群']);
});

test('whoever leaves hears nothing more: their channels are switched off, an empty step stays', async () => {
  const stage = await makeTeams();
  const [, zhao] = (await readDuty(stage.db, stage.at)).people;
  const other = await stage.watch('机场');
  await removePerson(stage, zhao?.id ?? 0);
  const channels = await stage.db.selectFrom('channel').select(['name', 'active']).orderBy('id').execute();
  expect(channels.map(({ name, active }) => `${name} ${active}`)).toEqual(['李0 1', '李1 1', '赵0 0']);
  expect((await listChains(stage.db)).map(({ steps }) => steps.length)).toEqual([1, 1]);
  await stage.open(stage.bus, 'II');
  await stage.open(other, 'II');
  expect(await rung(stage)).toEqual(['2 李0']);
});

test('what waits for somebody who leaves goes to the next of their team', async () => {
  const stage = await makeTeams();
  const [li] = (await readDuty(stage.db, stage.at)).people;
  const rest = { title: '', zone: 'Asia/Shanghai', hours: null };
  const third = await stage.channel({ name: '王0' });
  await keepPerson(stage, null, { name: '王', ...rest, channelIds: [third.id] });
  const wang = (await readDuty(stage.db, stage.at)).people.find(({ name }) => name === '王');
  await keepChain(stage, [step([li?.id ?? 0]), step([wang?.id ?? 0])]);
  await stage.open(stage.heat, 'II');
  expect(await rung(stage)).toEqual(['1 李0']);
  await removePerson(stage, li?.id ?? 0);
  expect(await rung(stage)).toEqual(['1 李0', '1 王0']);
});

test('a channel that wants graver ones stands in only where nothing else would tell it, not even later', async () => {
  const stage = await makeHeldStage();
  const phone = await stage.channel({ name: '手机' });
  const loud = await stage.channel({ name: '电话', minLevel: 'I' });
  const rest = { title: '', zone: 'Asia/Shanghai', hours: null };
  await keepPerson(stage, null, { name: '李', ...rest, channelIds: [phone.id, loud.id] });
  await keepChain(stage, [step([1])]);
  const alertId = await stage.open(await stage.watch(), 'IV');
  const [change] = await listChanges(stage.db, alertId);
  await stage.db.updateTable('delivery').set({ status: 'failed' }).execute();
  const next = async () => {
    const found = await nextChannel(
      stage.db,
      { alertId, changeId: change?.id ?? 0, channelId: phone.id },
      stage.at,
    );
    return found?.channel.name ?? null;
  };
  expect(await next()).toBe('电话');
  const mail = await stage.channel({ name: '邮件' });
  expect(await next()).toBe('邮件');
  // Told by mail in the morning: nobody who wants red ones only is woken for a blue one.
  const row = { alert_id: alertId, change_id: change?.id ?? 0, channel_id: mail.id, created_at: stage.at };
  await stage.db
    .insertInto('delivery')
    .values({
      ...row,
      status: 'held',
      reason: 'quiet-hours',
      owed: 1,
      next_at: stage.at,
      sent_at: null,
      answer: null,
    })
    .execute();
  expect(await next()).toBeNull();
});

test('alerts of one watch whose stories become one are one: the first goes on, the later is closed', async () => {
  const stage = await makeHeldStage();
  await stage.channel();
  await stage.story(1, [1, 2]);
  await stage.story(2, [3, 4]);
  const watchId = await stage.watch();
  const first = await stage.open(watchId, 'III', [1, 2]);
  await acknowledge(stage, { alertId: first, by: '李' });
  await closeAlert(stage, { alertId: first, by: '李', verdict: 'closed', note: '' });
  stage.at += 30 * MINUTE;
  const later = await stage.open(watchId, 'II', [3, 4]);
  const before = (await stage.rows()).length;
  await mergeStories(stage, { story: 1, other: 2, by: '王' });
  const [one, other] = [await getAlert(stage.db, first), await getAlert(stage.db, later)] as Alert[];
  expect(one).toMatchObject({ status: 'open', level: 'II', closedAt: null, examples: [3, 4] });
  expect(other).toMatchObject({ status: 'closed', closedAt: stage.at });
  expect(await mergedInto(stage.db, later)).toBe(first);
  expect(await standingAlert(stage.db, later)).toBe(first);
  const lines = [...(await listChanges(stage.db, first)), ...(await listChanges(stage.db, later))];
  expect(
    lines
      .filter(({ kind }) => kind === 'merged')
      .map(({ alertId, inputs, actor }) => [alertId, inputs.joined, actor]),
  ).toEqual([
    [first, later, '王'],
    [later, first, '王'],
  ]);
  expect(await stage.rows()).toHaveLength(before);
  // It is passed on as the first from now on, once.
  stage.at += 11 * MINUTE;
  expect((await escalate(stage)).told.map(({ alertId }) => alertId)).toEqual([first]);
});

test('false alarms, and alerts of other stories, stay what they are', async () => {
  const stage = await makeHeldStage();
  for (const id of [1, 2, 3]) await stage.story(id, [id * 2 - 1, id * 2]);
  const [one, two] = [await stage.watch('一'), await stage.watch('二')];
  for (const [watchId, verdict, posts] of [
    [one, 'false_alarm', [1, 2]],
    [two, 'closed', [5, 6]],
  ] as const) {
    const alertId = await stage.open(watchId, 'III', posts);
    await closeAlert(stage, { alertId, by: '李', verdict, note: '' });
    stage.at += MINUTE;
    await stage.open(watchId, 'II', [3, 4]);
  }
  await mergeStories(stage, { story: 1, other: 2, by: '王' });
  const merged = await stage.db
    .selectFrom('alert')
    .select('id')
    .where('merged_into', 'is not', null)
    .execute();
  expect(merged).toEqual([]);
});

test('a notice about a source waits for the morning and comes with the rest; one that stops alerts does not', async () => {
  const stage = await makeHeldStage(china('23:30'));
  const quiet = { from: '22:00', to: '07:30', workdaysOnly: false, zone: 'Asia/Shanghai' };
  const channel = await stage.channel({ quiet });
  const feed = { feedId: 1, incidentId: 1, name: '本地论坛', reason: null, lastOkAt: null };
  const down = [{ ...feed, health: 'failing' as const, openedAt: stage.at }];
  const tell = (isUrgent: boolean) =>
    stage.db
      .transaction()
      .execute((tx) => queueNotice(tx, { down, up: [], at: stage.at }, [channel], isUrgent));
  await tell(false);
  await tell(true);
  const stands = async () =>
    (await stage.db.selectFrom('notice').select(['status', 'reason']).orderBy('id').execute()).map(
      ({ status, reason }) => `${status} ${reason}`,
    );
  expect(await stands()).toEqual(['held quiet-hours', 'waiting null']);
  expect(await stage.release()).toEqual({ rung: 0, told: 0 });
  stage.at = china('07:30', '2026-11-25');
  expect(await stage.release()).toEqual({ rung: 0, told: 1 });
  expect((await stage.digests()).at(-1)).toMatchObject({
    subject: '免打扰期间 1 条运行通知',
    lines: ['来源失效：本地论坛（11月24日 23:30）'],
  });
  expect(await stage.release()).toEqual({ rung: 0, told: 0 });
});

test('whoever has the turn keeps it when somebody joins or leaves', async () => {
  const stage = await makeTeams();
  const [li = 0, zhao = 0] = (await readDuty(stage.db, stage.at)).people.map(({ id }) => id);
  const turns = { ...step([li, zhao]), turn: 'day' as const, startsAt: stage.at - 5 * 24 * 60 * MINUTE };
  await keepChain(stage, [turns]);
  const [chain] = await listChains(stage.db);
  const [first] = chain?.steps ?? [];
  if (first === undefined) throw new Error('no step');
  const onDuty = async () => {
    const [rest] = await listChains(stage.db);
    return rest?.steps.map((each) => shiftOf(each, [], stage.at).people);
  };
  expect(await onDuty()).toEqual([[zhao]]);
  const more = await keepPerson(stage, null, {
    name: '周',
    title: '',
    zone: 'Asia/Shanghai',
    hours: null,
    channelIds: [],
  }).then(async () => (await readDuty(stage.db, stage.at)).people.at(-1)?.id ?? 0);
  await keepChain(stage, [{ ...first, people: [li, zhao, more] }]);
  expect(await onDuty()).toEqual([[zhao]]);
  await removePerson(stage, li);
  expect(await onDuty()).toEqual([[zhao]]);
});

test('whoever has an alert in hand hears what becomes of it, once, wherever else it rings', async () => {
  const stage = await makeTeams();
  const zhao = (await readDuty(stage.db, stage.at)).people.find(({ name }) => name === '赵')?.id ?? 0;
  const alertId = await stage.open(stage.heat, 'III');
  await assignAlert(stage, { alertId, personId: zhao, by: '赵' });
  for (const [kind, level] of [
    ['raised', 'II'],
    ['surged', 'II'],
    ['graver', 'II'],
    ['playbook', 'II'],
  ] as const) {
    stage.at += HOUR;
    const before = (await rung(stage)).length;
    await stage.tell(stage.heat, kind, level);
    expect([kind, (await rung(stage)).slice(before)]).toEqual([kind, ['1 李0', '1 赵0']]);
  }
  // Who is on duty as well is rung once, for a red one through all that they have.
  const other = await stage.open(stage.bus, 'III');
  await assignAlert(stage, { alertId: other, personId: zhao, by: '赵' });
  stage.at += HOUR;
  const before = (await rung(stage)).length;
  await stage.raise(stage.bus, 'I');
  expect((await rung(stage)).slice(before)).toEqual(['2 赵0']);
  // And nobody any more who has given it back.
  await assignAlert(stage, { alertId, personId: null, by: '赵' });
  stage.at += HOUR;
  const until = (await rung(stage)).length;
  await stage.raise(stage.heat, 'I');
  expect((await rung(stage)).slice(until)).toEqual(['1 李0', '1 李1']);
});
