import { describe, expect, test } from 'vitest';
import { makeSnapshot } from '../../../../server/core/report/make-snapshot.ts';
import { periodOf } from '../../../../server/core/report/report-period.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../../server/core/time.ts';
import { addChange } from '../../../../server/db/alert/alert-changes.ts';
import { askAnew, insertAlert, markAcknowledged, markClosed } from '../../../../server/db/alert/alerts.ts';
import type { Db } from '../../../../server/db/database.ts';
import { bulkInsert } from '../../../../server/db/engine/bulk.ts';
import { closeIncident, openIncident } from '../../../../server/db/feed/feed-incidents.ts';
import {
  amendReport,
  deleteReport,
  listReports,
  requireReport,
} from '../../../../server/db/report/reports.ts';
import { readReportFacts, readReportPreview } from '../../../../server/db/views/report/report-facts.ts';
import { deleteWatch } from '../../../../server/db/watch/watches.ts';
import { ingest } from '../../../../server/flows/ingest/ingest.ts';
import { makeReport } from '../../../../server/flows/report/make-report.ts';
import { groupStories } from '../../../../server/flows/story/group-stories.ts';
import { createStoryMemory } from '../../../../server/flows/story/story-memory.ts';
import { createTagGrouper } from '../../../flows/story/tag-grouper.ts';
import { makeDatabase } from '../../../support/database.ts';
import { ingestDeps } from '../../../support/ingest.ts';
import { anyOf, makePost } from '../../../support/make.ts';
import { makeFeed } from '../../../support/make-feed.ts';
import { makeWatch } from '../../../support/make-watch.ts';

const MONDAY = Date.parse('2026-11-16T00:00:00+08:00');
const NOW = MONDAY + 7 * DAY + 9 * HOUR;
const week = periodOf({ kind: 'weekly' }, NOW);
const by = { by: '陈', now: NOW };

interface Said {
  readonly at: Instant;
  readonly text: string;
  readonly platform?: string;
  readonly author?: string;
  readonly url?: string;
}

const LATE = (n: number) => `优鲜配送说好次日达，第${n}单结果3天才到，失望`;
const FINE = (n: number) => `优鲜的草莓很新鲜，第${n}次买了`;

async function put(db: Db, said: readonly Said[], now = NOW): Promise<void> {
  const posts = said.map(({ at, ...rest }) => makePost({ ...rest, publishedAt: at, observedAt: at }));
  await ingest(ingestDeps(db, { now: () => now }), { posts, origin: 'test' });
}

/** Two posts a day of praise in the week before; in the week two of praise and, on Wednesday, six of late deliveries. */
function twoWeeks(): readonly Said[] {
  const days = Array.from({ length: 15 }, (_, day) => day - 8);
  const praise = days.flatMap((day) =>
    [0, 1].map((n) => ({
      at: MONDAY + day * DAY + 10 * HOUR + n * MINUTE,
      text: FINE(day * 2 + n + 100),
      platform: 'weibo',
      author: `买家${n}`,
    })),
  );
  const late = Array.from({ length: 6 }, (_, n) => ({
    at: MONDAY + 2 * DAY + 20 * HOUR + n * MINUTE,
    text: LATE(n),
    platform: 'forum',
    author: `住户${n}`,
    url: `https://example.cn/late/${n}`,
  }));
  return [...praise, ...late];
}

async function makeShop(said: readonly Said[] = twoWeeks()): Promise<Db> {
  const db = await makeDatabase();
  const rule = anyOf('优鲜');
  await makeWatch(db, { name: '优鲜', rule, rivals: ['别家', '没人看的'] }, MONDAY - 30 * DAY);
  await put(db, said);
  return db;
}

const factsOf = (db: Db, period = week, watchId: number | null = 1) =>
  readReportFacts(db, { watchId, period, now: NOW });

describe('what a report is made of', () => {
  test('is counted by hand: volume, people, sentiment, days, platforms and touchpoints beside the week before', async () => {
    const facts = await factsOf(await makeShop());
    expect(facts).toMatchObject({
      watches: ['优鲜'],
      all: false,
      before: { from: MONDAY - 7 * DAY, to: MONDAY },
      volume: {
        unit: 'day',
        // Of the late deliveries only the number differs: five are near copies.
        now: { count: 20, negative: 6, copies: 5, authors: { authors: 8, exact: true } },
        before: { count: 14, negative: 0, authors: { authors: 2 } },
      },
      alerts: [],
      alertsBefore: 0,
      voices: [],
      stories: [],
    });
    expect(facts.volume.growth?.ratio).toBeCloseTo(20 / 14, 12);
    expect(
      facts.volume.bars.map(({ at, negative, before }) => [(at - MONDAY) / DAY, negative, before]),
    ).toEqual([...[0, 1, 2, 3, 4, 5, 6].map((day) => [day, day === 2 ? 6 : 0, 2])]);
    expect(facts.volume.bars.every(({ incomplete }) => !incomplete)).toBe(true);
    expect(facts.platforms).toEqual([
      { name: 'weibo', count: 14, negative: 0, before: 14 },
      { name: 'forum', count: 6, negative: 6, before: 0 },
    ]);
    const [delivery] = facts.touchpoints;
    // One complaint and its copies, here as there.
    expect(delivery).toMatchObject({ touchpoint: 'delivery', count: 1, before: 0 });
    expect(delivery?.dimensions.find(({ dimension }) => dimension === 'reliability')).toMatchObject({
      count: 1,
      before: 0,
    });
    expect(facts.gaps).toMatchObject([
      // Six orders in the same words: one complaint and its copies.
      {
        touchpoint: 'delivery',
        looked: 1,
        copies: 5,
        gaps: [{ unit: 'day', mentions: 1, expected: 1, actual: 3 }],
      },
    ]);
  });

  test('of a day goes by hours, and of a first week is compared with nothing', async () => {
    const db = await makeShop(twoWeeks().filter(({ at }) => at >= MONDAY));
    const day = await factsOf(db, periodOf({ kind: 'daily', from: MONDAY + 2 * DAY }, NOW));
    expect(day.volume).toMatchObject({ unit: 'hour', now: { count: 8 }, before: { count: 2 } });
    expect(day.volume.bars).toHaveLength(24);
    expect(day.volume.bars[20]).toMatchObject({ negative: 6, before: 0 });
    const first = await factsOf(db);
    expect(first).toMatchObject({ before: null, alertsBefore: null, volume: { before: null, growth: null } });
  });

  test('a watch that is named like a rival is a voice beside it; other rivals are left out', async () => {
    const db = await makeShop();
    await makeWatch(db, { name: '别家', rule: anyOf('别家') }, MONDAY - 30 * DAY);
    await put(db, [{ at: MONDAY + DAY, text: '别家的草莓也行' }]);
    expect((await factsOf(db)).voices).toEqual([
      { name: '优鲜', own: true, count: 20, negative: 6, before: 14 },
      expect.objectContaining({ name: '别家', own: false, count: 1, before: 0 }),
    ]);
    const all = await factsOf(db, week, null);
    expect(all).toMatchObject({ voices: [], all: true, before: null, volume: { now: { count: 21 } } });
    await expect(factsOf(db, week, 9)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a quiet watch among others was watched all the same; a young one leaves nothing to compare with', async () => {
    const db = await makeDatabase();
    const named = (name: string, madeAt: Instant) => makeWatch(db, { name, rule: anyOf(name) }, madeAt);
    await named('优鲜', MONDAY - 30 * DAY);
    const quiet = await named('门店', MONDAY - 30 * DAY);
    await named('无人提起', MONDAY + 3 * DAY);
    await put(db, [{ at: MONDAY - 20 * DAY, text: FINE(1) }], MONDAY - 20 * DAY);
    await put(db, [...twoWeeks(), { at: MONDAY + 2 * DAY, text: '门店排队' }]);
    const before = { from: MONDAY - 7 * DAY, to: MONDAY };
    expect(await factsOf(db, week, null)).toMatchObject({
      before,
      begun: MONDAY - 20 * DAY,
      alertsBefore: 0,
      volume: {
        now: { count: 21 },
        before: { count: 14 },
        bars: [{ incomplete: false }, {}, {}, {}, {}, {}, {}],
      },
    });
    expect(await factsOf(db, week, quiet.id)).toMatchObject({
      before,
      volume: { now: { count: 1 }, before: { count: 0 } },
    });
    await named('新店', MONDAY - 2 * DAY);
    await put(db, [{ at: MONDAY + DAY, text: '新店开业' }]);
    const young = { before: null, begun: MONDAY - 2 * DAY, volume: { before: null } };
    expect(await factsOf(db, week, null)).toMatchObject(young);
  });

  test('of a week that runs holds words against the same days of last week', async () => {
    const db = await makeShop();
    const terms = [-7, -6, -5, -4, -3, -2, -1, 0, 1, 2].flatMap((day) => {
      // On Mondays and Tuesdays much is said, in the middle of the week little; on this Wednesday it is early.
      const count = [-7, -6, 0, 1].includes(day) ? 30 : day === 2 ? 1 : 4;
      return [[1, MONDAY + day * DAY, '门店排队', count, 0, 0] as const];
    });
    const columns = ['watch_id', 'day', 'term', 'count', 'negative', 'positive'] as const;
    await bulkInsert(db, 'term_bucket', columns, terms, '');
    const now = MONDAY + 2 * DAY + 9 * HOUR;
    const period = periodOf({ kind: 'weekly', from: now }, now);
    const facts = await readReportFacts(db, { watchId: 1, period, now });
    const word = facts.topics.find(({ name }) => name === 'term.门店排队');
    expect(word).toMatchObject({ count: 60, before: 60, growth: { ratio: 1 }, direction: 'steady' });
    const service = makeSnapshot(facts).sections.find(({ id }) => id === 'service');
    expect(JSON.stringify(service)).toContain(
      '只算 2026年11月16日（周一）至11月17日（周二），比较的是此前同样的整天',
    );
  });

  test('stories are counted within the week, with their busiest hour and two posts that can be looked up', async () => {
    const day = MONDAY + 2 * DAY;
    const told = ['#霉# 草莓是坏的', '#霉# 退货没人理', '#霉# 三盒都这样'].map((text, n) => ({
      at: day + n * 40 * MINUTE,
      text: `优鲜 ${text}`,
      url: `https://example.cn/${n}`,
    }));
    const before = { at: MONDAY - DAY, text: '优鲜 #霉# 上周就有' };
    const db = await makeShop([...twoWeeks(), before, ...told]);
    const memory = createStoryMemory({
      makeGrouper: ({ nextStory }) => createTagGrouper(nextStory),
      now: () => NOW,
    });
    await groupStories({ db, stories: memory, now: () => NOW });
    const story = (await factsOf(db)).stories.find(({ title }) => title.includes('#霉#'));
    expect(story).toMatchObject({ count: 3, copies: 0, before: 1, peak: { at: day, count: 2 } });
    expect(story?.platforms).toEqual(['news']);
    expect(story?.examples).toHaveLength(2);
    for (const { url, at } of story?.examples ?? []) {
      expect(url).toMatch(/^https:\/\/example\.cn\/[0-2]$/);
      expect(at).toBeGreaterThanOrEqual(day);
    }
  });
});

async function ring(db: Db, at: Instant, confirmedAt: Instant | null): Promise<number> {
  const risk = { index: 60, level: 'II', components: {}, reasons: [] } as never;
  const draft = {
    watchId: 1,
    level: 'II',
    risk,
    findings: [],
    metrics: {},
    playbooks: [],
    examples: [],
  } as const;
  const alertId = await insertAlert(db, draft, at);
  const line = { alertId, from: null, to: 'II', note: null, inputs: {} } as const;
  await addChange(db, { ...line, at, kind: 'opened', actor: 'system' });
  if (confirmedAt !== null) {
    await markAcknowledged(db, alertId, '李', confirmedAt);
    await addChange(db, { ...line, at: confirmedAt, kind: 'acknowledged', actor: '李' });
  }
  return alertId;
}

describe('alerts and sources of the time', () => {
  test('are all counted, however many are listed', async () => {
    const db = await makeShop();
    for (let n = 0; n < 104; n++) {
      const at = MONDAY + n * HOUR;
      const id = await ring(db, at, n < 103 ? at + MINUTE : null);
      if (n < 103) await markClosed(db, id, 'closed', at + 2 * MINUTE);
    }
    const facts = await factsOf(db);
    expect(facts.alerts).toHaveLength(104);
    const section = makeSnapshot(facts).sections.find(({ id }) => id === 'alerts');
    expect(section?.finding).toContain('本周有 104 条新预警（上周 0 条）：104 橙；到成稿时还有 1 条没有关闭');
    expect(section?.finding).toContain('104 条里 103 条在时限内确认');
    const [table] = section?.blocks ?? [];
    expect(table).toMatchObject({ title: '预警 104 条（104 橙），重的在前，列出 100 条' });
    expect(table?.kind === 'table' ? table.rows : []).toHaveLength(100);
  });

  test('an alert is told with who confirmed it after how long; those of other times are not', async () => {
    const db = await makeShop();
    const at = MONDAY + 2 * DAY + 21 * HOUR;
    const id = await ring(db, at, at + 12 * MINUTE);
    const facts = await factsOf(db);
    expect(facts.alerts).toMatchObject([
      { id, level: 'II', status: 'acknowledged', openedAt: at, confirmedBy: '李' },
    ]);
    // Orange asks for ten minutes.
    expect(facts.alerts[0]?.timing).toEqual({ found: null, confirmed: 12 * MINUTE, onTime: false });
    const day = (from: Instant) => factsOf(db, periodOf({ kind: 'daily', from }, NOW));
    expect((await day(MONDAY)).alerts).toEqual([]);
    // Whoever confirms it again is not who took so long.
    await askAnew(db, id);
    await markAcknowledged(db, id, '赵', at + HOUR);
    expect((await factsOf(db)).alerts).toMatchObject([{ confirmedBy: '李' }]);
    // Still open, it is carried on.
    expect((await day(MONDAY + 4 * DAY)).alerts).toMatchObject([{ id }]);
    expect((await day(MONDAY + 3 * DAY)).alertsBefore).toBe(1);
  });

  test('counts while a source was dead are marked, with what part usually comes by it', async () => {
    const db = await makeShop([]);
    await makeFeed(db, { name: '晚报' }, MONDAY - 20 * DAY);
    const posts = twoWeeks().map(({ at, ...rest }) => makePost({ ...rest, publishedAt: at, observedAt: at }));
    await ingest(ingestDeps(db, { now: () => NOW }), { posts, origin: 'test', feedId: 1 });
    const openedAt = MONDAY + DAY + 2 * HOUR;
    const incident = { feedId: 1, health: 'failing', reason: null, detail: '', openedAt } as const;
    const id = await openIncident(db, incident);
    await closeIncident(db, id ?? 0, 'recovered', MONDAY + 2 * DAY + HOUR);
    const { sources, volume } = await factsOf(db);
    expect(sources).toMatchObject({
      feeds: 1,
      outages: [{ feed: '晚报', from: openedAt, why: 'failing', lasting: false, share: 1 }],
    });
    expect(volume.bars.map(({ incomplete }) => incomplete)).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('kept reports', () => {
  const make = (db: Db) =>
    makeReport({ read: db, write: db, now: () => NOW }, { kind: 'weekly', watchId: 1, by: '陈' });

  test('stay as they were made, whatever is counted later, and when their watch is gone', async () => {
    const db = await makeShop();
    const made = await make(db);
    expect(made).toMatchObject({
      title: '优鲜舆情周报',
      version: 1,
      watchId: 1,
      madeBy: '陈',
      summary: null,
    });
    await put(db, [{ at: MONDAY + HOUR, text: FINE(900) }]);
    expect((await factsOf(db)).volume.now.count).toBe(21);
    await deleteWatch(db, 1);
    const kept = await requireReport(db, made.id);
    expect(kept).toEqual({ ...made, watchId: null });
    expect(kept.snapshot.summary[1]).toContain('本周共有 20 条提及');
  });

  test('are amended once for each version; who saw an older one is told who was faster', async () => {
    const db = await makeShop();
    const { id, snapshot } = await make(db);
    const own = { title: ' 一周情况 ', summary: '配送慢了。\n已加人。', remarks: { service: ' 已派骑手 ' } };
    const first = await amendReport(db, id, { ...own, version: 1, ...by });
    expect(first).toMatchObject({ title: '一周情况', version: 2, remarks: { service: '已派骑手' } });
    const late = amendReport(db, id, { ...own, summary: '别的', version: 1, by: '李', now: NOW + 1 });
    await expect(late).rejects.toMatchObject({ code: 'conflict', details: { changedBy: '陈', version: 2 } });
    expect((await requireReport(db, id)).summary).toBe('配送慢了。\n已加人。');
    const back = { title: '周报', summary: snapshot.summary.join('\n'), remarks: { service: ' ' } };
    expect(await amendReport(db, id, { ...back, version: 2, ...by })).toMatchObject({
      summary: null,
      remarks: {},
      version: 3,
    });
  });

  test('are listed newest first, page by page, and deleted for good', async () => {
    const db = await makeShop();
    for (let n = 0; n < 3; n++) await make(db);
    const ids = async (limit: number, before?: number) =>
      (await listReports(db, { limit, before })).map(({ id }) => id);
    expect([await ids(2), await ids(2, 2)]).toEqual([[3, 2], [1]]);
    await deleteReport(db, 2);
    expect(await ids(9)).toEqual([3, 1]);
    await expect(requireReport(db, 2)).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteReport(db, 2)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('are told beforehand what they would be about', async () => {
    const db = await makeShop();
    expect(await readReportPreview(db, { watchId: 1, period: week, now: NOW })).toEqual({
      period: week,
      before: { from: MONDAY - 7 * DAY, to: MONDAY },
      mentions: 20,
      alerts: 0,
    });
    const empty = await makeDatabase();
    const nothing = await readReportPreview(empty, { watchId: null, period: week, now: NOW });
    expect(nothing).toMatchObject({ before: null, mentions: 0, alerts: 0 });
    expect(
      (
        await makeReport(
          { read: empty, write: empty, now: () => NOW },
          { kind: 'daily', watchId: null, by: '陈' },
        )
      ).title,
    ).toBe('全部方案（0 个）舆情日报');
  });
});
