import { describe, expect, test } from 'vitest';
import { mentionedIn } from '../../../server/core/alert/alert-life.ts';
import { HOUR } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { listAnnotations } from '../../../server/db/reading/annotations.ts';
import { readHands } from '../../../server/db/views/alert/alert-hands.ts';
import { readMessage } from '../../../server/db/views/alert/message.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { assignAlert, commentOn, moveAlert } from '../../../server/flows/alert/steer-alert.ts';
import { removePerson } from '../../../server/flows/deliver/edit-duty.ts';
import { NOW } from '../../support/make.ts';
import { makePerson } from '../../support/make-channel.ts';
import { makeStage, type Stage, voices } from './alert-stage.ts';

const deps = (stage: Stage) => ({ db: stage.db, now: () => stage.at });
const ONE = { alertId: 1, by: '王敏' };

/** An open alert and two people with a channel each. */
async function open() {
  const stage = await makeStage();
  const ids: number[] = [];
  for (const name of ['李静', '赵磊']) {
    const { id } = await stage.channel({ name: `${name}的手机`, minLevel: 'I' });
    ids.push(await makePerson(stage.db, { name, channelIds: [id] }));
  }
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.look();
  const [li = 0, zhao = 0] = ids;
  return { stage, li, zhao };
}

const kinds = async ({ db }: Stage) => (await listChanges(db, 1)).map(({ kind }) => kind);
const waiting = async ({ db }: Stage) =>
  (
    await db
      .selectFrom('delivery')
      .innerJoin('channel', 'channel.id', 'delivery.channel_id')
      .select('channel.name')
      .where('delivery.status', '=', 'waiting')
      .orderBy('delivery.id')
      .execute()
  ).map(({ name }) => name);
const lastMessage = async ({ db }: Stage) => {
  const [line] = (await listChanges(db, 1)).slice(-1);
  return readMessage(db, line?.id ?? 0, [], 'http://desk.example');
};

test('the page knows who can hear of it: a channel of their own that is in use', async () => {
  const { stage, li, zhao } = await open();
  await makePerson(stage.db, { name: '赵琳' });
  const off = await stage.channel({ name: '关了的', active: false });
  await makePerson(stage.db, { name: '孙磊', channelIds: [off.id] });
  const alert = await getAlert(stage.db, 1);
  if (alert === null) throw new Error('no alert');
  const { people } = await readHands(stage.db, alert, stage.at);
  expect(people.filter(({ reachable }) => reachable).map(({ id }) => id)).toEqual([li, zhao]);
  expect(people.filter(({ reachable }) => !reachable).map(({ name }) => name)).toEqual(['赵琳', '孙磊']);
});

describe('how far an alert is', () => {
  test('whoever looks into it has confirmed it, so that it rings nobody else', async () => {
    const { stage } = await open();
    await moveAlert(deps(stage), { ...ONE, phase: 'investigating', note: '' });
    expect(await getAlert(stage.db, 1)).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: '王敏',
      phase: 'investigating',
    });
    expect((await getEscalation(stage.db, 1))?.dueAt).toBeNull();
    await moveAlert(deps(stage), { ...ONE, by: '李静', phase: 'watching', note: '等供热公司回话' });
    expect(await kinds(stage)).toEqual(['opened', 'acknowledged', 'investigating', 'watching']);
    expect((await getAlert(stage.db, 1))?.acknowledgedBy).toBe('王敏');
  });

  test('an incident stands in the timeline of its watch, and is not taken back', async () => {
    const { stage } = await open();
    await moveAlert(deps(stage), { ...ONE, phase: 'incident', note: '河西区停暖' });
    const marks = await listAnnotations(stage.db, [stage.watch.id], NOW - HOUR, NOW + HOUR);
    expect(marks).toMatchObject([{ kind: 'incident', text: '河西区停暖', at: NOW, createdBy: '王敏' }]);
    for (const phase of ['investigating', 'incident'] as const) {
      const again = moveAlert(deps(stage), { ...ONE, phase, note: '' });
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  test('a move sent again by who got no answer is done already, and of another person a conflict', async () => {
    const { stage } = await open();
    const promote = (by: string) =>
      moveAlert(deps(stage), { ...ONE, by, phase: 'incident', note: '河西区停暖' });
    await promote('王敏');
    expect(await promote('王敏')).toMatchObject({ phase: 'incident', acknowledgedBy: '王敏' });
    await expect(promote('李静')).rejects.toMatchObject({ code: 'conflict' });
    expect(await kinds(stage)).toEqual(['opened', 'acknowledged', 'promoted']);
    expect(await listAnnotations(stage.db, [stage.watch.id], NOW - HOUR, NOW + HOUR)).toHaveLength(1);
  });

  test('a closed alert is not moved, and one that is not there neither', async () => {
    const { stage } = await open();
    await closeAlert(deps(stage), { ...ONE, verdict: 'closed', note: '' });
    const move = (alertId: number) =>
      moveAlert(deps(stage), { ...ONE, alertId, phase: 'watching', note: '' });
    await expect(move(1)).rejects.toMatchObject({ code: 'conflict' });
    await expect(move(9)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('in whose hands it is', () => {
  test('whoever is given it hears of it, through their own channel, whatever its level', async () => {
    const { stage, zhao } = await open();
    expect(await waiting(stage)).toEqual([]);
    const { waiting: rung } = await assignAlert(deps(stage), { ...ONE, personId: zhao });
    expect([rung, await waiting(stage)]).toEqual([1, ['赵磊的手机']]);
    expect((await getAlert(stage.db, 1))?.assigneeId).toBe(zhao);
    expect(await lastMessage(stage)).toMatchObject({
      change: 'assigned',
      sentence: expect.stringMatching(/^王敏 请 赵磊 处理。供热：/),
    });
  });

  test('who takes it themselves is not told', async () => {
    const { stage, li } = await open();
    await assignAlert(deps(stage), { ...ONE, by: '李静', personId: li });
    expect(await waiting(stage)).toEqual([]);
  });

  test('given twice it is told once; given back it is nobody’s', async () => {
    const { stage, zhao } = await open();
    await assignAlert(deps(stage), { ...ONE, personId: zhao });
    await assignAlert(deps(stage), { ...ONE, personId: zhao });
    await assignAlert(deps(stage), { ...ONE, personId: null });
    expect(await kinds(stage)).toEqual(['opened', 'assigned', 'assigned']);
    expect((await getAlert(stage.db, 1))?.assigneeId).toBeNull();
    expect(await waiting(stage)).toEqual(['赵磊的手机']);
  });

  test('somebody who is not there cannot have it; somebody who goes leaves it', async () => {
    const { stage, zhao } = await open();
    const nobody = assignAlert(deps(stage), { ...ONE, personId: 99 });
    await expect(nobody).rejects.toMatchObject({ code: 'not_found' });
    await assignAlert(deps(stage), { ...ONE, personId: zhao });
    await removePerson(deps(stage), zhao);
    expect((await getAlert(stage.db, 1))?.assigneeId).toBeNull();
  });
});

describe('what people say of it', () => {
  test('is in its history, also when it is closed, and told to whoever is named', async () => {
    const { stage } = await open();
    await closeAlert(deps(stage), { ...ONE, verdict: 'closed', note: '' });
    await commentOn(deps(stage), { ...ONE, text: ' @李静 请看热线记录 ' });
    expect((await listChanges(stage.db, 1)).at(-1)).toMatchObject({
      kind: 'commented',
      actor: '王敏',
      note: '@李静 请看热线记录',
    });
    expect(await waiting(stage)).toEqual(['李静的手机']);
    expect((await lastMessage(stage))?.sentence).toMatch(/^王敏：“@李静 请看热线记录” 供热：/);
  });

  test('that says nothing is refused', async () => {
    const { stage } = await open();
    const empty = commentOn(deps(stage), { ...ONE, text: ' \n' });
    await expect(empty).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('names people with an @, the longer of two names that begin alike', () => {
    const people = [
      { id: 1, name: '李静' },
      { id: 2, name: '李静怡' },
      { id: 3, name: '赵磊' },
    ];
    const named = (text: string) => mentionedIn(text, people).map(({ id }) => id);
    expect(named('@李静怡和@赵磊,@赵磊')).toEqual([2, 3]);
    expect(named('@李静，在吗')).toEqual([1]);
    expect(named('李静 @ 赵磊 a@b.cn')).toEqual([]);
  });
});

describe('a comment whose answer was lost', () => {
  const say = (stage: Stage, more: Partial<Parameters<typeof commentOn>[1]> = {}) =>
    commentOn(deps(stage), { ...ONE, text: '@李静 看一下', ...more });
  const comments = async (stage: Stage) => (await kinds(stage)).filter((kind) => kind === 'commented').length;

  test('sent again under its key is kept and rung for once; the same words under another key are said twice', async () => {
    const { stage } = await open();
    const repeat = { key: 'night-1', bodyHash: 'a' };
    expect(await say(stage, { repeat })).toMatchObject({ waiting: 1, repeated: false });
    stage.at += HOUR;
    expect(await say(stage, { repeat })).toMatchObject({ waiting: 0, repeated: true });
    expect([await comments(stage), await waiting(stage)]).toEqual([1, ['李静的手机']]);
    const reused = say(stage, { text: '别的', repeat: { key: 'night-1', bodyHash: 'b' } });
    await expect(reused).rejects.toMatchObject({ code: 'key_reused' });
    await say(stage, { repeat: { key: 'night-2', bodyHash: 'a' } });
    await say(stage, { by: '赵磊', repeat });
    expect(await comments(stage)).toBe(3);
  });

  test('sent twice at once under its key it is kept once', async () => {
    const { stage } = await open();
    const repeat = { key: 'night-1', bodyHash: 'a' };
    const both = await Promise.all([say(stage, { repeat }), say(stage, { repeat })]);
    expect(both.map(({ repeated }) => repeated).toSorted()).toEqual([false, true]);
    expect([await comments(stage), await waiting(stage)]).toEqual([1, ['李静的手机']]);
  });

  test('without a key is the same where the same person says the same within two minutes', async () => {
    const { stage } = await open();
    await say(stage);
    stage.at += 110_000;
    expect(await say(stage)).toMatchObject({ waiting: 0, repeated: true });
    await say(stage, { by: '赵磊' });
    await say(stage, { text: '@李静 看一下，急' });
    expect(await comments(stage)).toBe(3);
    stage.at += 20_000;
    expect(await say(stage)).toMatchObject({ repeated: false });
    expect(await comments(stage)).toBe(4);
  });

  test('its key is forgotten after a day', async () => {
    const { stage } = await open();
    const repeat = { key: 'night-1', bodyHash: 'a' };
    await say(stage, { repeat });
    stage.at += 25 * HOUR;
    expect(await say(stage, { repeat })).toMatchObject({ repeated: false });
    const keys = await stage.db.selectFrom('decision_key').selectAll().execute();
    expect(keys).toMatchObject([{ kind: 'comment', actor: '王敏', key: 'night-1', created_at: stage.at }]);
  });
});
