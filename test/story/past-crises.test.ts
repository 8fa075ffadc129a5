import { expect, test } from 'vitest';
import { DEFAULT_RISK_SETTING } from '../../server/core/risk/risk-setting.ts';
import type { LabelledCrisis } from '../../server/core/situation/replay-verdict.ts';
import { DAY, HOUR } from '../../server/core/time.ts';
import { labelCrisis, listCrises } from '../../server/db/alert/crisis-labels.ts';
import { grocerCrises, grocerPast } from '../../server/demo/grocer/past.ts';
import { CHANNELS } from '../../server/demo/history.ts';
import { createReplays } from '../../server/flows/detect/replay-watch.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { loadPlugins } from '../../server/plugins.ts';
import { engine, makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

// What is found is worked out of counts, and those are proven to be the same on both engines where series are read.
test.runIf(engine() === 'sqlite')(
  'three crises of a grocer are found in its past, graded and explained, and nothing else is',
  async () => {
    const db = await makeDatabase();
    const rule = { any: ['云川优鲜'], all: [], none: ['招聘'] };
    const watch = await makeWatch(db, { name: '云川优鲜', rule }, NOW - 60 * DAY);
    const deps = ingestDeps(db);
    const past = grocerPast(NOW).map(({ id, channel, at, ...post }) => {
      const { platform, voice } = CHANNELS[channel];
      return makePost({ ...post, externalId: id, platform, voice, publishedAt: at, observedAt: at });
    });
    for (let i = 0; i < past.length; i += 1_000) {
      await ingest(deps, { posts: past.slice(i, i + 1_000), origin: 'demo' });
    }
    for (const { name, from, to } of grocerCrises(NOW)) {
      await labelCrisis(db, { watchId: watch.id, name, from, to }, { by: '演示', now: NOW });
    }
    const plugins = await loadPlugins();
    const replays = createReplays({ db, ...plugins, now: () => NOW });
    const month = { watchId: watch.id, from: NOW - 30 * DAY, to: NOW };
    const { signal } = new AbortController();

    const screen = await replays.replay({ ...month, setting: null }, signal);
    expect(screen).toMatchObject({ looked: 720, missed: 0, falseAlarms: 0, unlabelled: 0 });
    const [drift, food, leak] = screen.crises.map(({ crisis, alert, ...rest }) => {
      return { ...rest, name: crisis.name, alert: screen.alerts[alert ?? -1] };
    });
    expect(food).toMatchObject({ name: '卤味食物中毒', level: expect.stringMatching(/^I{1,3}$/) });
    expect(food?.delay).toBeLessThanOrEqual(HOUR);
    expect(food?.alert).toMatchObject({ playbook: { id: 'PB01' } });
    expect(food?.alert?.sentence).toMatch(/个账号提到食物中毒或食品安全，其中 \d+ 个称有人发病（未核实）/);
    expect(leak).toMatchObject({ name: '用户数据泄露', level: expect.stringMatching(/^I{1,3}$/) });
    expect(leak?.delay).toBeLessThanOrEqual(2 * HOUR);
    expect(leak?.alert?.sentence).toMatch(/个账号提到信息泄露/);
    // No hour of the drift stands out: what is found is how it adds up.
    expect(drift?.name).toBe('配送越来越慢');
    expect(drift?.delay).toBeLessThanOrEqual(48 * HOUR);
    expect(drift?.alert?.findings.map(({ detector }) => detector)).not.toContain('severity');

    const inForce = await db.selectFrom('watch_setting').selectAll().execute();
    expect(inForce).toEqual([]);
    const deaf = {
      ...DEFAULT_RISK_SETTING,
      thresholds: { IV: 90, III: 92, II: 94, I: 96 },
    };
    const none = await replays.replay({ ...month, setting: deaf }, signal);
    expect(none.crises.find(({ crisis }) => crisis.name === '配送越来越慢')?.alert).toBeNull();
    const labels: readonly LabelledCrisis[] = await listCrises(db, watch.id, month.from, month.to);
    expect(labels).toHaveLength(3);
  },
  300_000,
);
