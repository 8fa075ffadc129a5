import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { listStatements } from '../../../server/db/alert/statements.ts';
import { readReview } from '../../../server/db/views/alert/review.ts';
import { decideStatement, submitStatement } from '../../../server/flows/alert/approve-statement.ts';
import {
  markPublished,
  publishStatement,
  removePublished,
} from '../../../server/flows/alert/publish-statement.ts';
import { NOW } from '../../support/make.ts';
import { makeRungStage } from './alert-stage.ts';

/** A statement that was approved. */
async function approved() {
  const { stage, db, alertId, deps } = await makeRungStage();
  const text = { title: '通报', body: '停暖情况正在核查，18时再通报。咨询96778。' };
  const template = deps.playbooks[0]!.templates[0]!.id;
  const { id } = await submitStatement(deps, { alertId, template, by: '王敏', waiver: null, text });
  await db.updateTable('statement').set({ needed: 1 }).execute();
  await decideStatement(deps, { alertId, id, by: '李强', approves: true, note: null });
  const publish = (parts: Partial<Parameters<typeof publishStatement>[1]> = {}) =>
    publishStatement(deps, {
      alertId,
      id,
      by: '李强',
      outlet: 'weibo',
      at: null,
      url: null,
      note: null,
      ...parts,
    });
  const mark = (publication: number, parts: Partial<Parameters<typeof markPublished>[1]> = {}) =>
    markPublished(deps, {
      alertId,
      id,
      publication,
      by: '王敏',
      kind: 'corrected',
      reason: '时间写错',
      at: null,
      ...parts,
    });
  const [publications, state] = [
    async () => (await listStatements(db, alertId))[0]!.publications,
    async () => (await listStatements(db, alertId))[0]!.state,
  ];
  return { stage, db, deps, alertId, id, publish, mark, publications, state };
}

describe('an approved statement', () => {
  test('goes out in several places, told in the order they were', async () => {
    const { stage, publish, publications, state } = await approved();
    stage.at += 10 * MINUTE;
    await publish({ outlet: 'wechat', url: 'https://mp.weixin.qq.com/s/1', note: '头条' });
    await publish({ at: NOW + 3 * MINUTE, url: 'https://weibo.com/1', by: '王敏' });
    expect(await state()).toBe('published');
    expect(await publications()).toMatchObject([
      {
        outlet: 'weibo',
        at: NOW + 3 * MINUTE,
        by: '王敏',
        url: 'https://weibo.com/1',
        note: null,
        mark: null,
      },
      { outlet: 'wechat', at: NOW + 10 * MINUTE, by: '李强', note: '头条', mark: null },
    ]);
  });

  test('counts as answered when it went out first, wherever, and though it was taken down', async () => {
    const { stage, db, deps, alertId, publish, mark, publications } = await approved();
    stage.at += 20 * MINUTE;
    await publish({ outlet: 'site' });
    await publish({ at: NOW + 5 * MINUTE });
    await mark((await publications())[0]!.id, { kind: 'withdrawn' });
    const review = await readReview(db, alertId, deps.playbooks, stage.at);
    expect(review?.course.answer).toEqual({ at: NOW + 5 * MINUTE, by: 'published' });
    expect(review?.course.lines.filter(({ kind }) => kind === 'published')).toHaveLength(2);
  });

  test('is corrected and taken down with a reason, in the history of its alert, too', async () => {
    const { stage, db, alertId, publish, mark, publications, state } = await approved();
    await publish();
    const [{ id } = { id: 0 }] = await publications();
    stage.at += 10 * MINUTE;
    await mark(id, { at: NOW + 4 * MINUTE });
    expect(await publications()).toMatchObject([
      { mark: { kind: 'corrected', at: NOW + 4 * MINUTE, by: '王敏', reason: '时间写错' } },
    ]);
    await mark(id, { kind: 'withdrawn', reason: '事实有变' });
    expect(await publications()).toMatchObject([
      { at: NOW, mark: { kind: 'withdrawn', at: NOW + 10 * MINUTE, reason: '事实有变' } },
    ]);
    await expect(mark(id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await state()).toBe('published');
    const told = (await listChanges(db, alertId)).map(({ kind, note }) => [kind, note]).slice(-2);
    expect(told).toEqual([
      ['publication-corrected', '通报：时间写错'],
      ['publication-withdrawn', '通报：事实有变'],
    ]);
  });

  test('that was noted wrongly somewhere is taken back there; noted nowhere else it is approved again', async () => {
    const { db, deps, alertId, id, publish, publications, state } = await approved();
    await publish({ url: 'https://weibo.com/1' });
    await publish({ url: 'https://weibo.com/2', by: '王敏' });
    const remove = (publication: number, by = '王敏') =>
      removePublished(deps, { alertId, id, publication, by, reason: '登了两次' });
    const [first, second] = (await publications()).map((each) => each.id);
    await remove(second ?? 0);
    expect([await state(), (await publications()).map((each) => each.id)]).toEqual(['published', [first]]);
    await expect(remove(second ?? 0, '李强')).rejects.toMatchObject({ code: 'not_found' });
    // Sent again by who got no answer.
    await remove(second ?? 0);
    await remove(first ?? 0);
    expect([await state(), await publications()]).toEqual(['approved', []]);
    const told = (await listChanges(db, alertId)).map(({ kind, note, actor }) => [kind, note, actor]);
    const line = (no: number) => ['publication-removed', `通报 https://weibo.com/${no}：登了两次`, '王敏'];
    expect(told.slice(-2)).toEqual([line(2), line(1)]);
    // Where another one took its place since it does not come back beside it.
    await publish();
    const text = { title: '二稿', body: '停暖情况正在核查，19时再通报。咨询96778。' };
    const template = deps.playbooks[0]!.templates[0]!.id;
    await submitStatement(deps, { alertId, template, by: '周雪', waiver: null, text });
    const published = (await listStatements(db, alertId)).find((each) => each.id === id);
    await remove(published?.publications[0]?.id ?? 0);
    expect((await listStatements(db, alertId)).map((each) => each.state)).toEqual(['in_review', 'withdrawn']);
  });

  test('sent again by who got no answer it went out once, and is marked once', async () => {
    const { stage, publish, mark, publications } = await approved();
    stage.at += 10 * MINUTE;
    const noted = { url: 'https://weibo.com/1', known: 0 };
    await publish(noted);
    stage.at += MINUTE;
    await publish(noted);
    await expect(publish({ ...noted, by: '王敏' })).rejects.toMatchObject({ code: 'conflict' });
    const [{ id } = { id: 0 }] = await publications();
    await expect(publish({ ...noted, known: id })).rejects.toMatchObject({ code: 'conflict' });
    for (let time = 0; time < 2; time += 1) await mark(id, { kind: 'withdrawn', was: null });
    await expect(mark(id, { kind: 'withdrawn', was: null, by: '李强' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await publications()).toMatchObject([{ id, at: NOW + 10 * MINUTE, mark: { kind: 'withdrawn' } }]);
  });

  test('is marked neither before it went out nor in time to come, nor where it never was', async () => {
    const { stage, publish, mark, publications } = await approved();
    stage.at += 10 * MINUTE;
    await publish();
    const [{ id } = { id: 0 }] = await publications();
    for (const at of [NOW, stage.at + DAY])
      await expect(mark(id, { at })).rejects.toMatchObject({ code: 'bad_request' });
    await expect(mark(id + 1)).rejects.toMatchObject({ code: 'not_found' });
    await expect(mark(id, { id: 99 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await publications()).toMatchObject([{ mark: null }]);
  });
});
