import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { briefly, sentence } from '../../../server/core/message/alert-words.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfDay } from '../../../server/core/time.ts';
import { listAlerts, listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { detect } from '../../../server/flows/detect/detect.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { filledPlaces } from '../../support/database.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, quietWeeks, type Stage, setUpWatch, stageOn } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

/** Four quiet weeks that were read as they were written. */
const quietPlace = filledPlaces(async (db) => {
  const stage = stageOn(db, await setUpWatch(db));
  // Each is given its own now as it is handed over; those that wait are stored together.
  const stored = quietWeeks(NOW).map((post) => {
    stage.at = post.publishedAt ?? NOW;
    return stage.store([post]);
  });
  await Promise.all(stored);
  const late = db.selectFrom('post').select('id').whereRef('stored_at', '<>', 'at');
  expect(await late.execute()).toEqual([]);
});

/** The same, and the first look. */
async function makeQuiet(): Promise<Stage> {
  const stage = await makeStage({ detectors, memory: createSeriesMemory() }, await quietPlace());
  await stage.look();
  return stage;
}

/** Complaints published within the hour before a moment, each by another person. */
function wave(count: number, until: Instant, text = '暖气不热,没人管', who = '住户'): SourcePost[] {
  return Array.from({ length: count }, (_, n) => {
    const at = until - HOUR + ((n + 0.5) * HOUR) / count;
    return makePost({
      text: `${text}(${who}${n}-${until})`,
      author: `${who}${n}-${until}`,
      publishedAt: at,
      observedAt: NOW,
    });
  });
}

/** Stores them now and looks until what came has been gathered. */
async function bring(stage: Stage, posts: readonly SourcePost[], at: Instant) {
  stage.at = at;
  for (let from = 0; from < posts.length; from += 100) await stage.store(posts.slice(from, from + 100));
  const changes = [];
  for (const minutes of [0, 3, 6, 9]) {
    stage.at = at + minutes * MINUTE;
    changes.push(...(await stage.look()).changes);
  }
  return changes.map(({ change }) => change);
}

/** 11:00 in China on the day of the test: four and a half hours before now. */
const THEN = NOW - 4.5 * HOUR;

describe('a wave that a slow feed shows hours later', () => {
  test('rings once, and says when it was and that it came late', async () => {
    const stage = await makeQuiet();
    expect(await bring(stage, wave(20, THEN), NOW + 5 * HOUR)).toEqual(['opened']);
    const [alert] = await listOpenAlerts(stage.db);
    if (alert === undefined) throw new Error('no alert');
    expect(alert.findings.every(({ facts }) => Number(facts.late) > 9 * 60)).toBe(true);
    expect(sentence(alert, '供热')).toContain('供热：11月22日 10:00–11:00 负面 20 条');
    expect(sentence(alert, '供热')).toContain('；帖文发布约 10 小时后才入库。');
    expect(briefly(alert)).toContain('（帖文发布约 10 小时后才入库）');
    // Looked at again, and with more of the same wave, nothing new is told.
    expect(await bring(stage, wave(6, THEN + HOUR, '暖气不热', '邻居'), NOW + 6 * HOUR)).toEqual([]);
  });

  test('is not told again where an alert stood for it, though that was closed long ago', async () => {
    const stage = await makeQuiet();
    stage.at = THEN;
    await stage.store(wave(20, THEN));
    expect((await stage.look()).changes.map(({ change }) => change)).toEqual(['opened']);
    const [alert] = await listOpenAlerts(stage.db);
    stage.at = THEN + HOUR / 2;
    await closeAlert(stage.deps, { alertId: alert?.id ?? 0, by: '张三', verdict: 'closed', note: '' });
    expect(await bring(stage, wave(12, THEN, '暖气不热', '邻居'), NOW + 5 * HOUR)).toEqual([]);
    expect(await listAlerts(stage.db, 10)).toHaveLength(1);
  });

  test('rings while another trouble of days ago was closed', async () => {
    const stage = await makeQuiet();
    stage.at = NOW - 30 * HOUR;
    await stage.store(wave(20, NOW - 30 * HOUR));
    await stage.look();
    const [alert] = await listOpenAlerts(stage.db);
    stage.at = NOW - 29 * HOUR;
    await closeAlert(stage.deps, { alertId: alert?.id ?? 0, by: '张三', verdict: 'closed', note: '' });
    expect(await bring(stage, wave(20, THEN, '暖气又不热', '邻居'), NOW + 5 * HOUR)).toEqual(['opened']);
  });

  test('glad posts that come late ring nothing', async () => {
    const stage = await makeQuiet();
    expect(await bring(stage, wave(30, THEN, '暖气很热,满意'), NOW + 5 * HOUR)).toEqual([]);
  });
});

describe('a backlog', () => {
  test('of two dead days rings for what happened in them', async () => {
    const stage = await makeQuiet();
    const calm = quietWeeks(NOW).filter(({ publishedAt = 0 }) => publishedAt > NOW - 2 * DAY);
    const missed = calm.map((post) => ({
      ...post,
      externalId: `b-${post.externalId}`,
      text: `${post.text}又一条`,
      author: `又${post.author}`,
    }));
    const crisis = wave(20, NOW - 30 * HOUR - 30 * MINUTE);
    expect(await bring(stage, [...missed, ...crisis], NOW)).toEqual(['opened']);
    const [alert] = await listOpenAlerts(stage.db);
    expect(alert?.findings[0]?.at).toBeLessThan(NOW - 29 * HOUR);
  });

  test('with one grave claim of the day before yesterday rings', async () => {
    const stage = await makeQuiet();
    const post = makePost({
      text: '暖气漏水,老人去世了',
      author: '邻居',
      publishedAt: NOW - 40 * HOUR,
      observedAt: NOW,
    });
    expect(await bring(stage, [post], NOW)).toEqual(['opened']);
    const [alert] = await listOpenAlerts(stage.db);
    expect(sentence(alert ?? { findings: [] }, '供热')).toContain('前 24 小时内 1 个账号提到人员死亡');
  });

  test('older than three days is history and stays silent', async () => {
    const stage = await makeQuiet();
    expect(await bring(stage, wave(40, NOW - 80 * HOUR), NOW)).toEqual([]);
  });

  test('an archive of weeks stays silent, though its newest rows come first and hold a wave', async () => {
    const stage = await makeQuiet();
    const old = Array.from({ length: 300 }, (_, n) =>
      makePost({
        text: `暖气投诉旧帖${n}`,
        author: `旧${n}`,
        publishedAt: NOW - 4 * DAY - n * HOUR,
        observedAt: NOW,
      }),
    );
    const newest = wave(20, NOW - 30 * HOUR - 30 * MINUTE);
    stage.at = NOW;
    await stage.store(newest, 'import archive');
    await stage.look();
    expect(await bring(stage, old, NOW + MINUTE)).toEqual([]);
  });
});

describe('a post with a date and no time of day', () => {
  /** Midnight in China of the day of the test. */
  const TODAY = startOfDay(NOW);
  const dated = (day: Instant, text = '暖气漏水，老人去世了', who = '邻居') =>
    makePost({ text, author: who, publishedAt: day, precision: 'day', observedAt: NOW });
  const levelsOf = async (stage: Stage) =>
    (await listAlerts(stage.db, 9)).map(({ findings }) => findings.map(({ detector }) => detector));

  test('of yesterday with a grave claim rings once, by its day', async () => {
    const stage = await makeQuiet();
    expect(await bring(stage, [dated(TODAY - DAY)], NOW)).toEqual(['opened']);
    const [alert] = await listOpenAlerts(stage.db);
    expect(alert?.findings.map(({ key }) => key)).toEqual(['sev.death']);
    // From the middle of the day that it is of.
    expect(alert?.findings[0]?.facts.late).toBe(Math.round((NOW - TODAY + DAY / 2) / MINUTE));
    expect(sentence(alert as never, '供热')).toContain('11月22日 00:00 前 24 小时内');
    expect(await bring(stage, [], NOW + HOUR)).toEqual([]);
    expect(await bring(stage, [dated(TODAY - DAY, '暖气费的单子', '又一人')], NOW + 2 * HOUR)).toEqual([]);
  });

  test('of yesterday rings where it comes in the first hour of the day', async () => {
    const stage = await makeQuiet();
    stage.at = TODAY + DAY;
    await stage.look();
    expect(await bring(stage, [dated(TODAY)], TODAY + DAY + 10 * MINUTE)).toEqual(['opened']);
  });

  test('of three days ago rings, of five days ago is history', async () => {
    expect(await bring(await makeQuiet(), [dated(TODAY - 3 * DAY)], NOW)).toEqual(['opened']);
    expect(await bring(await makeQuiet(), [dated(TODAY - 5 * DAY)], NOW)).toEqual([]);
  });

  test('of today rings at once, and not again when the day is over and the worker begins anew', async () => {
    const stage = await makeQuiet();
    const evening = TODAY + DAY - 15 * MINUTE;
    expect(await bring(stage, [dated(TODAY)], evening)).toEqual(['opened']);
    const again = { ...stage.deps, memory: createSeriesMemory() };
    const changes = [];
    for (const minutes of [30, 36, 42]) {
      stage.at = evening + minutes * MINUTE;
      changes.push(...(await detect(again, { watchIds: null })).changes);
    }
    expect(changes).toEqual([]);
    expect(await levelsOf(stage)).toEqual([['severity']]);
  });

  test('says nothing of an hour: many complaints of a day are no wave at midnight', async () => {
    const many = Array.from({ length: 20 }, (_, n) => dated(TODAY - DAY, `暖气不热，没人管${n}`, `住户${n}`));
    expect(await bring(await makeQuiet(), many, NOW)).toEqual([]);
  });

  test('is no archive’s: a month of dates stays silent, though its newest days hold a claim', async () => {
    const old = Array.from({ length: 60 }, (_, n) =>
      dated(TODAY - (5 + (n % 25)) * DAY, `旧帖暖气不热${n}`, `旧${n}`),
    );
    expect(await bring(await makeQuiet(), [dated(TODAY - DAY), ...old], NOW)).toEqual([]);
  });
});
