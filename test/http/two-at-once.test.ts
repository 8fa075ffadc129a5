import { describe, expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { makePerson } from '../support/make-channel.ts';
import { makeWatch } from '../support/make-watch.ts';
import { type Answer, faultOf, serveHttp } from './serve.ts';

const codeOf = (answer: Answer): string | number =>
  answer.status < 300 ? answer.status : faultOf(answer).code;

/** A desk with an alert, a yellow one, and what two people send to it at the same moment. */
async function desk() {
  const served = await serveHttp();
  const { id: watchId } = await makeWatch(served.db, {}, Date.now());
  const alertId = await insertAlert(served.db, makeDraft({ watchId, level: 'III' }), Date.now());
  const ask = (method: string, at: string, body: object) => served.ask(method, `/api${at}`, { body });
  const both = (method: string, at: string, ...bodies: readonly object[]) =>
    Promise.all(bodies.map((body) => ask(method, at, body)));
  const alert = () => served.get(`/api/alerts/${alertId}`);
  return { served, watchId, alertId, ask, both, alert };
}

/** The same with a statement that is approved. */
async function withApproved() {
  const at = await desk();
  const { playbooks } = await loadPlugins();
  const template = playbooks[0]!.templates[0]!;
  const values = Object.fromEntries(template.vars.map((name) => [name, '七时']));
  await at.ask('PUT', `/alerts/${at.alertId}/templates/${template.id}`, { by: '王敏', values });
  await at.ask('POST', `/alerts/${at.alertId}/statements`, { by: '王敏', template: template.id });
  const id = (await at.alert()).approvals[0].id as number;
  const path = `/alerts/${at.alertId}/statements/${id}`;
  await at.ask('POST', `${path}/decision`, { by: '李强', approves: true });
  const publications = async () => (await at.alert()).approvals[0].publications;
  return { ...at, path, template: template.id, publications };
}

describe('where a statement went out', () => {
  test('is noted once, though two people note the same address at the same moment', async () => {
    const { both, path, publications } = await withApproved();
    const told = { outlet: 'weibo', url: 'https://weibo.com/1' };
    const answers = await both('POST', `${path}/publish`, { ...told, by: '王敏' }, { ...told, by: '李强' });
    expect(answers.map(codeOf).sort()).toEqual([200, 'conflict']);
    expect(await publications()).toHaveLength(1);
  });

  test('is noted once where neither says an address, unless the second saw the first', async () => {
    const { both, ask, path, publications } = await withApproved();
    const told = { outlet: 'wechat', known: 0 };
    const answers = await both('POST', `${path}/publish`, { ...told, by: '王敏' }, { ...told, by: '李强' });
    expect(answers.map(codeOf).sort()).toEqual([200, 'overtaken']);
    const [{ id }] = await publications();
    const other = { outlet: 'site', known: 0, by: '李强' };
    expect(codeOf(await ask('POST', `${path}/publish`, other))).toBe(200);
    const second = { outlet: 'wechat', known: id + 1, by: '李强' };
    expect(codeOf(await ask('POST', `${path}/publish`, second))).toBe(200);
    expect(await publications()).toHaveLength(3);
  });

  test('keeps what one person noted of it where another, who did not see that, marks or removes it', async () => {
    const { ask, path, publications } = await withApproved();
    await ask('POST', `${path}/publish`, { by: '王敏', outlet: 'weibo', url: 'https://weibo.com/1' });
    const [{ id }] = await publications();
    const at = `${path}/publications/${id}`;
    const first = { by: '王敏', kind: 'corrected', reason: '更正时间', was: null };
    expect(codeOf(await ask('POST', `${at}/mark`, first))).toBe(200);
    const late = { by: '李强', kind: 'withdrawn', reason: '按错了', was: null };
    expect(codeOf(await ask('POST', `${at}/mark`, late))).toBe('overtaken');
    expect(codeOf(await ask('POST', `${at}/remove`, { by: '李强', reason: '登错了', was: null }))).toBe(
      'overtaken',
    );
    const [{ mark }] = await publications();
    expect(mark).toMatchObject({ kind: 'corrected', by: '王敏', reason: '更正时间' });
    expect(codeOf(await ask('POST', `${at}/mark`, { ...late, was: mark.at }))).toBe(200);
  });

  test('gives way once to what two people hand in at the same moment, and what is taken back stays so', async () => {
    const { alertId, ask, both, alert, template } = await withApproved();
    const hand = { by: '王敏', template, over: null };
    // Two hand in the same text at once: what stands gives way to one of them only.
    const stands = (await alert()).approvals[0].id as number;
    const again = { ...hand, over: stands };
    const handed = await both('POST', `/alerts/${alertId}/statements`, again, { ...again, by: '赵磊' });
    expect(handed.map(codeOf).sort()).toEqual([201, 'overtaken']);
    const [{ id }] = (await alert()).approvals;
    const path = `/alerts/${alertId}/statements/${id}`;
    const [approved, withdrawn] = await Promise.all([
      ask('POST', `${path}/decision`, { by: '李强', approves: true }),
      ask('POST', `${path}/withdraw`, { by: '王敏' }),
    ]);
    const [{ state }] = (await alert()).approvals;
    expect(codeOf(withdrawn)).toBe(200);
    expect([state, [200, 'conflict'].includes(codeOf(approved) as never)]).toEqual(['withdrawn', true]);
  });
});

test('of two who take an alert at the same moment one has it, and the other is told', async () => {
  const { served, alertId, ask, both, alert } = await desk();
  const one = await makePerson(served.db, { name: '王敏' });
  const two = await makePerson(served.db, { name: '李强' });
  const at = `/alerts/${alertId}/assignee`;
  const answers = await both(
    ...(['PUT', at] as const),
    { by: '王敏', personId: one, was: null },
    { by: '李强', personId: two, was: null },
  );
  expect(answers.map(codeOf).sort()).toEqual([200, 'overtaken']);
  const winner = answers.findIndex(({ status }) => status === 200);
  expect((await alert()).alert.assigneeId).toBe([one, two][winner]);
  const seen = { by: '李强', personId: two, was: [one, two][winner] };
  expect(codeOf(await ask('PUT', at, seen))).toBe(200);
});

test('a report that somebody amends is not removed by who saw it as it was before', async () => {
  const { watchId, ask } = await desk();
  const report = (await ask('POST', '/reports', { by: '王敏', kind: 'daily', watchId })).json();
  const at = `/reports/${report.id}`;
  const amended = { by: '李强', version: 1, title: '改过的', summary: '一段话', remarks: {} };
  expect(codeOf(await ask('PUT', at, amended))).toBe(200);
  const late = await ask('POST', `${at}/remove`, { by: '王敏', version: 1 });
  expect([codeOf(late), faultOf(late).details]).toMatchObject([
    'conflict',
    { changedBy: '李强', version: 2 },
  ]);
  expect(codeOf(await ask('POST', `${at}/remove`, { by: '王敏', version: 2 }))).toBe(200);
  expect(codeOf(await ask('POST', `${at}/remove`, { by: '王敏', version: 2 }))).toBe('not_found');
});

test('a note beside the timeline that somebody changed is not removed by who saw it as it was before', async () => {
  const { watchId, ask } = await desk();
  const note = { watchId, kind: 'note', text: '首次供暖', at: Date.now() - DAY, until: null, by: '王敏' };
  const { id } = (await ask('POST', '/annotations', note)).json();
  const changed = JSON.parse(
    (await ask('PUT', `/annotations/${id}`, { ...note, text: '首次供暖，晚一天', seen: '0' })).body,
  );
  const remove = (seen: string) => ask('POST', `/annotations/${id}/remove`, { by: '李强', seen });
  expect(codeOf(await remove('0'))).toBe('overtaken');
  expect(codeOf(await remove(String(changed.updatedAt)))).toBe(200);
});
