import { describe, expect, onTestFinished, test } from 'vitest';
import type { Person } from '../../../server/core/alert/duty.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { readDuty } from '../../../server/db/channel/duty.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { openDatabase } from '../../../server/db/engine/open.ts';
import { readMessage } from '../../../server/db/views/alert/message.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import {
  keepChain,
  keepPerson,
  keepPolicy,
  removePerson,
  standIn,
} from '../../../server/flows/deliver/edit-duty.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { setRisk } from '../../../server/flows/detect/set-risk.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { engine, makePlace } from '../../support/database.ts';
import { EACH_ALONE, NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

const now = (stage: Stage) => ({ db: stage.db, now: () => stage.at });

const { version: _, ...shipped } = DEFAULT_RISK_SETTING;

/** Whatever is said is orange. */
async function makeAnxious(stage: Stage): Promise<void> {
  const setting = { ...shipped, thresholds: { IV: 5, III: 10, II: 15, I: 95 } };
  const wish = { kind: 'saved', setting } as const;
  await setRisk(now(stage), { watchId: stage.watch.id, seen: 0, by: '王', note: '', wish });
}

/** 值班群 is everybody's; each person has a channel of the same name, or those given. */
async function withChain(
  names: readonly string[],
  more: { readonly place?: string; readonly steps?: boolean } = {},
) {
  const stage = await makeStage({ cooldown: 0 }, more.place);
  await stage.channel({ name: '值班群' });
  for (const name of names) {
    const { id } = await stage.channel({ name });
    await keepPerson(now(stage), null, person(name, [id]));
  }
  if (more.steps !== false) await keepChain(now(stage), await stepsOf(stage));
  return stage;
}

const person = (name: string, channelIds: readonly number[], parts: Partial<Person> = {}) => ({
  name,
  title: '经理',
  zone: 'Asia/Shanghai',
  hours: null,
  channelIds,
  ...parts,
});

async function stepsOf(stage: Stage) {
  const { people } = await readDuty(stage.db, stage.at);
  return people.map(({ id, name }) => ({
    id: null,
    name: `${name}一步`,
    people: [id],
    turn: 'everyone' as const,
    startsAt: 0,
    zone: 'Asia/Shanghai',
  }));
}

/** Opens an orange alert. */
async function ring(stage: Stage): Promise<void> {
  await makeAnxious(stage);
  await stage.store(voices(25, '停暖还中毒', stage.at));
  await stage.look();
}

const rung = async (stage: Stage) =>
  (
    await stage.db
      .selectFrom('delivery')
      .innerJoin('channel', 'channel.id', 'delivery.channel_id')
      .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
      .select(['channel.name', 'alert_change.kind', 'delivery.status'])
      .orderBy('delivery.id')
      .execute()
  ).map(({ name, kind, status }) => `${kind} ${name} ${status}`);

const passed = async (stage: Stage) =>
  (await listChanges(stage.db, 1)).flatMap(({ inputs }) => inputs.escalation ?? []);

async function wait(stage: Stage, minutes: number) {
  stage.at += minutes * MINUTE;
  const { told, faults } = await escalate(now(stage));
  expect(faults).toEqual([]);
  return told;
}

describe('an alert that nobody confirms', () => {
  test('rings the first of the chain at once, then one after the other, five times', async () => {
    const stage = await withChain(['甲', '乙']);
    await ring(stage);
    expect(await rung(stage)).toEqual(['opened 值班群 waiting', 'opened 甲 waiting']);
    expect(await wait(stage, 9)).toEqual([]);
    expect(await wait(stage, 1)).toMatchObject([{ alertId: 1, change: 'escalated' }]);
    expect((await rung(stage)).slice(2)).toEqual(['escalated 乙 waiting']);
    for (let more = 0; more < 9; more++) await wait(stage, 10);
    expect((await passed(stage)).map(({ count, people }) => [count, ...people])).toEqual([
      ...[1, 2, 3, 4, 5].map((count) => [count, '乙（经理）']),
    ]);
    expect(await getEscalation(stage.db, 1)).toMatchObject({ count: 5, dueAt: null });
  });

  test('says who is asked now and for how long nobody confirmed', async () => {
    const stage = await withChain(['甲', '乙']);
    await ring(stage);
    await wait(stage, 10);
    const [change] = (await listChanges(stage.db, 1)).slice(-1);
    const view = await readMessage(stage.db, change?.id ?? 0, [], 'http://desk.example');
    expect(view?.change).toBe('escalated');
    expect(view?.sentence).toMatch(/^发出 10 分钟无人确认，转给 乙（经理）。供热：/);
  });

  test('is passed on no more once somebody confirms, or it is closed', async () => {
    const stage = await withChain(['甲', '乙']);
    await ring(stage);
    await acknowledge(now(stage), { alertId: 1, by: '甲' });
    expect(await wait(stage, 60)).toEqual([]);
    const other = await withChain(['甲', '乙']);
    await ring(other);
    await closeAlert(now(other), { alertId: 1, by: '甲', verdict: 'closed', note: '' });
    expect(await wait(other, 60)).toEqual([]);
  });

  test('is passed on once, however many look', async () => {
    const place = await makePlace();
    const stage = await withChain(['甲', '乙'], { place });
    await ring(stage);
    stage.at += 10 * MINUTE;
    const other = openDatabase(place);
    onTestFinished(() => other.destroy());
    const looks = [() => escalate(now(stage)), () => escalate({ db: other, now: () => stage.at })];
    // Two transactions of one thread would wait for each other on SQLite.
    const both =
      engine() === 'postgres'
        ? await Promise.all(looks.map((look) => look()))
        : [await looks[0]?.(), await looks[1]?.()];
    expect(both.flatMap((each) => each?.told ?? [])).toHaveLength(1);
    expect((await rung(stage)).slice(2)).toEqual(['escalated 乙 waiting']);
  });

  test('has its time anew when it becomes graver', async () => {
    const stage = await withChain(['甲', '乙']);
    await stage.store(voices(12, '小区停暖了', NOW));
    await stage.look();
    const before = await getEscalation(stage.db, 1);
    await wait(stage, 2);
    await ring(stage);
    const after = await getEscalation(stage.db, 1);
    const [first, second] = (await listChanges(stage.db, 1)).map(({ to }) => to);
    expect(first).not.toBe(second);
    expect(after?.dueAt).toBe(stage.at + 10 * MINUTE);
    expect(after?.dueAt).not.toBe(before?.dueAt);
  });
});

describe('whoever has an alert in hand', () => {
  /** 丙 has a channel and no turn, and an orange alert in hand that nobody confirmed. */
  async function inHand() {
    const stage = await withChain(['甲', '乙']);
    const { id } = await stage.channel({ name: '丙' });
    await keepPerson(now(stage), null, person('丙', [id]));
    await ring(stage);
    await stage.db.updateTable('alert').set({ assignee_id: 3 }).execute();
    return stage;
  }

  test('hears that it is passed on, and that it is said again', async () => {
    const stage = await inHand();
    await wait(stage, 10);
    expect((await rung(stage)).slice(2)).toEqual(['escalated 乙 waiting', 'escalated 丙 waiting']);
    await keepPolicy(now(stage), { minutes: { I: 5, II: 10, III: 30, IV: 120 }, repeats: 1 });
    await saveGrouping(stage.db, { ...EACH_ALONE, repeatMinutes: 60, repeats: 2 });
    await wait(stage, 10);
    await stage.store(voices(30, '还没来暖气,又停暖了', stage.at + 60 * MINUTE));
    await wait(stage, 61);
    expect((await rung(stage)).slice(4).filter((line) => line.includes('丙'))).toEqual([
      'repeated 丙 waiting',
    ]);
  });

  test('is not told twice where it is passed on to them', async () => {
    const stage = await inHand();
    await stage.db.updateTable('alert').set({ assignee_id: 2 }).execute();
    await wait(stage, 10);
    expect((await rung(stage)).slice(2)).toEqual(['escalated 乙 waiting']);
  });
});

describe('without a chain', () => {
  test('an orange alert rings once more where everybody is', async () => {
    const stage = await withChain(['甲'], { steps: false });
    await ring(stage);
    await wait(stage, 10);
    expect(await rung(stage)).toEqual([
      'opened 值班群 waiting',
      'opened 甲 waiting',
      'escalated 值班群 waiting',
      'escalated 甲 waiting',
    ]);
    expect(await passed(stage)).toMatchObject([{ step: null, people: [] }]);
  });

  test('a level that is passed on to nobody never is', async () => {
    const stage = await withChain([], { steps: false });
    await keepPolicy(now(stage), { minutes: { I: null, II: null, III: null, IV: null }, repeats: 5 });
    await ring(stage);
    expect(await wait(stage, 600)).toEqual([]);
  });

  test('a yellow alert is not told twice', async () => {
    const stage = await withChain([], { steps: false });
    await stage.store(voices(12, '小区停暖了', NOW));
    await stage.look();
    expect(await wait(stage, 600)).toEqual([]);
    expect(await getEscalation(stage.db, 1)).toMatchObject({ dueAt: null });
  });
});

describe('who is rung', () => {
  test('who stands in, for that time', async () => {
    const stage = await withChain(['甲', '乙']);
    const { steps, people } = await readDuty(stage.db, stage.at);
    const swap = { stepId: steps[0]?.id ?? 0, personId: people[1]?.id ?? 0, by: '丙' };
    await standIn(now(stage), { ...swap, from: stage.at, until: stage.at + MINUTE });
    await ring(stage);
    expect(await rung(stage)).toEqual(['opened 值班群 waiting', 'opened 乙 waiting']);
  });

  test('somebody who is gone is out of every step, and their channel rings no more', async () => {
    const stage = await withChain(['甲', '乙']);
    await removePerson(now(stage), 1);
    expect((await readDuty(stage.db, stage.at)).steps.map(({ people }) => people)).toEqual([[], [2]]);
    await ring(stage);
    expect(await rung(stage)).toEqual(['opened 值班群 waiting', 'opened 乙 waiting']);
  });

  /** Somebody whose channels all refuse, and an alert that rings them. */
  async function withDeadChannels() {
    const { url } = await startReceiver(() => ({ status: 404 }));
    const stage = await makeStage({ cooldown: 0 });
    const phone = await stage.channel({ name: '手机', settings: { url } });
    const mail = await stage.channel({ name: '邮箱', settings: { url } });
    await keepPerson(now(stage), null, person('甲', [phone.id, mail.id]));
    await keepChain(now(stage), await stepsOf(stage));
    await ring(stage);
    const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now: () => stage.at });
    const notifiers = new Map([[webhook.name, webhook]]);
    const deps = { ...now(stage), notifiers, io, playbooks: [], baseUrl: 'http://desk.example' };
    const deliverAll = () => deliver({ ...deps, passKey: PASS_KEY, random: () => 0.5 });
    return { stage, url, mail, deliverAll };
  }

  test('whoever cannot be reached is called through the next of their channels', async () => {
    const { stage, deliverAll } = await withDeadChannels();
    expect(await rung(stage)).toEqual(['opened 手机 waiting']);
    await deliverAll();
    expect(await rung(stage)).toEqual(['opened 手机 failed', 'opened 邮箱 failed']);
  });

  test('what nobody has heard of goes to any channel that is left', async () => {
    const { stage, url, deliverAll } = await withDeadChannels();
    await stage.channel({ name: '值班群', settings: { url } });
    await deliverAll();
    expect(await rung(stage)).toEqual(['opened 手机 failed', 'opened 邮箱 failed', 'opened 值班群 failed']);
  });

  test('what somebody has heard of goes no further', async () => {
    const { stage, url, mail, deliverAll } = await withDeadChannels();
    const [told] = await stage.db.selectFrom('delivery').selectAll().execute();
    const sent = { alert_id: 1, change_id: told?.change_id ?? 0, channel_id: mail.id, status: 'sent' };
    await stage.db
      .insertInto('delivery')
      .values({
        ...sent,
        reason: null,
        created_at: stage.at,
        next_at: stage.at,
        sent_at: stage.at,
        answer: null,
      })
      .execute();
    await stage.channel({ name: '值班群', settings: { url } });
    await deliverAll();
    expect(await rung(stage)).toEqual(['opened 手机 failed', 'opened 邮箱 sent']);
  });
});

describe('what cannot be kept', () => {
  test('people, steps and channels that do not exist', async () => {
    const stage = await withChain(['甲']);
    const [step] = await stepsOf(stage);
    if (step === undefined) throw new Error('there is a step');
    const gone = { code: 'not_found' };
    await expect(keepPerson(now(stage), null, person('乙', [99]))).rejects.toMatchObject(gone);
    await expect(keepPerson(now(stage), 99, person('乙', []))).rejects.toMatchObject(gone);
    await expect(keepChain(now(stage), [{ ...step, people: [99] }])).rejects.toMatchObject(gone);
    await expect(keepChain(now(stage), [{ ...step, id: 99 }])).rejects.toMatchObject(gone);
    const swap = { stepId: 99, personId: 1, from: NOW, until: NOW + MINUTE, by: '丙' };
    await expect(standIn(now(stage), swap)).rejects.toMatchObject(gone);
  });

  test('a time that is over, or ends before it begins', async () => {
    const stage = await withChain(['甲']);
    const swap = { stepId: 1, personId: 1, by: '丙' };
    const bad = { code: 'bad_request' };
    await expect(standIn(now(stage), { ...swap, from: NOW, until: NOW })).rejects.toMatchObject(bad);
    const past = { ...swap, from: NOW - 2 * MINUTE, until: NOW - MINUTE };
    await expect(standIn(now(stage), past)).rejects.toMatchObject(bad);
  });
});
