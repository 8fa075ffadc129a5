import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { readWatchRows } from '../../../server/db/views/watches.ts';
import { previewRisk } from '../../../server/flows/detect/preview-risk.ts';
import { createReplays } from '../../../server/flows/detect/replay-watch.ts';
import { setRisk } from '../../../server/flows/detect/set-risk.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, quietWeeks, type Stage } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();
const WEEK = 7 * DAY;
/** Longer ago than any window of hours that ends now. */
const THEN = NOW - 8 * HOUR;

/** So many who grumble within the hour before a moment, in words of their own. */
function grumble(count: number, until: Instant, texts: readonly string[] = COLD): SourcePost[] {
  return Array.from({ length: count }, (_, n) => {
    const at = Math.round(until - 50 * MINUTE + (n * 45 * MINUTE) / count);
    const text = `${texts[n % texts.length]}，${n}号楼${Math.round(until / DAY)}`;
    return makePost({ text, author: `住户${n}-${until}`, publishedAt: at, observedAt: at });
  });
}
const COLD = ['周一早上暖气又不热', '暖气凉了没人管', '暖气半小时才热'];
const USUAL = [
  ...COLD,
  '暖气又不热，客厅冻手',
  '早晨暖气冰凉，太差了',
  '暖气费白交，屋里像冰窖',
  '厨房暖气不热，气死人',
  '暖气半温不热，烦透了',
  '老小区暖气总不热，失望',
  '暖气的事打电话没人接',
  '卧室暖气不热，盖两床被子',
];
const CRACKS = [
  '暖气片突然开裂，客厅泡了',
  '半夜暖气片开裂，楼下都淹了',
  '新换的暖气片又开裂，太坑人',
  '家里暖气片开裂，地板全毁',
  '卧室暖气片开裂，喷得满墙',
  '邻居家暖气片开裂，吓死人了',
  '刚交完钱暖气片就开裂',
  '暖气片一碰就开裂，劣质货',
];
const REFUNDS = ['暖气费的退款没到', '暖气退款拖了三天', '暖气的退款少了'];

/** Four quiet weeks, and the same grumbling at this time of the last so many weeks. */
async function makeWeekly(weeks: number, count = 10): Promise<Stage> {
  const stage = await makeStage({ detectors });
  const before = Array.from({ length: weeks }, (_, n) => grumble(count, NOW - (n + 1) * WEEK)).flat();
  await stage.store([...quietWeeks(NOW), ...before]);
  return stage;
}

async function hear(stage: Stage, posts: readonly SourcePost[]) {
  await stage.store(posts);
  const { held } = await stage.look();
  const [alert] = await listOpenAlerts(stage.db);
  const reasons = new Set(held.map(({ reason }) => reason));
  return { alert, reasons };
}

describe('grumbling that comes back each week', () => {
  test('rings while it is new, and no more after three weeks; the page says why', async () => {
    const young = await hear(await makeWeekly(2), grumble(10, NOW));
    expect(young.alert?.findings.length).toBeGreaterThan(0);
    const stage = await makeWeekly(3);
    const { alert, reasons } = await hear(stage, grumble(10, NOW));
    expect(alert).toBeUndefined();
    expect([...reasons]).toContain('weekly-habit');
    const [row] = await readWatchRows(stage.db, NOW);
    expect(row?.held['weekly-habit']).toBeGreaterThan(0);
  });

  test('rings where it is clearly larger, or on another day', async () => {
    expect((await hear(await makeWeekly(4), grumble(24, NOW))).alert).toBeDefined();
    const stage = await makeWeekly(4);
    stage.at = NOW + DAY;
    expect((await hear(stage, grumble(10, NOW + DAY))).alert).toBeDefined();
  });

  test('rings where it is about something else, as large as it is', async () => {
    const { alert } = await hear(await makeWeekly(4), grumble(10, NOW, REFUNDS));
    expect(alert?.findings.map(({ detector }) => detector)).toContain('nb-tail');
  });

  test('rings where a new trouble comes up on a day that is full of the usual ones', async () => {
    const morning = (until: Instant) =>
      [7, 8, 9, 10].flatMap((hours) => grumble(10, until - hours * HOUR, USUAL));
    const usual = (until: Instant) => [...morning(until), ...grumble(14, until, USUAL)];
    const before = [...quietWeeks(NOW), ...[1, 2, 3, 4].flatMap((week) => usual(NOW - week * WEEK))];
    const cracks = grumble(8, NOW, CRACKS).map((post) => ({ ...post, author: `又${post.author}` }));
    const look = async (posts: readonly SourcePost[]) => {
      const stage = await makeStage({ detectors });
      const reading = ingestDeps(stage.db, { now: () => stage.at });
      await ingest(reading, { posts: [...before, ...posts], origin: 'test' });
      return hear(stage, []);
    };
    const { alert } = await look([...morning(NOW), ...grumble(6, NOW, USUAL), ...cracks]);
    expect(alert?.findings.map(({ detector }) => detector)).toContain('negative-share');
    const calm = await look(usual(NOW));
    expect(calm.alert).toBeUndefined();
    expect([...calm.reasons]).toContain('weekly-habit');
  });

  test('rings while the index stands at II or above without it', async () => {
    const stage = await makeWeekly(4);
    const { version: _, ...shipped } = DEFAULT_RISK_SETTING;
    const keen = {
      ...shipped,
      hysteresis: { ...shipped.hysteresis, margin: 1 },
      thresholds: { IV: 1, III: 2, II: 4, I: 95 },
    };
    const wish = { kind: 'saved', setting: keen } as const;
    await setRisk(stage.deps, { watchId: stage.watch.id, by: '王敏', note: '', seen: 0, wish });
    const { alert, reasons } = await hear(stage, grumble(10, NOW));
    expect(alert?.findings.map(({ detector }) => detector)).toContain('nb-tail');
    expect([...reasons]).not.toContain('weekly-habit');
  });

  test('rings no more where its source brings it hours later, unless it is larger', async () => {
    const late = async (count: number) => {
      const stage = await makeStage({ detectors, memory: createSeriesMemory() });
      const waves = [3, 4, 5].flatMap((week) => grumble(14, THEN - week * WEEK));
      const past = [...quietWeeks(NOW), ...waves];
      for (const post of past.toSorted((a, b) => (a.publishedAt ?? 0) - (b.publishedAt ?? 0))) {
        stage.at = post.publishedAt ?? NOW;
        await stage.store([post]);
      }
      stage.at = NOW;
      await stage.look();
      await stage.store(grumble(count, THEN).map((post) => ({ ...post, observedAt: NOW })));
      for (const minutes of [0, 3, 6, 9]) {
        stage.at = NOW + minutes * MINUTE;
        await stage.look();
      }
      return (await listOpenAlerts(stage.db)).flatMap(({ findings }) => findings);
    };
    expect((await late(14)).map(({ detector }) => detector)).toEqual([]);
    const [larger] = await late(34);
    expect(Number(larger?.facts.late)).toBeGreaterThan(60);
  });

  test('rings where it falls silent: a source is dead when most of it is said', async () => {
    const stage = await makeStage({ detectors });
    const busy = (until: Instant) =>
      [0, 1, 2, 3, 4, 5, 6].flatMap((hours) => grumble(10, until - hours * HOUR, USUAL));
    await stage.store([
      ...quietWeeks(NOW - 7 * HOUR),
      ...[1, 2, 3, 4].flatMap((week) => busy(NOW - week * WEEK)),
    ]);
    const { alert, reasons } = await hear(stage, []);
    expect(alert?.findings.map(({ detector }) => detector)).toEqual(['silence']);
    expect([...reasons]).toEqual([]);
  });

  test('rings where somebody claims a death amid it', async () => {
    const dead = makePost({
      text: '暖气漏水，老人去世了',
      author: '邻居',
      publishedAt: NOW - HOUR / 2,
    });
    const { alert } = await hear(await makeWeekly(4), [...grumble(10, NOW), dead]);
    expect(alert?.findings.map(({ detector }) => detector)).toContain('severity');
  });

  test('is neither told in a replay nor in a preview, where the watch would not have told it', async () => {
    const { version: _, ...setting } = DEFAULT_RISK_SETTING;
    const told = async (weeks: number, count = 10) => {
      const stage = await makeWeekly(weeks);
      await stage.store(grumble(count, NOW));
      const { id: watchId } = stage.watch;
      const preview = await previewRisk(stage.deps, { watchId, setting });
      stage.at = NOW + HOUR;
      const asked = { watchId, from: NOW - 6 * DAY, to: NOW + HOUR, setting: null };
      const { alerts } = await createReplays(stage.deps).replay(asked, new AbortController().signal);
      return {
        replayed: alerts.length,
        saved: preview.saved.alert !== null,
        draft: preview.draft.alert !== null,
      };
    };
    expect(await told(2)).toEqual({ replayed: 1, saved: true, draft: true });
    expect(await told(4)).toEqual({ replayed: 0, saved: false, draft: false });
    expect(await told(4, 24)).toEqual({ replayed: 1, saved: true, draft: true });
  });
});

describe('an alert that is open for something else', () => {
  /** One who was hurt, told three hours ago; then what comes each week, and more. */
  async function risen(weeks: number, usual: number, now: number, more: readonly SourcePost[] = []) {
    const stage = await makeWeekly(weeks, usual);
    stage.at = NOW - 3 * HOUR;
    const hurt = makePost({
      text: '暖气漏水，有人受伤',
      author: '邻居',
      publishedAt: stage.at,
      observedAt: stage.at,
    });
    await stage.store([hurt]);
    const opened = (await stage.look()).changes.map(({ change }) => change);
    const before = (await listOpenAlerts(stage.db))[0]?.level;
    stage.at = NOW;
    await stage.store([...grumble(now, NOW), ...more]);
    const changes = (await stage.look()).changes.map(({ change }) => change);
    const [alert] = await listOpenAlerts(stage.db);
    return { opened, before, changes, level: alert?.level, overrides: alert?.risk.overrides ?? [] };
  }
  const REST = { opened: ['opened'], before: 'IV' };

  test('does not rise by what recurs each week, and says why', async () => {
    const seen = await risen(4, 40, 40);
    expect(seen).toMatchObject({ ...REST, changes: [], level: 'IV' });
    expect(seen.overrides).toContain('weekly-habit');
  });

  test('rises by as many where it is new, or clearly more than each week', async () => {
    for (const [weeks, usual, now] of [
      [2, 40, 40],
      [4, 14, 40],
    ] as const) {
      const seen = await risen(weeks, usual, now);
      expect(seen).toMatchObject({ ...REST, changes: ['raised'], level: 'III' });
      expect(seen.overrides).not.toContain('weekly-habit');
    }
  });

  test('rises amid it by what is graver', async () => {
    const dead = ['一', '二'].map((who) =>
      makePost({
        text: `暖气漏水，老人去世了${who}`,
        author: who,
        publishedAt: NOW - HOUR / 2,
        observedAt: NOW,
      }),
    );
    const seen = await risen(4, 40, 40, dead);
    expect(seen).toMatchObject({ ...REST, changes: ['raised'], level: 'II' });
  });
});
