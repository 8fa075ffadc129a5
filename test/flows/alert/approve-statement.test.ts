import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { listStatements } from '../../../server/db/alert/statements.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { listPeople } from '../../../server/db/channel/people.ts';
import { readMessage } from '../../../server/db/views/alert/message.ts';
import { deleteWatch } from '../../../server/db/watch/watches.ts';
import {
  decideStatement,
  submitStatement,
  withdrawStatement,
} from '../../../server/flows/alert/approve-statement.ts';
import { fillTemplate } from '../../../server/flows/alert/fill-template.ts';
import { publishStatement } from '../../../server/flows/alert/publish-statement.ts';
import { assignAlert } from '../../../server/flows/alert/steer-alert.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { storeChange } from '../../../server/flows/deliver/store-change.ts';
import { NOW } from '../../support/make.ts';
import { makeRungStage } from './alert-stage.ts';

async function desk() {
  const { stage, db, alertId, deps } = await makeRungStage();
  const [template] = stage.deps.playbooks[0]!.templates;
  const id = template!.id;
  const draft = (word: string, by = '王敏') =>
    fillTemplate(deps, {
      alertId,
      template: id,
      by,
      values: Object.fromEntries(template!.vars.map((name) => [name, word])),
    });
  const handIn = (by = '王敏', parts: { waiver?: string | null; over?: number | null } = {}) =>
    submitStatement(deps, { alertId, template: id, by, waiver: null, ...parts });
  const submit = async (by = '王敏', waiver: string | null = null) => (await handIn(by, { waiver })).id;
  const decide = (
    statement: number,
    by: string,
    approves = true,
    note: string | null = approves ? null : '再核对',
  ) => decideStatement(deps, { alertId, id: statement, by, approves, note });
  const publish = (statement: number, parts: { at?: number | null; url?: string | null } = {}) =>
    publishStatement(deps, {
      alertId,
      id: statement,
      by: '李',
      outlet: 'weibo' as const,
      at: null,
      url: null,
      note: null,
      ...parts,
    });
  const all = () => listStatements(db, alertId);
  const kinds = async () =>
    (await listChanges(db, alertId)).map(({ kind }) => kind).filter((kind) => /^statement/.test(kind));
  /** However grave the alert is, so many people have to approve. */
  const needs = (needed: number) => db.updateTable('statement').set({ needed }).execute();
  return { stage, db, deps, alertId, draft, handIn, submit, decide, publish, all, kinds, needs };
}

describe('a statement on its way out', () => {
  test('is handed in as its draft stands, approved by others, and published', async () => {
    const { stage, draft, submit, decide, publish, all, kinds, needs } = await desk();
    await draft('七时');
    const id = await submit();
    await needs(2);
    const [handedIn] = await all();
    expect(handedIn).toMatchObject({
      id,
      state: 'in_review',
      submittedBy: '王敏',
      submittedAt: NOW,
      waiver: null,
    });
    expect(handedIn?.body).toContain('七时');
    expect(handedIn?.body).not.toContain('{{');
    stage.at += MINUTE;
    await decide(id, '李强');
    expect((await all())[0]).toMatchObject({ state: 'in_review' });
    await expect(publish(id)).rejects.toMatchObject({ code: 'conflict' });
    stage.at += MINUTE;
    await decide(id, '张总');
    stage.at += MINUTE;
    await publish(id, { url: 'https://weibo.com/1' });
    expect(await all()).toMatchObject([
      {
        state: 'published',
        publications: [{ at: NOW + 3 * MINUTE, by: '李', url: 'https://weibo.com/1', mark: null }],
        decisions: [
          { by: '李强', at: NOW + MINUTE, approves: true, note: null },
          { by: '张总', at: NOW + 2 * MINUTE, approves: true, note: null },
        ],
      },
    ]);
    const said = ['statement-submitted', 'statement-approved', 'statement-approved', 'statement-published'];
    expect(await kinds()).toEqual(said);
  });

  test('keeps its words whatever becomes of the draft', async () => {
    const { draft, submit, decide, needs, all } = await desk();
    await draft('七时');
    const id = await submit();
    await needs(1);
    await draft('八时', '王敏');
    await decide(id, '李强');
    const [approved] = await all();
    expect(approved).toMatchObject({ state: 'approved' });
    expect(approved?.body).toContain('七时');
    expect(approved?.body).not.toContain('八时');
  });

  test('that is handed in anew takes the place of the one before, which nobody approves any more', async () => {
    const { draft, submit, decide, all, needs } = await desk();
    await draft('七时');
    const first = await submit();
    await draft('八时');
    const second = await submit();
    await needs(1);
    expect((await all()).map(({ id, state }) => [id, state])).toEqual([
      [second, 'in_review'],
      [first, 'withdrawn'],
    ]);
    await expect(decide(first, '李强')).rejects.toMatchObject({ code: 'conflict' });
    await decide(second, '李强', false);
    expect((await all())[0]).toMatchObject({
      state: 'returned',
      decisions: [{ approves: false, note: '再核对' }],
    });
    await draft('九时');
    const third = await submit();
    expect((await all()).map(({ state }) => state)).toEqual(['in_review', 'returned', 'withdrawn']);
    expect(third).toBeGreaterThan(second);
  });

  test('is approved neither by who wrote its words last nor by who handed them in', async () => {
    const { draft, submit, decide, all } = await desk();
    await draft('七时', '周雪');
    // Saving what stands there is writing nothing.
    await draft('七时', '李强');
    const id = await submit('王敏');
    expect((await all())[0]).toMatchObject({ submittedBy: '王敏', writtenBy: '周雪' });
    for (const by of ['周雪', '王敏'])
      await expect(decide(id, by)).rejects.toMatchObject({ code: 'own_statement' });
    await decide(id, '李强');
    expect((await all())[0]?.decisions).toMatchObject([{ by: '李强', approves: true }]);
  });

  test('that one person approved waits for another once its alert comes to a level that takes two', async () => {
    const { stage, db, alertId, draft, submit, decide, publish, all, kinds, needs } = await desk();
    await draft('七时');
    const id = await submit();
    await needs(1);
    await decide(id, '李强');
    expect((await all())[0]).toMatchObject({ state: 'approved' });
    const [alert] = await listOpenAlerts(db);
    const raise = (level: 'II' | 'I') =>
      db.transaction().execute((tx) => {
        const change = { kind: 'raised', alertId, from: 'III', draft: { ...alert!, level } } as const;
        return storeChange(tx, change, { now: stage.at, alerts: [alert!], cooldown: 0 });
      });
    await raise('II');
    await raise('I');
    expect((await all())[0]).toMatchObject({ state: 'in_review', needed: 2, decisions: [{ by: '李强' }] });
    expect((await kinds()).slice(2)).toEqual(['statement-reopened']);
    await expect(publish(id)).rejects.toMatchObject({ code: 'conflict' });
    await decide(id, '张总');
    await publish(id);
    await raise('I');
    expect((await all())[0]).toMatchObject({ state: 'published' });
  });

  test('takes the place of none that was not seen, and its history says so', async () => {
    const { db, alertId, draft, handIn, submit, decide, all, needs } = await desk();
    await draft('七时');
    const first = await submit();
    await needs(1);
    await decide(first, '李强');
    await draft('八时', '周雪');
    for (const over of [null, first + 1]) {
      const blind = handIn('周雪', { over });
      await expect(blind).rejects.toMatchObject({
        code: 'overtaken',
        details: { statement: first, by: '王敏' },
      });
    }
    expect((await all()).map(({ id, state }) => [id, state])).toEqual([[first, 'approved']]);
    const { id } = await handIn('周雪', { over: first });
    expect((await all()).map((each) => [each.id, each.state])).toEqual([
      [id, 'in_review'],
      [first, 'withdrawn'],
    ]);
    const lines = (await listChanges(db, alertId)).slice(-2).map(({ kind, actor }) => `${kind} ${actor}`);
    expect(lines).toEqual(['statement-withdrawn 周雪', 'statement-submitted 周雪']);
    // Where the one that was seen is gone meanwhile.
    await decide(id, '王敏', false);
    await expect(handIn('周雪', { over: id })).rejects.toMatchObject({ code: 'overtaken' });
    expect((await handIn('周雪', { over: null })).id).toBeGreaterThan(id);
  });

  test('rings who may approve it: those on duty but for its author, and who has the alert in hand', async () => {
    const { stage, db, deps, alertId, draft, handIn } = await desk();
    const people = new Map<string, number>();
    for (const name of ['王敏', '李强', '周雪', '赵磊']) {
      const { id } = await stage.channel({ name });
      const person = { name, title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [id] };
      await keepPerson(deps, null, person);
      people.set(name, (await listPeople(db)).find((each) => each.name === name)?.id ?? 0);
    }
    const step = (name: string, on: string) => ({
      id: null,
      name,
      people: [people.get(on) ?? 0],
      turn: 'everyone' as const,
      startsAt: 0,
      zone: 'Asia/Shanghai',
    });
    await keepChain(deps, [step('一线', '王敏'), step('值班经理', '李强')]);
    await assignAlert(deps, { alertId, personId: people.get('周雪') ?? 0, by: '周雪' });
    await draft('七时');
    const rung = async (by: string) => {
      const { waiting } = await handIn(by);
      const told = (await listDeliveries(db, alertId)).filter(
        ({ change }) => change === 'statement-submitted',
      );
      return told.slice(-waiting).map(({ channel }) => channel);
    };
    expect((await rung('王敏')).sort()).toEqual(['周雪', '李强'].sort());
    // They are 王敏's words still.
    expect(await rung('周雪')).toEqual(['李强']);
    const [change] = (await listChanges(db, alertId)).slice(-1);
    const message = await readMessage(db, change?.id ?? 0, deps.playbooks, 'https://desk.example');
    expect(message).toMatchObject({ change: 'statement-submitted' });
    expect(message?.sentence).toMatch(/^周雪 送审文案《.+》，请审批。/);
  });

  test('is refused without a draft, with a gap, and with words that need a reason', async () => {
    const { deps, alertId, draft, submit, all } = await desk();
    await expect(submit()).rejects.toMatchObject({ code: 'bad_request' });
    await expect(
      submitStatement(deps, { alertId, template: 'none', by: '王', waiver: null }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
    await draft('');
    await expect(submit('王敏', '理由')).rejects.toMatchObject({ code: 'statement_not_ready' });
    await draft('个别用户13812345678');
    await expect(submit()).rejects.toMatchObject({ code: 'statement_not_ready' });
    expect(await all()).toEqual([]);
    await submit('王敏', '引用当事人原话，已获同意');
    expect(await all()).toMatchObject([{ waiver: '引用当事人原话，已获同意' }]);
  });

  test('is approved by nobody who wrote it, twice by nobody, and returned only with a reason', async () => {
    const { draft, submit, decide, needs, all } = await desk();
    await draft('七时');
    const id = await submit();
    await needs(2);
    await expect(decide(id, ' 王敏')).rejects.toMatchObject({ code: 'own_statement' });
    await decide(id, '李强');
    await expect(decide(id, '李强', true, '可以')).rejects.toMatchObject({ code: 'conflict' });
    await expect(decide(id, '李强', false)).rejects.toMatchObject({ code: 'conflict' });
    await expect(decide(id, '张总', false, null)).rejects.toMatchObject({ code: 'bad_request' });
    expect((await all())[0]).toMatchObject({ state: 'in_review', decisions: [{ by: '李强' }] });
  });

  test('sent again by who got no answer is handed in, decided and taken back once, and rings once', async () => {
    const { db, deps, alertId, stage, draft, handIn, decide, needs, all, kinds } = await desk();
    await stage.channel({ name: '值班' });
    await draft('七时');
    const first = await handIn('王敏', { over: null });
    expect(await handIn('王敏', { over: null })).toEqual({ id: first.id, waiting: 0 });
    await needs(2);
    for (let time = 0; time < 2; time += 1) await decide(first.id, '李强', true, '看过');
    expect(await all()).toMatchObject([{ id: first.id, state: 'in_review', decisions: [{ by: '李强' }] }]);
    for (let time = 0; time < 2; time += 1)
      await withdrawStatement(deps, { alertId, id: first.id, by: '王敏' });
    const stranger = withdrawStatement(deps, { alertId, id: first.id, by: '周雪' });
    await expect(stranger).rejects.toMatchObject({ code: 'conflict' });
    expect(await kinds()).toEqual(['statement-submitted', 'statement-approved', 'statement-withdrawn']);
    const asked = (await listChanges(db, alertId)).find(({ kind }) => kind === 'statement-submitted');
    const rung = (await listDeliveries(db, alertId)).filter(({ changeId }) => changeId === asked?.id);
    expect(rung).toHaveLength(first.waiting);
  });

  test('handed in anew on purpose, over the one that is seen, it asks again though its words are the same', async () => {
    const { draft, handIn, all } = await desk();
    await draft('七时');
    const first = await handIn('王敏', { over: null });
    const second = await handIn('王敏', { over: first.id });
    expect((await all()).map(({ id, state }) => [id, state])).toEqual([
      [second.id, 'in_review'],
      [first.id, 'withdrawn'],
    ]);
  });

  test('is taken back until it went out, and not afterwards', async () => {
    const { deps, alertId, draft, submit, decide, publish, needs, all } = await desk();
    const withdraw = (id: number) => withdrawStatement(deps, { alertId, id, by: '王敏' });
    await draft('七时');
    await withdraw(await submit());
    expect((await all())[0]).toMatchObject({ state: 'withdrawn' });
    const id = await submit();
    await needs(1);
    await decide(id, '李强');
    await publish(id);
    await expect(withdraw(id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('went out between being handed in and now; a clock that is minutes ahead is forgiven', async () => {
    const { stage, draft, submit, decide, publish, needs, all } = await desk();
    await draft('七时');
    const id = await submit();
    await needs(1);
    await decide(id, '李强');
    stage.at += 10 * MINUTE;
    for (const at of [NOW - MINUTE, stage.at + DAY]) {
      await expect(publish(id, { at })).rejects.toMatchObject({ code: 'bad_request' });
    }
    await publish(id, { at: stage.at + 2 * MINUTE });
    expect((await all())[0]).toMatchObject({ publications: [{ at: stage.at + 2 * MINUTE }] });
  });

  test('of another alert is not found, and goes with its watch', async () => {
    const { db, deps, alertId, draft, submit, publish, needs } = await desk();
    await draft('七时');
    const id = await submit();
    await needs(1);
    const elsewhere = decideStatement(deps, { alertId: 99, id, by: '李', approves: true, note: null });
    await expect(elsewhere).rejects.toMatchObject({ code: 'not_found' });
    const unknown = decideStatement(deps, { alertId, id: 99, by: '李', approves: true, note: null });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    await decideStatement(deps, { alertId, id, by: '李', approves: true, note: null });
    await publish(id);
    await deleteWatch(db, 1);
    for (const table of ['statement', 'statement_decision', 'statement_publication'] as const) {
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });
});
