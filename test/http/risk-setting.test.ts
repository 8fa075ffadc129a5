import { describe, expect, test } from 'vitest';
import { DEFAULT_RISK_SETTING } from '../../server/core/risk/risk-setting.ts';
import { insertAlert, setLowering } from '../../server/db/alert/alerts.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { watchInput } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

const { version: _, ...shipped } = DEFAULT_RISK_SETTING;

async function serveWatch() {
  const served = await serveHttp();
  const watch = await createWatch(served.db, watchInput(), Date.now());
  const at = `/api/watches/${watch.id}/risk-setting`;
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await served.ask(method, path, body === undefined ? {} : { body });
    return { status: answer.status, answer, body: answer.body === '' ? null : answer.json() };
  };
  return { ...served, watch, at, json };
}

describe('setting a watch’s risk', () => {
  test('from as shipped over a change and back, each with its line', async () => {
    const { at, json, watch, db } = await serveWatch();
    expect((await json('GET', at)).body).toMatchObject({
      watchId: watch.id,
      setting: { version: 0, thresholds: { IV: 30, I: 85 } },
      history: [],
    });
    const setting = { ...shipped, thresholds: { IV: 25, III: 45, II: 65, I: 80 } };
    const saved = await json('PUT', at, { by: '王敏', note: '供热期', seen: 0, setting });
    expect(saved.body).toMatchObject({
      setting: { version: 1, thresholds: { IV: 25 } },
      history: [{ version: 1, by: '王敏', note: '供热期', kind: 'saved' }],
    });
    const reset = await json('POST', `${at}/reset`, { by: '李强', seen: 1 });
    expect(reset.body).toMatchObject({ setting: { version: 0 }, history: [{ kind: 'reset' }, {}] });
    const back = await json('POST', `${at}/revert`, { by: '李强', seen: 0, version: 1 });
    expect(back.body.setting).toMatchObject({ version: 3, thresholds: { IV: 25 } });
    const jobs = await db.selectFrom('job').select('payload_json').where('kind', '=', 'detect').execute();
    expect(jobs.map((job) => JSON.parse(job.payload_json))).toContainEqual({ watchIds: [watch.id] });
  });

  test('what cannot be is refused with every fault, what is out of date is a conflict', async () => {
    const { at, json } = await serveWatch();
    const bad = { ...shipped, weights: { B: 1, N: 1, V: 0, R: 0, S: 0, A: 0 } };
    const refused = await json('PUT', at, { by: '王', seen: 0, setting: bad });
    expect(refused.status).toBe(400);
    expect(faultOf(refused.answer).details).toEqual({ settingFaults: ['weights_sum'] });
    const shapeless = await json('PUT', at, { by: '王', seen: 0, setting: { ...shipped, overrides: {} } });
    expect(faultOf(shapeless.answer).code).toBe('bad_request');
    // Fewer copies are never looked into: a setting that can do nothing is refused.
    const few = { ...shipped, sensitivity: { ...shipped.sensitivity, stormCopies: 4 } };
    expect((await json('PUT', at, { by: '王', seen: 0, setting: few })).status).toBe(400);
    const late = await json('PUT', at, { by: '王', seen: 4, setting: shipped });
    expect(late.status).toBe(409);
    expect((await json('GET', '/api/watches/99/risk-setting')).status).toBe(404);
  });

  test('a preview shows now under both settings', async () => {
    const { at, json } = await serveWatch();
    const { status, body } = await json('POST', `${at}/preview`, { setting: shipped });
    expect(status).toBe(200);
    expect(body).toMatchObject({ saved: { alert: null, findings: [] }, draft: { alert: null } });
    expect(body.saved.risk).toEqual(body.draft.risk);
  });
});

test('an alert is lowered once it is proposed, and other pages hear of it', async () => {
  const { db, watch, json, bus } = await serveWatch();
  const id = await insertAlert(
    db,
    { ...makeDraft({ level: 'II', examples: [] }), watchId: watch.id },
    Date.now(),
  );
  const answer = (decision: string) =>
    json('POST', `/api/alerts/${id}/lower`, { by: '王敏', decision, to: 'III', note: '已恢复' });
  expect((await answer('lower')).status).toBe(409);
  const proposal = { to: 'III', since: 1, at: 2 } as const;
  await setLowering(db, id, { calmSince: { II: 1 }, proposal });
  const heard: string[] = [];
  bus.subscribe((event) => {
    if (event.kind === 'alert') heard.push(event.change);
  });
  expect((await json('GET', `/api/alerts/${id}`)).body.alert.lowering.proposal).toEqual(proposal);
  const { body } = await answer('lower');
  expect(body).toMatchObject({ alert: { level: 'III', lowering: null } });
  expect(body.history.at(-1)).toMatchObject({ kind: 'lowered', actor: '王敏', note: '已恢复' });
  expect(heard).toEqual(['lowered']);
  expect((await answer('keep')).status).toBe(409);
});

test('closing that is proposed asks for a reason, closes, and other pages hear of it', async () => {
  const { db, watch, json, bus } = await serveWatch();
  const draft = { ...makeDraft({ level: 'IV', examples: [] }), watchId: watch.id };
  const id = await insertAlert(db, draft, Date.now());
  const answer = (note: string) =>
    json('POST', `/api/alerts/${id}/lower`, { by: '王敏', decision: 'lower', to: null, note });
  expect((await answer('已平息')).status).toBe(409);
  await setLowering(db, id, { calmSince: { IV: 1 }, proposal: { to: null, since: 1, at: 2 } });
  const heard: string[] = [];
  bus.subscribe((event) => {
    if (event.kind === 'alert') heard.push(event.change);
  });
  expect((await answer(' ')).status).toBe(400);
  const { status, body } = await answer('已平息');
  expect(status).toBe(200);
  expect(body).toMatchObject({ alert: { level: 'IV', status: 'closed' } });
  expect(body.history.at(-1)).toMatchObject({ kind: 'closed', actor: '王敏', note: '已平息' });
  expect(heard).toEqual(['closed']);
});

test('a program that knows of no closing saves a setting with the shipped time for it', async () => {
  const { at, json } = await serveWatch();
  const { IV, ...holdMinutes } = shipped.hysteresis.holdMinutes;
  const setting = { ...shipped, hysteresis: { ...shipped.hysteresis, holdMinutes } };
  const saved = await json('PUT', at, { setting, by: '王敏', note: '', seen: 0 });
  expect(saved.body.setting.hysteresis.holdMinutes).toEqual({ IV, ...holdMinutes });
  const short = { ...shipped.hysteresis, holdMinutes: { ...holdMinutes, IV: 10 } };
  const asked = { setting: { ...shipped, hysteresis: short }, by: '王敏', note: '', seen: 1 };
  expect((await json('PUT', at, asked)).status).toBe(400);
});
