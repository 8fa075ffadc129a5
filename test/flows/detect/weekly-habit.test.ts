import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { readWatchRows } from '../../../server/db/views/watches.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, quietWeeks, type Stage } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();
const WEEK = 7 * DAY;

/** So many who grumble within the hour before a moment, in words of their own. */
function grumble(count: number, until: Instant, texts: readonly string[] = COLD): SourcePost[] {
  return Array.from({ length: count }, (_, n) => {
    const at = until - 50 * MINUTE + (n * 45 * MINUTE) / count;
    const text = `${texts[n % texts.length]}，${n}号楼${Math.round(until / DAY)}`;
    return makePost({ text, author: `住户${n}-${until}`, publishedAt: at, observedAt: at });
  });
}
const COLD = ['周一早上暖气又不热', '暖气凉了没人管', '暖气半小时才热'];
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

  test('rings where somebody claims a death amid it', async () => {
    const dead = makePost({
      text: '暖气漏水，老人去世了',
      author: '邻居',
      publishedAt: NOW - HOUR / 2,
    });
    const { alert } = await hear(await makeWeekly(4), [...grumble(10, NOW), dead]);
    expect(alert?.findings.map(({ detector }) => detector)).toContain('severity');
  });
});
