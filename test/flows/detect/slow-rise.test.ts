import { expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { sentence, unusual } from '../../../server/core/message/alert-words.ts';
import { YEAR } from '../../../server/core/series/slow-rise.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../../../server/core/time.ts';
import { listRecentAlerts } from '../../../server/db/alert/alerts.ts';
import { readSeriesOf } from '../../../server/db/series/series.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import priceBilling from '../../../server/playbooks/price-billing.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { listen, scansOf } from '../../support/query-plans.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();
/** Nine in the morning of the last day; and of the first. */
const LAST = startOfDay(NOW) + 9 * HOUR;
const FIRST = startOfDay(NOW) - 42 * DAY;
const REFUND = '暖气的退款还没有到';
const OTHER = '暖气不热,没有人来看';
const PRAISE = '暖气来了,满意';

interface Talk {
  readonly perDay: (day: number) => number;
  /** What part of a day's posts complains. */
  readonly share: (day: number) => number;
}

/** The same posts each time: as many complaints as the share makes, spread over the day and from day to day. */
function talk(
  { perDay, share }: Talk,
  from: number,
  to: number,
  parts: Partial<SourcePost> = {},
): SourcePost[] {
  const posts: SourcePost[] = [];
  for (let day = from; day < to; day++) {
    const count = perDay(day);
    for (let n = 0; n < count; n++) {
      const at = FIRST + day * DAY + Math.floor(((n + 0.5) * DAY) / count);
      // A low-discrepancy walk: no chance, and no rhythm either.
      const place = (day * 0.618034 + n * 0.754878) % 1;
      const angry = place < share(day);
      // Of what comes anew nearly all is about refunds.
      const text = !angry ? PRAISE : place < 0.05 ? OTHER : REFUND;
      const own = { publishedAt: at, observedAt: at, platform: 'news', author: `住户${day}-${n}` };
      posts.push(makePost({ text: `${text}(${day}-${n})`, ...own, ...parts }));
    }
  }
  return posts;
}

/** Those of a part of the days. */
function until(posts: readonly SourcePost[], from: number, to: number): readonly SourcePost[] {
  return posts.filter(({ publishedAt }) => {
    const day = (Number(publishedAt) - FIRST) / DAY;
    return day >= from && day < to;
  });
}

/** From a level to another over three weeks that end on the last day. */
const rising = (low: number, high: number) => (day: number) =>
  low + (high - low) * Math.min(1, Math.max(0, (day - 20) / 21));
const always = (value: number) => () => value;
const SLOW: Talk = { perDay: always(150), share: rising(0.05, 0.2) };

async function makeWatched(parts: Parameters<typeof makeStage>[0] = {}): Promise<Stage> {
  const stage = await makeStage({ detectors, playbooks: [serviceOutage, priceBilling], ...parts });
  await stage.db
    .updateTable('watch')
    .set({ created_at: FIRST - DAY })
    .execute();
  return stage;
}

/** One morning after the other: the days that have passed are stored, then a look. */
async function mornings(stage: Stage, what: Talk, days: readonly number[]) {
  let stored = 0;
  const seen: { day: number; level: string; times: number; surely: number }[] = [];
  for (const day of days) {
    stage.at = FIRST + day * DAY + 9 * HOUR;
    await stage.store(until(talk(what, Math.floor(stored), day + 1), stored, day + 0.375));
    stored = day + 0.375;
    await stage.look();
    const alert = await newest(stage);
    const rise = alert?.findings.find(({ detector }) => detector === 'slow-rise');
    if (alert && rise)
      seen.push({
        day,
        level: alert.level,
        times: Number(rise.facts.times),
        surely: Number(rise.facts.timesLow),
      });
  }
  return seen;
}

async function newest(stage: Stage) {
  return (await listRecentAlerts(stage.db, stage.watch.id, 0)).at(-1);
}

const DAYS = Array.from({ length: 15 }, (_, n) => 28 + n);

test('complaints that grow a little each day are hinted at in blue, and told in yellow once they have doubled', async () => {
  const stage = await makeWatched();
  const seen = await mornings(stage, SLOW, DAYS);
  const [hint] = seen;
  expect(hint).toMatchObject({ level: 'IV' });
  expect(hint?.day).toBeLessThan(35);
  expect(hint?.surely).toBeLessThan(2);
  const yellow = seen.find(({ level }) => level === 'III');
  expect(yellow?.surely).toBeGreaterThanOrEqual(2);
  const alert = await newest(stage);
  if (alert === undefined) throw new Error('no alert');
  expect(alert.risk.overrides).toContain('slow-rise');
  expect(alert.playbooks[0]).toBe(priceBilling.id);
  expect(sentence(alert, '供热')).toMatch(
    /^供热：负面占比连续 [34] 周上升（\d+\.\d%(→\d+\.\d%)+），已翻倍，最近一周 \d+ 条，主要是计费 \d+→\d+ 条/,
  );
  expect(alert.findings.map(unusual)[0]).toMatch(/与自身 (21|28) 天历史相比/);
  const shown = await stage.db
    .selectFrom('post')
    .select('text')
    .where('id', 'in', [...alert.examples])
    .execute();
  expect(shown.length).toBeGreaterThan(3);
  for (const { text } of shown) expect(text).toContain(REFUND);
  // With what was kept, and without, the same is read.
  const memory = createSeriesMemory();
  const read = async (kept: typeof memory | null) =>
    (await readSeriesOf(stage.db, [stage.watch], stage.at, kept))[0]?.rising;
  const fresh = await read(null);
  expect(fresh?.days).toHaveLength(28);
  expect([await read(memory), await read(memory)]).toEqual([fresh, fresh]);
});

test('where shares swing as far from week to week by themselves, the same rise stays a hint', async () => {
  const stage = await makeWatched();
  const swing = (day: number) => (Math.floor(day / 7) % 2 === 0 ? 0.02 : 0.1);
  const what: Talk = { perDay: always(150), share: (day) => (day < 14 ? swing(day) : SLOW.share(day)) };
  stage.at = FIRST;
  await stage.store(talk(what, -42, 0));
  const seen = await mornings(stage, what, [40, 41, 42]);
  expect(seen.length).toBeGreaterThan(0);
  for (const { level, times, surely } of seen) {
    expect(level).toBe('IV');
    expect(times).toBeGreaterThan(2);
    expect(surely).toBeLessThan(2);
  }
});

test('a watch of which ever more is said, in the tone of always, rises by nothing', async () => {
  const stage = await makeWatched();
  const grows: Talk = { perDay: (day) => Math.round(40 * 1.03 ** day), share: always(0.1) };
  expect(await mornings(stage, grows, [28, 32, 36, 40, 42])).toEqual([]);
});

test('what a feed brings that is read since two weeks is no rise', async () => {
  const stage = await makeWatched();
  const [before, after] = [talk({ perDay: always(60), share: always(0.05) }, 0, 42), [] as SourcePost[]];
  for (let day = 24; day < 42; day++) {
    const share = always(0.9);
    after.push(
      ...talk({ perDay: always(Math.round((day - 23) * 0.7)), share }, day, day + 1, { source: 'b' }),
    );
  }
  stage.at = LAST;
  await stage.store([
    ...before,
    ...until(talk({ perDay: always(60), share: always(0.05) }, 42, 43), 42, 42.375),
  ]);
  const feed = await makeFeed(stage.db, { name: '投诉平台' }, FIRST + 24 * DAY);
  await stage.store(after, feed.id);
  await stage.look();
  const found = async () => (await newest(stage))?.findings.map(({ detector }) => detector) ?? [];
  expect(await found()).not.toContain('slow-rise');
  // Had it been read all the time, the same posts would be one.
  await stage.db
    .updateTable('feed')
    .set({ created_at: FIRST - DAY })
    .execute();
  await stage.look();
  expect(await found()).toContain('slow-rise');
});

test('nor what a program has pushed since two weeks', async () => {
  const stage = await makeWatched();
  stage.at = FIRST + 24 * DAY;
  await stage.store(talk({ perDay: always(60), share: always(0.05) }, 0, 24));
  const after: SourcePost[] = [];
  for (let day = 24; day < 42; day++) {
    const perDay = always(Math.round((day - 23) * 0.7));
    after.push(...talk({ perDay, share: always(0.9) }, day, day + 1, { source: 'b' }));
  }
  await stage.store(after.slice(0, 10), 'push #1');
  stage.at = LAST;
  await stage.store(until(talk({ perDay: always(60), share: always(0.05) }, 24, 43), 24, 42.375));
  await stage.store(after.slice(10), 'push #1');
  await stage.look();
  const found = async () => (await newest(stage))?.findings.map(({ detector }) => detector) ?? [];
  expect(await found()).not.toContain('slow-rise');
  await stage.db
    .updateTable('inlet')
    .set({ since: FIRST - DAY })
    .execute();
  await stage.look();
  expect(await found()).toContain('slow-rise');
});

test('what rises in the same weeks every year is no news', async () => {
  const stage = await makeWatched();
  stage.at = LAST;
  await stage.store(talk(SLOW, 0, 42));
  const rise = async () => (await readSeriesOf(stage.db, [stage.watch], LAST, null))[0];
  const find = async () => {
    const series = await rise();
    return series
      ? detectors.filter(({ name }) => name === 'slow-rise').flatMap((one) => one.detect(series, LAST))
      : [];
  };
  expect(await find()).toHaveLength(1);
  const counted = await stage.db.selectFrom('bucket').selectAll().execute();
  const lastYear = counted.map((row) => ({ ...row, hour: row.hour - YEAR }));
  await stage.db.insertInto('bucket').values(lastYear).execute();
  expect(await find()).toEqual([]);
});

test('who closed it is not told again the next day, but when it has risen on by half', async () => {
  const stage = await makeWatched({ detectors: detectors.filter(({ name }) => name === 'slow-rise') });
  const on: Talk = {
    perDay: always(150),
    share: (day) => rising(0.05, 0.2)(day) + 0.04 * Math.max(0, day - 40),
  };
  await mornings(stage, on, [28, 36]);
  const first = await newest(stage);
  if (first === undefined) throw new Error('no alert');
  const closing = { alertId: first.id, by: '王敏', verdict: 'closed', note: '已知' } as const;
  await closeAlert({ db: stage.db, now: () => stage.at }, closing);
  const known = Number(first.findings[0]?.facts.share);
  let opened: number | null = null;
  for (let day = 37; day <= 47 && opened === null; day++) {
    stage.at = FIRST + day * DAY + 9 * HOUR;
    await stage.store(until(talk(on, day - 1, day + 1), day - 0.625, day + 0.375));
    await stage.look();
    const alert = await newest(stage);
    if (alert && alert.id !== first.id) opened = Number(alert.findings[0]?.facts.share);
  }
  expect(opened).toBeGreaterThanOrEqual(1.5 * known);
});

test('a look reads no table from end to end, and nothing of a watch that complains as ever', async () => {
  const stage = await makeWatched();
  stage.at = FIRST + 28 * DAY + 9 * HOUR;
  await stage.store(talk({ perDay: always(60), share: always(0.1) }, 0, 28));
  const quiet = listen(stage.db);
  await readSeriesOf(quiet.heard, [stage.watch], stage.at, null);
  const about = (asked: typeof quiet.asked) =>
    asked.filter(({ sql }) => /term_bucket|facet_day|"place", days/.test(sql));
  expect(about(quiet.asked)).toHaveLength(0);
  const loud = await makeWatched();
  loud.at = LAST as Instant;
  await loud.store(talk(SLOW, 0, 42));
  const { heard, asked } = listen(loud.db);
  const [series] = await readSeriesOf(heard, [loud.watch], LAST, null);
  expect(series?.rising?.parts.length).toBeGreaterThan(0);
  expect(await scansOf(loud.db, asked)).toEqual([]);
});

test('the page of the alert shows the weeks that its sentence speaks of, by the day and by the week', async () => {
  const stage = await makeWatched();
  await mornings(stage, SLOW, [28, 32, 36, 40]);
  const alert = await newest(stage);
  if (alert === undefined) throw new Error('no alert');
  const { heard, asked } = listen(stage.db);
  const rise = (await readAlertScreen(heard, alert.id, [priceBilling], stage.at))?.rise;
  const finding = alert.findings.find(({ detector }) => detector === 'slow-rise');
  const told = String(finding?.facts.shares).split(' ');
  expect(rise?.weeks.map(({ p }) => p?.toFixed(3))).toEqual(told);
  const days = rise?.days ?? [];
  expect(days).toHaveLength(told.length * 7);
  expect(days.at(-1)?.at).toBe(startOfDay(stage.at) - DAY);
  for (const { p, lo, hi, n } of days) {
    expect([n, lo < (p ?? -1), hi > (p ?? 2)]).toEqual([150, true, true]);
  }
  expect(await scansOf(stage.db, asked)).toEqual([]);
});

test('an alert that tells of an hour has no weeks to show', async () => {
  const stage = await makeWatched();
  stage.at = LAST;
  await stage.store(talk({ perDay: always(60), share: always(0.05) }, 0, 42));
  await stage.store(voices(30, '小区停暖了', stage.at));
  await stage.look();
  const alert = await newest(stage);
  if (alert === undefined) throw new Error('no alert');
  expect((await readAlertScreen(stage.db, alert.id, [serviceOutage], stage.at))?.rise).toBeNull();
});
