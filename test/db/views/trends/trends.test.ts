import { describe, expect, test } from 'vitest';
import { DAY, HOUR, startOfDay, startOfHour } from '../../../../server/core/time.ts';
import type { Db } from '../../../../server/db/database.ts';
import { bulkInsert } from '../../../../server/db/engine/bulk.ts';
import {
  createAnnotation,
  removeAnnotation,
  updateAnnotation,
} from '../../../../server/db/reading/annotations.ts';
import { readTrends } from '../../../../server/db/views/trends/trends.ts';
import { readCompare } from '../../../../server/db/views/trends/trends-compare.ts';
import { makeDatabase } from '../../../support/database.ts';
import { NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';

const START = startOfHour(NOW) - DAY;

interface Hour {
  readonly at: number;
  readonly count: number;
  readonly negative?: number;
  readonly facet?: string;
  readonly platform?: string;
  readonly watchId?: number;
}

/** Counts as ingest leaves them: in the hours of the watch, and of a facet where one is named. */
async function put(db: Db, hours: readonly Hour[]): Promise<void> {
  const rows = hours.flatMap(({ at, count, negative = 0, facet, platform = 'forum', watchId = 1 }) =>
    ([-1, 0] as const).flatMap((sentiment) => {
      const n = sentiment < 0 ? negative : count - negative;
      const key = [startOfHour(at), platform, sentiment, n, 0, n * 10] as const;
      return n > 0 ? [{ facet, watchId, key }] : [];
    }),
  );
  const add = (table: string, key: string) =>
    `on conflict (${key}) do update set count = ${table}.count + excluded.count`;
  const columns = ['hour', 'platform', 'sentiment', 'count', 'copies', 'reach'] as const;
  const plain = rows.flatMap((row) => (row.facet === undefined ? [[row.watchId, ...row.key] as const] : []));
  const facets = rows.flatMap(({ facet, watchId, key }) =>
    facet === undefined ? [] : [[watchId, facet, ...key] as const],
  );
  const key = 'hour, platform, sentiment';
  await bulkInsert(db, 'bucket', ['watch_id', ...columns], plain, add('bucket', `watch_id, ${key}`));
  const ofFacets = add('facet_bucket', `watch_id, facet, ${key}`);
  await bulkInsert(db, 'facet_bucket', ['watch_id', 'facet', ...columns], facets, ofFacets);
  const days = facets.map(
    ([watchId, facet, hour, _, ...rest]) => [watchId, facet, startOfDay(hour), ...rest] as const,
  );
  const ofDays = add('facet_day', 'watch_id, facet, day, sentiment');
  const dayColumns = ['day', 'sentiment', 'count', 'copies', 'reach'] as const;
  for (const day of days)
    await bulkInsert(db, 'facet_day', ['watch_id', 'facet', ...dayColumns], [day], ofDays);
}

async function putTerms(db: Db, day: number, words: Readonly<Record<string, number>>): Promise<void> {
  const rows = Object.entries(words).map(([term, n]) => [1, startOfDay(day), term, n, n, 0] as const);
  const columns = ['watch_id', 'day', 'term', 'count', 'negative', 'positive'] as const;
  await bulkInsert(db, 'term_bucket', columns, rows, '');
}

const ask = (db: Db, parts: Partial<Parameters<typeof readTrends>[1]> = {}) =>
  readTrends(db, { watchId: 1, from: NOW - DAY, to: NOW, now: NOW, basis: 'before', ...parts });

/** Five weeks of five posts an hour, then a day in which heating is spoken of. */
async function makeHistory(): Promise<Db> {
  const db = await makeDatabase();
  await makeWatch(db, {}, NOW - 40 * DAY);
  const hours = Array.from({ length: 36 * 24 }, (_, i) => startOfHour(NOW) - i * HOUR);
  await put(
    db,
    hours.map((at) => ({ at, count: 5, negative: 1 })),
  );
  await put(
    db,
    hours.filter((_, i) => i % 6 === 0).map((at) => ({ at, count: 1, negative: 1, facet: 'touch.app' })),
  );
  await put(db, [
    { at: NOW - HOUR, count: 40, negative: 40, facet: 'touch.heating' },
    { at: NOW - DAY - 2 * HOUR, count: 4, negative: 4, facet: 'touch.heating' },
    { at: NOW - HOUR, count: 3, negative: 3, facet: 'sev.outage' },
    { at: NOW - HOUR, count: 12, negative: 9, facet: 'area.阳光花园' },
    { at: NOW - HOUR, count: 7, negative: 7, facet: 'pair.empathy.heating' },
    { at: NOW - HOUR, count: 30, negative: 30, platform: 'weibo' },
  ]);
  return db;
}

describe('the page of trends', () => {
  test('leads with the surest change and keeps a handful behind it', async () => {
    const screen = await ask(await makeHistory());
    const [first] = screen.topics;
    expect(first).toMatchObject({
      topic: 'touch.heating',
      direction: 'rising',
      now: { count: 40, negative: 40 },
      before: [4],
    });
    expect(first?.growth?.ratio).toBeCloseTo(10, 0);
    expect(first?.growth?.lo).toBeGreaterThan(2);
    const outage = screen.topics.find(({ topic }) => topic === 'sev.outage');
    expect(outage).toMatchObject({ direction: 'steady', now: { count: 3 }, before: [0] });
    expect(screen.topics.map(({ topic }) => topic)).not.toContain('pair.empathy.heating');
  });

  test('counts whole hours, now and before, and names the windows', async () => {
    const screen = await ask(await makeHistory());
    expect(screen.spans).toEqual({
      now: { from: START, to: NOW },
      before: [{ from: START - 25 * HOUR, to: START }],
    });
    expect(screen.total).toMatchObject({ count: 25 * 5 + 30, negative: 25 + 30 });
    expect(screen.totalBefore).toEqual([25 * 5]);
    expect(screen.negativeShare.p).toBeCloseTo(55 / 155);
    expect(screen.negativeShareBefore.p).toBeCloseTo(1 / 5);
    expect(screen.negativeShareBefore.hi).toBeLessThan(0.3);
  });

  test('a watch that is younger than the comparison is named; one that was only quiet is not', async () => {
    const db = await makeHistory();
    const young = await makeWatch(db, { name: '新方案' }, NOW - 20 * HOUR);
    const quiet = await makeWatch(db, { name: '少有人提' }, NOW - 40 * DAY);
    const both = [young.id, quiet.id].map((watchId) => ({ at: NOW - 10 * HOUR, count: 2, watchId }));
    await put(db, both);
    const since = NOW - 20 * HOUR;
    expect((await ask(db, { watchId: null })).young).toEqual([{ id: young.id, name: '新方案', since }]);
    expect((await ask(db)).young).toEqual([]);
  });

  test('what a young watch says is no growth beside others: it is left out of what is compared', async () => {
    const db = await makeHistory();
    const alone = await ask(db);
    const { id: watchId } = await makeWatch(db, { name: '新方案' }, NOW - 20 * HOUR);
    await put(db, [
      { at: NOW - 2 * HOUR, count: 900, negative: 900, watchId },
      { at: NOW - 2 * HOUR, count: 3, facet: 'touch.heating', watchId },
      { at: NOW - 2 * HOUR, count: 900, negative: 900, facet: 'touch.app', watchId },
    ]);
    const screen = await ask(db, { watchId: null });
    expect(screen).toMatchObject({ youngApart: true, total: { count: alone.total.count + 900 } });
    for (const what of ['totalBefore', 'totalGrowth', 'negativeShare', 'negativeShareBefore'] as const) {
      expect(screen[what]).toEqual(alone[what]);
    }
    const rowOf = (of: typeof screen, topic: string) => of.topics.find((row) => row.topic === topic);
    expect(rowOf(screen, 'touch.heating')).toEqual(rowOf(alone, 'touch.heating'));
    expect(rowOf(screen, 'touch.app')).toMatchObject({
      now: { count: 905 },
      growth: null,
      direction: 'steady',
    });
    expect(await ask(db, { watchId })).toMatchObject({ youngApart: false });
  });

  test('a platform that began to be read is no growth: what is compared of all is without it, and it is named', async () => {
    const days = Array.from({ length: 30 }, (_, i) => startOfHour(NOW) - (i + 1) * DAY + 6 * HOUR);
    const weibo = days.map((at, n) => ({
      at,
      platform: 'weibo',
      ...(n < 14 ? { count: 60, negative: 45 } : { count: 20, negative: 4 }),
    }));
    const over = async (heard: readonly Hour[]) => {
      const db = await makeDatabase();
      await makeWatch(db, {}, NOW - 60 * DAY);
      await put(db, [...days.map((at) => ({ at, count: 20, negative: 4 })), ...heard]);
      return ask(db, { from: NOW - 14 * DAY });
    };
    expect(await over(weibo.slice(0, 14))).toMatchObject({
      oneSided: [{ platform: 'weibo', missing: 'before' }],
      total: { count: 14 * 80, negative: 14 * 49 },
      // Whole days, one of which only ended as the stretch began.
      totalBefore: [15 * 20],
      totalGrowth: { ratio: expect.closeTo(1, 0) },
      negativeShare: { p: 0.2 },
      negativeShareBefore: { p: 0.2 },
    });
    // Read all the time, it grew.
    expect(await over(weibo)).toMatchObject({ oneSided: [], totalGrowth: { ratio: expect.closeTo(2, 0) } });
  });

  test('nothing but a platform that began to be read is compared with nothing', async () => {
    const db = await makeDatabase();
    await makeWatch(db, {}, NOW - 60 * DAY);
    const days = Array.from({ length: 30 }, (_, i) => startOfHour(NOW) - (i + 1) * DAY + 6 * HOUR);
    await put(
      db,
      days.map((at, n) => ({ at, count: 20, platform: n < 14 ? 'weibo' : 'forum' })),
    );
    const screen = await ask(db, { from: NOW - 14 * DAY });
    expect(screen.oneSided.map(({ platform }) => platform).sort()).toEqual(['forum', 'weibo']);
    expect(screen).toMatchObject({ total: { count: 280 }, totalGrowth: null, negativeShare: { p: null } });
  });

  test('the same hours of four weeks are the other yardstick', async () => {
    const screen = await ask(await makeHistory(), { basis: 'week' });
    expect(screen.spans.before).toHaveLength(4);
    expect(screen.topics[0]).toMatchObject({ topic: 'touch.heating', before: [0, 0, 0, 0] });
    expect(screen.topics[0]?.growth).toMatchObject({ ratio: null, hi: null });
  });

  test('for seven days too, whenever they are asked for; for more there is only the stretch before', async () => {
    const db = await makeHistory();
    // As the page asks: seven days back by the clock of the reader, up to now by that of the server.
    const asked = { from: NOW - 7 * DAY - 300, basis: 'week' } as const;
    const screen = await ask(db, asked);
    expect(screen.basis).toBe('week');
    const lengths = screen.spans.before.map(({ from, to }) => to - from);
    expect(lengths).toEqual([7 * DAY, 7 * DAY, 7 * DAY, 7 * DAY]);
    const month = await ask(db, { ...asked, from: NOW - 14 * DAY });
    expect(month).toMatchObject({ basis: 'before', spans: { before: [{}] } });
  });

  test('a young watch is compared with nothing, and nothing rises', async () => {
    const db = await makeDatabase();
    await makeWatch(db, {}, NOW - 5 * HOUR);
    await put(db, [
      { at: NOW - HOUR, count: 50, negative: 50 },
      { at: NOW - HOUR, count: 50, negative: 50, facet: 'touch.heating' },
    ]);
    const screen = await ask(db);
    expect(screen.spans.before).toEqual([]);
    expect(screen.topics[0]).toMatchObject({ growth: null, direction: 'steady' });
    expect(screen.dispersionKnown).toBe(false);
    expect(screen.heat.since).toBe(startOfHour(NOW - HOUR));
  });

  test('words are counted by whole days', async () => {
    const db = await makeHistory();
    await putTerms(db, NOW, { 暖气: 9, 热线: 5 });
    await putTerms(db, NOW - DAY, { 停暖: 60, 热线: 5 });
    await putTerms(db, NOW - 2 * DAY, { 缴费: 20, 热线: 6 });
    const screen = await ask(db);
    const today = startOfDay(NOW);
    expect(screen.termSpans).toEqual({
      now: { from: today - DAY, to: today },
      before: [{ from: today - 2 * DAY, to: today - DAY }],
    });
    // What is merely shown goes up to now.
    expect(screen.termDays).toEqual({ from: today - DAY, to: NOW });
    expect(screen.terms.map(({ term, count }) => [term, count])).toEqual([
      ['停暖', 60],
      ['热线', 10],
      ['暖气', 9],
    ]);
    expect(screen.topics.find(({ topic }) => topic === 'term.热线')).toMatchObject({
      now: { count: 5 },
      before: [6],
    });
    const directions = Object.fromEntries(screen.topics.map((row) => [row.topic, row.direction]));
    expect(directions).toMatchObject({
      'term.停暖': 'rising',
      'term.缴费': 'falling',
      'term.热线': 'steady',
    });
  });

  test('words that are said as every day do not fall in the morning, and those of a part of a day are compared with nothing', async () => {
    const db = await makeHistory();
    const today = startOfDay(NOW);
    for (let day = 1; day <= 35; day++) await putTerms(db, today - day * DAY, { 热线: 300 });
    await putTerms(db, today, { 热线: 15 });
    for (const basis of ['before', 'week'] as const) {
      for (const days of [1, 3, 7]) {
        const { topics } = await ask(db, { from: NOW - days * DAY, basis });
        const word = topics.find(({ topic }) => topic === 'term.热线');
        expect(word).toMatchObject({ now: { count: 300 * days }, direction: 'steady', growth: { ratio: 1 } });
      }
      const part = await ask(db, { from: today, basis });
      const word = part.topics.find(({ topic }) => topic === 'term.热线');
      expect(word).toMatchObject({ now: { count: 15 }, before: [], growth: null, direction: 'steady' });
      expect(part.termSpans).toEqual({ now: { from: today, to: NOW }, before: [] });
    }
  });

  test('the hour that stands out is a burst in the timeline', async () => {
    const { timeline } = await ask(await makeHistory());
    const burst = timeline.total.bursts.find(({ from }) => from === startOfHour(NOW - HOUR));
    expect(burst).toMatchObject({ to: startOfHour(NOW), count: 35 });
    expect(timeline.points.at(-2)).toMatchObject({ negative: 31 });
  });

  test('splits by platform and place, with the time before', async () => {
    const screen = await ask(await makeHistory());
    expect(screen.platforms.map(({ name, count, before }) => [name, count, before])).toEqual([
      ['forum', 125, 125],
      ['weibo', 30, 0],
    ]);
    expect(screen.regions).toMatchObject([{ name: 'area.阳光花园', count: 12, negative: 9, before: 0 }]);
    expect(screen.regions[0]?.negativeShare.p).toBe(0.75);
  });

  test('the heat map has a week of hours at least', async () => {
    const { heat } = await ask(await makeHistory());
    expect(heat.to - heat.from).toBe(7 * DAY);
    const cell = heat.cells.find(({ at }) => at === startOfHour(NOW - HOUR));
    expect(cell).toEqual({ at: startOfHour(NOW - HOUR), count: 35, negative: 31 });
  });

  test('a watch that does not exist is not found', async () => {
    await expect(ask(await makeDatabase(), { watchId: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of no watch at all is empty, not broken', async () => {
    const screen = await ask(await makeDatabase(), { watchId: null });
    expect(screen).toMatchObject({ topics: [], terms: [], platforms: [], total: { count: 0 } });
  });
});

describe('side by side', () => {
  const range = { watchId: 1, from: NOW - DAY, to: NOW, now: NOW };

  test('topics have their share of voice, and a profile by dimension where it is counted', async () => {
    const db = await makeHistory();
    const { unit, steps, subjects } = await readCompare(db, {
      ...range,
      subjects: ['touch.heating', 'area.阳光花园'],
    });
    expect(unit).toBe('hour');
    expect(steps).toHaveLength(25);
    const [heating, place] = subjects;
    expect(heating?.voice.p).toBeCloseTo(40 / 52, 12);
    expect(heating?.points.at(-2)?.count).toBe(40);
    expect(heating?.profile?.find(({ dimension }) => dimension === 'empathy')?.count).toBe(7);
    expect(heating?.net).toBe(null);
    expect(place?.net).toMatchObject({ value: -0.75, n: 12 });
    expect(place?.profile).toBe(null);
  });

  test('begin where counting began, however far back they are asked for', async () => {
    const db = await makeHistory();
    const rival = await makeWatch(db, { name: '竞品' }, NOW - 50 * DAY);
    await put(db, [{ at: NOW - 45 * DAY, count: 2, watchId: rival.id }]);
    const first = async (subject: string) =>
      (await readCompare(db, { ...range, from: NOW - 900 * DAY, subjects: [subject] })).steps[0];
    expect(await first('touch.heating')).toBe(startOfDay(startOfHour(NOW) - (36 * 24 - 1) * HOUR));
    expect(await first(`watch.${rival.id}`)).toBe(startOfDay(NOW - 45 * DAY));
  });

  test('watches are compared by all they mention, words by the day', async () => {
    const db = await makeHistory();
    const rival = await makeWatch(db, { name: '竞品' }, NOW - DAY);
    await put(db, [{ at: NOW - HOUR, count: 45, watchId: rival.id }]);
    await putTerms(db, NOW, { 停暖: 6 });
    const watches = await readCompare(db, { ...range, subjects: ['watch.1', `watch.${rival.id}`] });
    expect(watches.subjects.map(({ name, total }) => [name, total.count])).toEqual([
      ['供热', 155],
      ['竞品', 45],
    ]);
    const words = await readCompare(db, { ...range, subjects: ['watch.1', 'term.停暖'] });
    expect(words.unit).toBe('day');
    expect(words.subjects[1]?.points.map(({ count }) => count)).toEqual([0, 6]);
  });

  test('beside a word all go on to the end of the last day, as it does', async () => {
    const db = await makeDatabase();
    await makeWatch(db, {}, NOW - 30 * DAY);
    const day = startOfDay(NOW) - 2 * DAY;
    await put(db, [
      { at: day + 9 * HOUR, count: 4 },
      { at: day + 20 * HOUR, count: 3 },
      { at: day + DAY, count: 50 },
    ]);
    await putTerms(db, day, { 供热: 7 });
    const asked = { from: day + 8 * HOUR, to: day + 10 * HOUR, now: NOW, watchId: null };
    const { span, subjects } = await readCompare(db, { ...asked, subjects: ['watch.1', 'term.供热'] });
    expect(span.to).toBe(day + DAY);
    expect(subjects.map(({ total }) => total.count)).toEqual([7, 7]);
    const alone = await readCompare(db, { ...asked, subjects: ['watch.1'] });
    expect(alone.subjects.map(({ total }) => total.count)).toEqual([4]);
    // The cloud names the day that it counts.
    const { terms, termDays } = await readTrends(db, { ...asked, basis: 'before' });
    expect(terms).toMatchObject([{ term: '供热', count: 7 }]);
    expect(termDays).toEqual({ from: day, to: day + DAY });
  });
});

describe('annotations', () => {
  const who = { by: '王分析', now: NOW };
  const input = { watchId: 1, kind: 'campaign', text: '发布致歉信', at: NOW - HOUR, until: null } as const;

  test('stand in the timeline of their watch, with who wrote them and when', async () => {
    const db = await makeHistory();
    await makeWatch(db, { name: '别的' }, NOW - DAY);
    await createAnnotation(db, input, who);
    await createAnnotation(db, { ...input, watchId: null, text: '全国降温', kind: 'note' }, who);
    const texts = async (watchId: number) =>
      (await ask(db, { watchId })).timeline.annotations.map(({ text }) => text);
    expect(await texts(1)).toEqual(['发布致歉信', '全国降温']);
    expect(await texts(2)).toEqual(['全国降温']);
    const [first] = (await ask(db)).timeline.annotations;
    expect(first).toMatchObject({ createdBy: '王分析', createdAt: NOW, updatedBy: null });
  });

  test('a stretch that reaches into the range is shown, one that ended before it is not', async () => {
    const db = await makeHistory();
    await createAnnotation(db, { ...input, at: NOW - 3 * DAY, until: NOW - 2 * HOUR }, who);
    await createAnnotation(db, { ...input, at: NOW - 3 * DAY, until: NOW - 2 * DAY }, who);
    expect((await ask(db)).timeline.annotations).toHaveLength(1);
  });

  test('an edit names its author, and what is removed is shown nowhere', async () => {
    const db = await makeHistory();
    const { id } = await createAnnotation(db, input, who);
    const edited = await updateAnnotation(
      db,
      id,
      { ...input, text: '致歉信上线' },
      { by: '李', now: NOW + 1 },
    );
    expect(edited).toMatchObject({
      text: '致歉信上线',
      createdBy: '王分析',
      updatedBy: '李',
      updatedAt: NOW + 1,
    });
    await removeAnnotation(db, id, { by: '李', now: NOW + 2 });
    expect((await ask(db)).timeline.annotations).toEqual([]);
    const kept = await db.selectFrom('annotation').select(['removed_by', 'removed_at']).execute();
    expect(kept).toEqual([{ removed_by: '李', removed_at: NOW + 2 }]);
    await expect(removeAnnotation(db, id, who)).rejects.toMatchObject({ code: 'not_found' });
  });
});
