import { describe, expect, test } from 'vitest';
import type { AlertScreen } from '../../server/core/screens/screens.ts';
import { getAlert, insertAlert } from '../../server/db/alert/alerts.ts';
import { storeChange } from '../../server/flows/deliver/store-change.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { makeChannel, makePerson } from '../support/make-channel.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

async function ringing() {
  const served = await serveHttp();
  const watch = await makeWatch(served.db, {}, Date.now());
  const alertId = await insertAlert(served.db, makeDraft({ watchId: watch.id }), Date.now());
  const { id } = await makeChannel(served.db, { name: '手机' });
  const personId = await makePerson(served.db, { name: '李静', channelIds: [id] });
  const heard: string[] = [];
  served.bus.subscribe((event) => {
    if (event.kind === 'alert') heard.push(event.change);
  });
  const send = async (method: string, path: string, body: object): Promise<AlertScreen> => {
    const answer = await served.ask(method, `/api/alerts/${alertId}/${path}`, { body });
    expect(answer.status).toBe(200);
    return answer.json();
  };
  return { served, alertId, personId, send, heard };
}

describe('what people make of an alert', () => {
  test('is on the screen at once, and other open pages hear of it', async () => {
    const { send, personId, heard } = await ringing();
    const moved = await send('PUT', 'phase', { by: '王', phase: 'investigating' });
    expect([moved.row.phase, moved.alert.status]).toEqual(['investigating', 'acknowledged']);
    const given = await send('PUT', 'assignee', { by: '王', personId });
    expect([given.assignee, given.people]).toEqual([
      '李静',
      [{ id: personId, name: '李静', reachable: true }],
    ]);
    const said = await send('POST', 'comments', { by: '王', text: '@李静 看一下' });
    const last = said.history.at(-1);
    expect([last?.kind, last?.note, said.deliveries.length]).toEqual(['commented', '@李静 看一下', 2]);
    expect(heard).toEqual(['investigating', 'assigned', 'commented']);
  });

  test('is closed with a reason, which the review shows', async () => {
    const { send } = await ringing();
    const closed = await send('POST', 'close', { by: '王', verdict: 'false_alarm', note: ' 演练 ' });
    expect([closed.alert.status, closed.history.at(-1)?.note]).toEqual(['false_alarm', '演练']);
  });

  test.each([
    ['POST', 'acknowledge', { by: '王' }],
    ['PUT', 'phase', { by: '王', phase: 'watching' }],
    ['POST', 'close', { by: '王', verdict: 'false_alarm', note: '演练' }],
  ])('%s %s holds for what was seen: what rose since is to be looked at', async (method, path, said) => {
    const { served, alertId, heard, send } = await ringing();
    const alert = await getAlert(served.db, alertId);
    if (alert === null) throw new Error('there is no alert');
    const seen = alert.changedAt;
    const change = { kind: 'raised', alertId, from: 'III', draft: { ...alert, level: 'II' } } as const;
    const facts = { now: seen + 1, alerts: [alert], cooldown: 0 };
    await served.db.transaction().execute((tx) => storeChange(tx, change, facts));
    const late = await served.ask(method, `/api/alerts/${alertId}/${path}`, { body: { ...said, seen } });
    expect([late.status, faultOf(late).code]).toEqual([409, 'rose_since']);
    expect([heard, (await getAlert(served.db, alertId))?.status]).toEqual([[], 'open']);
    // Whoever looked again may; and so may a program that does not look.
    const fresh = { ...said, ...(path === 'acknowledge' ? {} : { seen: seen + 1 }) };
    expect((await send(method, path, fresh)).alert.status).not.toBe('open');
  });

  test('is opened again and called otherwise after all; pages and the log hear of it', async () => {
    const { served, alertId, send, heard } = await ringing();
    const early = await served.ask('POST', `/api/alerts/${alertId}/reopen`, {
      body: { by: '王', note: '误点' },
    });
    expect([early.status, faultOf(early).code]).toEqual([409, 'conflict']);
    await send('POST', 'close', { by: '王', verdict: 'false_alarm', note: '演练' });
    const called = await send('PUT', 'verdict', { by: '李', verdict: 'closed', note: '不是误报' });
    expect([called.alert.status, called.history.at(-1)]).toMatchObject([
      'closed',
      { kind: 'closed', corrects: 'false_alarm', note: '不是误报' },
    ]);
    const open = await send('POST', 'reopen', { by: '李', note: '还没完' });
    expect([open.alert.status, open.alert.closedAt, open.history.at(-1)?.kind]).toEqual([
      'open',
      null,
      'reopened',
    ]);
    expect(heard).toEqual(['false_alarm', 'closed', 'reopened']);
    const rows = await served.db.selectFrom('audit').select(['action', 'detail']).orderBy('id').execute();
    expect(rows.slice(-2).map(({ action, detail }) => [action, detail])).toEqual([
      ['alert.verdict', 'of=供热\nverdict=closed'],
      ['alert.reopen', 'of=供热'],
    ]);
    // A newer one of its watch stands in the way, and is named.
    await send('POST', 'close', { by: '王', verdict: 'closed', note: '已恢复' });
    const newer = await insertAlert(served.db, makeDraft({ watchId: open.row.watchId }), Date.now());
    const late = await served.ask('POST', `/api/alerts/${alertId}/reopen`, {
      body: { by: '王', note: '误点' },
    });
    expect([late.status, faultOf(late)]).toMatchObject([
      409,
      { code: 'newer_open', details: { alertId: newer } },
    ]);
  });

  test('is ticked off step by step, also after it was closed: open pages hear of it, and the log says which', async () => {
    const { served, send, heard } = await ringing();
    const step = `steps/PB03/1`;
    await send('PUT', step, { by: '王', done: true });
    await send('PUT', step, { by: '李', done: true });
    await send('POST', 'close', { by: '王', verdict: 'closed', note: '已恢复' });
    const undone = await send('PUT', step, { by: '李', done: false });
    expect(
      undone.steps.find(({ playbook, no }) => playbook === 'PB03' && no === 1)?.doneAt ?? null,
    ).toBeNull();
    expect(undone.history.at(-1)).toMatchObject({ kind: 'step-undone', step: { was: { doneBy: '王' } } });
    const { playbooks } = await loadPlugins();
    const template = playbooks.find(({ id }) => id === 'PB03')?.templates[0];
    await send('PUT', `templates/${template?.id}`, { by: '王', values: {} });
    expect(heard).toEqual(['step-done', 'closed', 'step-undone', 'statement-drafted']);
    const rows = await served.db.selectFrom('audit').select(['action', 'detail']).orderBy('id').execute();
    expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
      ['alert.step', 'of=供热\nplaybook=PB03\nstep=1\ndone=true'],
      ['alert.step', 'of=供热\nplaybook=PB03\nstep=1\ndone=true'],
      ['alert.close', 'of=供热\nverdict=closed'],
      ['alert.step', 'of=供热\nplaybook=PB03\nstep=1\ndone=false'],
      ['alert.statement', `of=供热\ntemplate=${template?.id}`],
    ]);
  });

  test.each([
    ['PUT', 'phase', { by: '王', phase: 'asleep' }, 400],
    ['PUT', 'phase', { by: ' ', phase: 'watching' }, 400],
    ['PUT', 'assignee', { by: '王', personId: 99 }, 404],
    ['POST', 'comments', { by: '王', text: '  ' }, 400],
    ['POST', 'close', { by: '王', verdict: 'closed', note: '   ' }, 400],
    ['POST', 'close', { by: '王', verdict: 'false_alarm' }, 400],
    ['POST', 'reopen', { by: '王', note: ' ' }, 400],
    ['PUT', 'verdict', { by: '王', verdict: 'closed', note: '' }, 400],
  ])('%s %s %j is refused', async (method, path, body, status) => {
    const { served, alertId, heard } = await ringing();
    const answer = await served.ask(method, `/api/alerts/${alertId}/${path}`, { body });
    expect(answer.status).toBe(status);
    expect(faultOf(answer).code).toBe(status === 400 ? 'bad_request' : 'not_found');
    expect(heard).toEqual([]);
  });
});
