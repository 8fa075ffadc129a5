import { expect, test } from 'vitest';
import { DEFAULT_GROUPING, type Grouping } from '../../../server/core/alert/grouping.ts';
import { MINUTE, SECOND } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { keepRoutes } from '../../../server/flows/deliver/edit-routes.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost } from '../../support/make.ts';
import { plainReader } from '../alert/alert-stage.ts';
import { china, makeHeldStage } from './held-stage.ts';

const withGroups = async (parts: Partial<Grouping> = {}) => {
  const stage = await makeHeldStage();
  await saveGrouping(stage.db, { ...DEFAULT_GROUPING, waitSeconds: 30, ...parts });
  await stage.channel();
  return Object.assign(stage, { watchId: await stage.watch() });
};
type GroupStage = Awaited<ReturnType<typeof withGroups>>;

const told = async (stage: GroupStage) =>
  (
    await stage.db
      .selectFrom('delivery')
      .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
      .select(['alert_change.kind', 'to_level', 'status', 'reason'])
      .orderBy('delivery.id')
      .execute()
  ).map(({ kind, to_level, status, reason }) => [kind, to_level, status, reason].join(' ').trim());

test('what comes together goes together: the first message waits, and the last change of it rings once', async () => {
  const stage = await withGroups();
  await stage.open(stage.watchId, 'IV');
  stage.at += 20 * SECOND;
  await stage.raise(stage.watchId, 'III');
  expect(await stage.release()).toEqual({ rung: 0, told: 0 });
  stage.at += 10 * SECOND;
  expect(await stage.release()).toEqual({ rung: 1, told: 0 });
  expect(await told(stage)).toEqual(['opened IV held group-wait', 'raised III waiting']);
});

test('orange and red wait for nothing, and what waited before them is not told after them', async () => {
  const stage = await withGroups();
  await stage.open(stage.watchId, 'IV');
  await stage.raise(stage.watchId, 'II');
  await stage.raise(stage.watchId, 'I');
  stage.at += MINUTE;
  expect(await stage.release()).toEqual({ rung: 0, told: 0 });
  expect((await told(stage)).map((line) => line.split(' ')[2])).toEqual(['held', 'waiting', 'waiting']);
});

test('who takes it up while it waits is not rung for it', async () => {
  const stage = await withGroups();
  const alertId = await stage.open(stage.watchId, 'III');
  await acknowledge(stage, { alertId, by: '王' });
  stage.at += MINUTE;
  expect(await stage.release()).toEqual({ rung: 0, told: 0 });
});

test('a group that rang is told of again after the interval, red at once', async () => {
  const stage = await withGroups({ waitSeconds: 0 });
  await stage.open(stage.watchId, 'IV');
  stage.at += MINUTE;
  await stage.raise(stage.watchId, 'III');
  stage.at += 3 * MINUTE;
  expect(await stage.release()).toEqual({ rung: 0, told: 0 });
  stage.at += MINUTE;
  expect(await stage.release()).toEqual({ rung: 1, told: 0 });
  await stage.raise(stage.watchId, 'I');
  expect(await told(stage)).toEqual(['opened IV waiting', 'raised III waiting', 'raised I waiting']);
});

test('another story of the same watch is another group', async () => {
  const stage = await withGroups({ waitSeconds: 0 });
  await stage.story(1, [1, 2]);
  await stage.story(2, [3, 4]);
  await stage.open(stage.watchId, 'IV', [1, 2]);
  stage.at += MINUTE;
  await stage.raise(stage.watchId, 'III', [3, 4]);
  expect((await told(stage)).at(-1)).toBe('raised III waiting');
  stage.at += MINUTE;
  await stage.raise(stage.watchId, 'III', [4]);
  expect((await told(stage)).at(-1)).toBe('raised III held group-interval');
});

test('a branch of the routes may have a wait of its own', async () => {
  const stage = await withGroups();
  const route = { id: null, depth: 0, name: '快', match: {}, callsChain: false, goesOn: false, active: true };
  const grouping = { ...DEFAULT_GROUPING, waitSeconds: 0 };
  await keepRoutes(stage, [{ ...route, channelIds: [1], grouping }]);
  await stage.open(stage.watchId, 'IV');
  expect(await told(stage)).toEqual(['opened IV waiting']);
});

test('what nobody is left to pass on to is said again while more is said, so often and no more', async () => {
  const stage = await withGroups({ waitSeconds: 0, repeatMinutes: 60, repeats: 2 });
  const alertId = await stage.open(stage.watchId, 'IV');
  const say = (n: number) =>
    ingest(ingestDeps(stage.db, { reader: plainReader, now: stage.now }), {
      posts: [
        makePost({
          externalId: `say-${n}`,
          publishedAt: stage.at,
          observedAt: stage.at,
          text: `供热不足,${'甲乙丙'[n]}小区`,
        }),
      ],
      origin: 'test',
    });
  const wait = async (minutes: number) => {
    stage.at += minutes * MINUTE;
    return (await escalate(stage)).told.map(({ change }) => change);
  };
  // Blue without a chain is passed on to nobody: that is found out first.
  expect(await wait(120)).toEqual([]);
  expect(await wait(60)).toEqual([]);
  await say(1);
  expect(await wait(15)).toEqual(['repeated']);
  expect(await wait(60)).toEqual([]);
  await say(2);
  expect(await wait(15)).toEqual(['repeated']);
  await say(3);
  expect(await wait(600)).toEqual([]);
  expect(await getEscalation(stage.db, alertId)).toMatchObject({ dueAt: null, repeats: 2 });
  expect(
    (await listChanges(stage.db, alertId)).flatMap(({ inputs }) => inputs.repeating?.count ?? []),
  ).toEqual([1, 2]);
});

test('what has calmed down is not said again, however much is said', async () => {
  const stage = await withGroups({ waitSeconds: 0, repeatMinutes: 60, repeats: 2 });
  const alertId = await stage.open(stage.watchId, 'IV');
  const { risk } = (await getAlert(stage.db, alertId))!;
  const stands = (level: 'IV' | null, wave = { peak: 40, over: true }) =>
    stage.db
      .updateTable('alert')
      .set({ risk_json: JSON.stringify({ ...risk, level, wave }) })
      .where('id', '=', alertId)
      .execute();
  const wait = async (minutes: number) => {
    stage.at += minutes * MINUTE;
    const posts = [{ externalId: `${stage.at}`, publishedAt: stage.at, observedAt: stage.at }].map((post) =>
      makePost({ ...post, text: `供热几点开始 ${stage.at}` }),
    );
    await ingest(ingestDeps(stage.db, { reader: plainReader, now: stage.now }), { posts, origin: 'test' });
    return (await escalate(stage)).told.map(({ change }) => change);
  };
  await wait(120);
  await stands(null);
  expect([await wait(60), await wait(60)]).toEqual([[], []]);
  // So calm for so long that closing was proposed: the next trouble is told for itself.
  await stands('IV', { peak: 0, over: true });
  expect(await wait(60)).toEqual([]);
  await stands('IV');
  expect(await wait(60)).toEqual(['repeated']);
});

test('what is passed on minds the hours and the limit of the channel, but for red', async () => {
  const stage = await makeHeldStage(china('12:00'));
  await stage.channel({ perHour: 1 });
  await stage.open(await stage.watch('橙'), 'II');
  await stage.open(await stage.watch('红'), 'I');
  stage.at += 11 * MINUTE;
  expect((await escalate(stage)).told.map(({ level }) => level).sort()).toEqual(['I', 'II']);
  const rows = await stage.db.selectFrom('delivery').select(['alert_id', 'reason']).orderBy('id').execute();
  expect(rows.slice(2).toSorted((a, b) => a.alert_id - b.alert_id)).toEqual([
    { alert_id: 1, reason: 'rate-limit' },
    { alert_id: 2, reason: null },
  ]);
});
