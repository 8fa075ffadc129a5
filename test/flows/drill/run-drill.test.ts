import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { DrillAct } from '../../../server/core/drill/drill.ts';
import type { ClockTurn } from '../../../server/core/drill/drill-clock.ts';
import { type AnyNotice, anyNoticeView } from '../../../server/core/notices/notice-kinds.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { parseJson } from '../../../server/db/engine/json.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { readAlertRows } from '../../../server/db/views/alert/alerts.ts';
import { readReview } from '../../../server/db/views/alert/review.ts';
import { readReviews } from '../../../server/db/views/alert/reviews.ts';
import { readDrill, readDrills } from '../../../server/db/views/drill/drills.ts';
import { readOverview } from '../../../server/db/views/overview.ts';
import { readTrends } from '../../../server/db/views/trends/trends.ts';
import { actInDrill, dropDrill, startDrill, turnDrill } from '../../../server/flows/drill/run-drill.ts';
import { writeReport } from '../../../server/flows/report/make-report.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import wecom from '../../../server/notifiers/wecom.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import heating from '../../../server/scenarios/heating-cold-night.ts';
import { makeDatabase } from '../../support/database.ts';
import { NOW } from '../../support/make.ts';
import { makeChannel } from '../../support/make-channel.ts';
import { makeStage, quietWeeks, voices } from '../alert/alert-stage.ts';

const SPEED = 4;

/** A drill of the heating, four times as fast as life; `minute` is one of the drill's clock. */
async function drilling(given?: Db) {
  const db = given ?? (await makeDatabase());
  let at = NOW;
  const notifiers = new Map([webhook, wecom].map((each) => [each.name, each]));
  const deps = { db, scenarios: [heating], playbooks: [serviceOutage], notifiers, now: () => at };
  const start = (channelIds: readonly number[] = []) =>
    startDrill(deps, { scenario: heating.id, speed: SPEED, by: '王敏', channelIds });
  const id = await start();
  return {
    db,
    deps,
    id,
    start,
    act: (act: DrillAct, by = '李强', anyway = false) => actInDrill(deps, { id, by, act, anyway }),
    turn: (turn: ClockTurn['kind']) => turnDrill(deps, { id, by: '王敏', turn }),
    passes: (minutes: number) => {
      at += (minutes * MINUTE) / SPEED;
    },
    screen: (of = id) => readDrill(db, of, at),
    list: () => readDrills(db, [heating], at),
  };
}

const note: DrillAct = { kind: 'note', text: '已电话通知社区' };

describe('a drill', () => {
  test('shows what its clock has reached, and when there will be more', async () => {
    const { screen, passes } = await drilling();
    expect((await screen()).injects.map(({ id }) => id)).toEqual(['first']);
    expect((await screen()).nextAt).toBe(NOW + (5 * MINUTE) / SPEED);
    passes(11);
    const { injects, time, result } = await screen();
    expect(injects.map(({ id }) => id)).toEqual(['first', 'baby', 'hotline']);
    expect([time.state, time.elapsed, result]).toEqual(['running', 11 * MINUTE, null]);
  });

  test('keeps everything that is done with who did it and the minute of its clock', async () => {
    const { act, turn, passes, screen } = await drilling();
    passes(3);
    await act({ kind: 'acknowledged' });
    await act({ kind: 'playbook', playbook: 'PB03' }, '赵');
    await turn('paused');
    passes(40);
    await turn('resumed');
    passes(1);
    await act({ kind: 'step', playbook: 'PB03', no: 1, done: true });
    const { acknowledged, playbook, steps, log, turns } = await screen();
    expect(acknowledged).toEqual({ by: '李强', drillAt: 3 * MINUTE });
    expect(playbook).toEqual({ id: 'PB03', by: '赵', drillAt: 3 * MINUTE });
    expect(steps).toEqual([{ playbook: 'PB03', no: 1, by: '李强', drillAt: 4 * MINUTE }]);
    expect(log.map(({ act: { kind } }) => kind)).toEqual([
      'acknowledged',
      'playbook',
      'paused',
      'resumed',
      'step',
    ]);
    expect(turns).toBe(5);
  });

  test('rests while it is paused, and takes nothing when it is over', async () => {
    const { act, turn, passes } = await drilling();
    await expect(turn('resumed')).rejects.toMatchObject({ code: 'conflict' });
    await turn('paused');
    await expect(act(note)).rejects.toMatchObject({ code: 'conflict', details: { state: 'paused' } });
    await expect(turn('paused')).rejects.toMatchObject({ code: 'conflict' });
    await turn('resumed');
    await act(note);
    passes(heating.minutes);
    await expect(act(note)).rejects.toMatchObject({ code: 'conflict', details: { state: 'ended' } });
    await expect(turn('ended')).rejects.toMatchObject({ code: 'conflict' });
  });

  test.each([
    ['a question that has not come', { kind: 'answer', inject: 'press', options: [0] }, 'not_found'],
    ['a message that asks nothing', { kind: 'answer', inject: 'baby', options: [0] }, 'not_found'],
    ['an option that is not there', { kind: 'answer', inject: 'hotline', options: [9] }, 'bad_request'],
    ['an option twice', { kind: 'answer', inject: 'hotline', options: [1, 1] }, 'bad_request'],
    ['two where one is right', { kind: 'answer', inject: 'boss', options: [0, 1] }, 'bad_request'],
    ['a claim that nobody raised', { kind: 'claim', claim: 'death', state: 'verified' }, 'not_found'],
    ['a playbook there is not', { kind: 'playbook', playbook: 'PB99' }, 'not_found'],
    ['a step there is not', { kind: 'step', playbook: 'PB03', no: 99, done: true }, 'not_found'],
  ] as const)('refuses %s', async (_, act, code) => {
    const drill = await drilling();
    drill.passes(20);
    await expect(drill.act(act)).rejects.toMatchObject({ code });
    expect((await drill.screen()).log).toEqual([]);
  });

  test('a statement is checked as any other: gaps are filled, what else was found is said first', async () => {
    const { act, screen } = await drilling();
    const said = (body: string): DrillAct => ({ kind: 'statement', title: '情况说明', body });
    await expect(act(said('预计{{预计恢复时间}}恢复'), '王', true)).rejects.toMatchObject({
      code: 'statement_not_ready',
      details: { faults: [{ kind: 'unfilled', words: '预计恢复时间' }] },
    });
    const hasty = said('我们会尽快恢复。');
    await expect(act(hasty)).rejects.toMatchObject({ code: 'statement_not_ready' });
    await act(hasty, '王', true);
    expect((await screen()).statements).toMatchObject([{ body: '我们会尽快恢复。', by: '王' }]);
  });

  test('is scored when it is over, beside the last one of the same scenario', async () => {
    const first = await drilling();
    await first.act({ kind: 'acknowledged' });
    await first.turn('ended');
    const before = (await first.screen()).result;
    expect(before).toMatchObject({ previous: null, score: { total: 100 } });
    const again = await drilling(first.db);
    await again.act({ kind: 'playbook', playbook: 'PB03' });
    again.passes(heating.minutes);
    const { result, time } = await again.screen();
    expect(time).toMatchObject({ state: 'ended', endedAt: NOW + (heating.minutes * MINUTE) / SPEED });
    expect(result?.previous).toMatchObject({ id: first.id, total: 100, shares: { pace: 1, rule: null } });
    expect(result?.plan.playbook.name).toBe(serviceOutage.name);
    expect((await again.list()).drills.map(({ id, total }) => [id, total])).toEqual([
      [again.id, result?.score.total],
      [first.id, 100],
    ]);
  });

  test('that was ended before anything was due has no score, and none is held against it', async () => {
    const { id, turn, screen, list, passes, start } = await drilling();
    await turn('ended');
    expect((await screen()).result?.score).toMatchObject({ total: null, weight: 0 });
    expect((await list()).drills).toMatchObject([{ id, total: null, time: { state: 'ended' } }]);
    const next = await start();
    passes(1_000);
    const { result } = await screen(next);
    expect([result?.score.total, result?.previous]).toEqual([0, null]);
  });

  test('two who act at once are both kept', async () => {
    const { act, screen } = await drilling();
    await Promise.all([act({ kind: 'level', level: 'III' }, '王'), act(note, '李')]);
    const { log, turns } = await screen();
    expect([log.length, turns]).toEqual([2, 2]);
  });

  test('goes with all that was done in it', async () => {
    const { db, deps, id, act, list } = await drilling();
    await act(note);
    await dropDrill(deps, id);
    await expect(dropDrill(deps, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await db.selectFrom('drill_event').selectAll().execute()).toEqual([]);
    expect((await list()).drills).toEqual([]);
  });

  test('tells the channels that it begins, each line marked; machines are told nothing', async () => {
    const { db, start, list } = await drilling();
    const { id: chat } = await makeChannel(db, { kind: 'wecom' });
    const { id: machine } = await makeChannel(db, { kind: 'webhook' });
    for (const wrong of [[machine], [chat, 99]]) await expect(start(wrong)).rejects.toThrow(/channel/);
    expect((await list()).drills).toHaveLength(1);
    const id = await start([chat, chat]);
    const rows = await db.selectFrom('notice').select(['channel_id', 'notice_json']).execute();
    expect(rows.map(({ channel_id }) => channel_id)).toEqual([chat]);
    const view = anyNoticeView(parseJson<AnyNotice>(rows[0]?.notice_json ?? ''), 'http://localhost');
    expect([view.event, view.link]).toEqual(['drill', `http://localhost/drills/${id}`]);
    for (const words of [view.subject, ...view.lines]) expect(words).toMatch(/^【演练】/);
    const message = wecom.renderNotice(view, {});
    expect(message.subject).toMatch(/^【演练】/);
    expect(message.text).toMatch(/^【演练】/);
  });
});

/** All that is stored but drills, and all that people are shown of it. */
async function everything(db: Db) {
  const tables = (await db.introspection.getTables())
    .map(({ name }) => name)
    .filter((name) => !/^(drill|drill_event|sqlite_.*)$/.test(name))
    .sort();
  const stored: Record<string, string> = {};
  for (const name of tables) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db);
    stored[name] = JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
  }
  const playbooks = [serviceOutage];
  const range = { watchId: null, from: NOW - DAY, to: NOW + HOUR, now: NOW + HOUR };
  const shown = [
    await readOverview(db, { ...range, playbooks }),
    await readAlertRows(db, { status: 'all', watchIds: null, playbooks, now: NOW }),
    await readAlertScreen(db, 1, playbooks, NOW),
    await readReview(db, 1, playbooks, NOW),
    await readReviews(db, NOW),
    await readTrends(db, { ...range, basis: 'week' }),
    await writeReport({ db, now: () => NOW }, { kind: 'daily', watchId: null }),
  ];
  return { stored, shown: shown.map((screen) => JSON.stringify(screen)) };
}

test('a whole drill changes nothing that is stored or shown of what is real, to the byte', async () => {
  const stage = await makeStage();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '小区停暖了', NOW));
  await stage.look();
  const before = await everything(stage.db);
  expect(JSON.parse(before.stored.alert ?? '[]')).not.toEqual([]);
  const { act, passes, screen, turn } = await drilling(stage.db);
  passes(16);
  await act({ kind: 'acknowledged' });
  await act({ kind: 'level', level: 'I' });
  await act({ kind: 'playbook', playbook: 'PB03' });
  await act({ kind: 'step', playbook: 'PB03', no: 1, done: true });
  await act({ kind: 'answer', inject: 'hotline', options: [0, 1] });
  await act({ kind: 'claim', claim: 'burst', state: 'unverified' });
  await act({ kind: 'statement', title: '停暖说明', body: '三个小区停暖了，正在核查。' });
  await act(note);
  await turn('paused');
  await turn('ended');
  expect((await screen()).result?.score.lines.length).toBeGreaterThan(3);
  expect(await everything(stage.db)).toEqual(before);
});
