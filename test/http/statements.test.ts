import { describe, expect, test } from 'vitest';
import type { AlertScreen } from '../../server/core/screens/screens.ts';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

/** An alert with one statement drafted. */
async function drafted(word = '七时') {
  const served = await serveHttp();
  const watch = await makeWatch(served.db, {}, Date.now());
  const alertId = await insertAlert(served.db, makeDraft({ watchId: watch.id, level: 'III' }), Date.now());
  const { playbooks } = await loadPlugins();
  const template = playbooks[0]!.templates[0]!;
  const ask = (method: string, path: string, body: object) =>
    served.ask(method, `/api/alerts/${alertId}/${path}`, { body });
  const values = Object.fromEntries(template.vars.map((name) => [name, word]));
  await ask('PUT', `templates/${template.id}`, { by: '王敏', values });
  const heard: string[] = [];
  served.bus.subscribe((event) => {
    if (event.kind === 'alert') heard.push(event.change);
  });
  const submit = (more: object = {}) =>
    ask('POST', 'statements', { by: '王敏', template: template.id, ...more });
  return { served, alertId, ask, submit, heard, template: template.id };
}

const screenOf = (body: string): AlertScreen => JSON.parse(body);

describe('a statement on its way out', () => {
  test('is handed in, approved by somebody else and published; the pages hear of each', async () => {
    const { ask, submit, heard } = await drafted();
    const handedIn = await submit();
    expect(handedIn.status).toBe(201);
    const [statement] = screenOf(handedIn.body).approvals;
    expect(statement).toMatchObject({ state: 'in_review', needed: 1, level: 'III', submittedBy: '王敏' });
    const path = `statements/${statement?.id}`;
    const own = await ask('POST', `${path}/decision`, { by: '王敏', approves: true });
    expect([own.status, faultOf(own).code]).toEqual([403, 'own_statement']);
    await ask('POST', `${path}/decision`, { by: '李强', approves: true });
    const out = await ask('POST', `${path}/publish`, {
      by: '李强',
      outlet: 'weibo',
      url: 'https://weibo.com/1',
    });
    expect(screenOf(out.body).approvals).toMatchObject([
      {
        state: 'published',
        publications: [{ outlet: 'weibo', by: '李强', url: 'https://weibo.com/1', mark: null }],
        decisions: [{ by: '李强' }],
      },
    ]);
    const told = ['submitted', 'approved', 'published'].map((each) => `statement-${each}`);
    expect(heard).toEqual(told);
    expect(screenOf(out.body).history.map(({ kind }) => kind)).toEqual(told);
  });

  test('goes out in several places, each of which is corrected or taken down with a reason', async () => {
    const { ask, submit, heard } = await drafted();
    const [statement] = screenOf((await submit()).body).approvals;
    const path = `statements/${statement?.id}`;
    await ask('POST', `${path}/decision`, { by: '李强', approves: true });
    await ask('POST', `${path}/publish`, { by: '李强', outlet: 'weibo', url: 'https://weibo.com/1' });
    const out = await ask('POST', `${path}/publish`, { by: '王敏', outlet: 'media', note: '发给晚报' });
    const [first, second] = screenOf(out.body).approvals[0]?.publications ?? [];
    expect(second).toMatchObject({ outlet: 'media', by: '王敏', url: null, note: '发给晚报', mark: null });
    const mark = { by: '王敏', kind: 'withdrawn', reason: '时间写错' };
    const marked = await ask('POST', `${path}/publications/${first?.id}/mark`, mark);
    expect(marked.status).toBe(200);
    expect(screenOf(marked.body).approvals).toMatchObject([
      { state: 'published', publications: [{ mark: { ...mark, by: '王敏' } }, { mark: null }] },
    ]);
    const again = await ask('POST', `${path}/publications/${first?.id}/mark`, mark);
    expect([again.status, faultOf(again).code]).toEqual([409, 'conflict']);
    expect(heard.slice(2)).toEqual(['statement-published', 'statement-published', 'publication-withdrawn']);
  });

  test('takes the place of what was seen alone, and leaves no publication that was noted wrongly', async () => {
    const { ask, submit, heard } = await drafted();
    const [first] = screenOf((await submit({ over: null })).body).approvals;
    const blind = await submit({ by: '周雪', over: null });
    expect([blind.status, faultOf(blind)]).toMatchObject([
      409,
      { code: 'overtaken', details: { statement: first?.id, by: '王敏' } },
    ]);
    const [second] = screenOf((await submit({ by: '周雪', over: first?.id })).body).approvals;
    const path = `statements/${second?.id}`;
    const own = await ask('POST', `${path}/decision`, { by: '王敏', approves: true });
    expect([own.status, faultOf(own).code]).toEqual([403, 'own_statement']);
    await ask('POST', `${path}/decision`, { by: '李强', approves: true });
    const out = screenOf((await ask('POST', `${path}/publish`, { by: '周雪', outlet: 'weibo' })).body);
    const wrong = `${path}/publications/${out.approvals[0]?.publications[0]?.id}/remove`;
    expect((await ask('POST', wrong, { by: '周雪', reason: ' ' })).status).toBe(400);
    const removed = await ask('POST', wrong, { by: '周雪', reason: '还没有发' });
    expect([removed.status, screenOf(removed.body).approvals[0]]).toMatchObject([
      200,
      { state: 'approved', publications: [] },
    ]);
    expect(heard.at(-1)).toBe('publication-removed');
  });

  test('that is not ready says what was found, and goes in with a reason', async () => {
    const { submit } = await drafted('个别用户');
    const refused = await submit();
    expect([refused.status, faultOf(refused)]).toMatchObject([
      422,
      { code: 'statement_not_ready', details: { faults: [{ kind: 'banned', words: '个别用户' }] } },
    ]);
    expect((await submit({ waiver: ' ' })).status).toBe(400);
    const handedIn = await submit({ waiver: '引用原话' });
    expect(screenOf(handedIn.body).approvals).toMatchObject([{ waiver: '引用原话' }]);
  });

  test('is handed in with the words on the page, which are looked at before', async () => {
    const { ask, submit, template } = await drafted();
    const text = { title: '情况通报', body: '造成3人受伤，伤者已送医。咨询96778。' };
    const looked = await ask('POST', 'statements/check', { template, text });
    expect([looked.status, looked.json()]).toEqual([
      200,
      {
        faults: [{ kind: 'figure', words: '3人受伤', why: null }],
        figures: [{ fact: 'injured', words: '3人受伤', stated: 3, recorded: null, holds: 'unrecorded' }],
      },
    ]);
    await ask('PUT', 'records', { by: '王敏', records: { injured: 3 } });
    const handedIn = await submit({ text });
    expect(screenOf(handedIn.body).approvals).toMatchObject([{ ...text, figures: [{ holds: 'agrees' }] }]);
    const gap = await submit({ text: { ...text, body: '{{hotline}}' } });
    expect([gap.status, faultOf(gap).details]).toMatchObject([
      422,
      { faults: [{ kind: 'unfilled', words: 'hotline' }] },
    ]);
  });

  test('keeps a draft that is reworded beside its values', async () => {
    const { ask, template } = await drafted();
    const wording = { title: '情况通报', body: '正文' };
    const path = `templates/${template}`;
    const kept = await ask('PUT', path, { by: '王敏', values: {}, wording, wasWording: null });
    expect(screenOf(kept.body).templates).toMatchObject([{ wording }]);
    const late = { by: '李强', values: {}, wording: { ...wording, body: '另一稿' }, wasWording: null };
    const refused = await ask('PUT', path, late);
    expect([refused.status, faultOf(refused).code]).toEqual([409, 'overtaken']);
  });

  test.each([
    ['statements/check', { template: 'none', text: { title: 'x', body: 'y' } }, 404],
    ['statements/check', { template: 'x', text: { title: ' ', body: 'y' } }, 400],
    ['statements', { by: '王', template: 'none' }, 404],
    ['statements', { by: ' ', template: 'x' }, 400],
    ['statements/99/decision', { by: '李', approves: true }, 404],
    ['statements/x/decision', { by: '李', approves: true }, 400],
    ['statements/99/decision', { by: '李' }, 400],
    ['statements/99/publish', { by: '李', outlet: 'weibo', url: 'javascript:alert(1)' }, 400],
    ['statements/99/publish', { by: '李', outlet: 'weibo', url: 'weibo.com' }, 400],
    ['statements/99/publish', { by: '李', outlet: 'billboard' }, 400],
    ['statements/99/publish', { by: '李', outlet: 'weibo' }, 404],
    ['statements/99/publications/1/mark', { by: '李', kind: 'corrected', reason: ' ' }, 400],
    ['statements/99/publications/1/mark', { by: '李', kind: 'gone', reason: '误' }, 400],
    ['statements/99/publications/1/mark', { by: '李', kind: 'corrected', reason: '误' }, 404],
    ['statements/99/withdraw', { by: '李' }, 404],
  ])('%s %j answers %d', async (path, body, status) => {
    const { ask, heard } = await drafted();
    expect((await ask('POST', path, body)).status).toBe(status);
    expect(heard).toEqual([]);
  });
});
