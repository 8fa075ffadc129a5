import { describe, expect, test } from 'vitest';
import { sentence } from '../../../server/core/message/alert-words.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, type Stage } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

/** Hurt by day: two, one, none, and so on. */
const HURT = [1, 2, 0, 1, 1, 3, 0];

const post = (at: number, text: string, author: string) =>
  makePost({ text, author, publishedAt: at, observedAt: at });

/** Forty posts a day for four weeks, and so many a day of somebody hurt. */
async function makeEveryday(hurt: (day: number) => readonly string[]): Promise<Stage> {
  const stage = await makeStage({ detectors, memory: createSeriesMemory() });
  const posts = Array.from({ length: 28 }, (_, day) => {
    const from = NOW - (28 - day) * DAY;
    return [
      ...Array.from({ length: 40 }, (_, n) =>
        post(from + n * 36 * MINUTE, `暖气来了,满意(${day}.${n})`, `住户${day}.${n}`),
      ),
      ...hurt(day).map((who, n) => post(from + (2 + n) * HOUR, `修暖气的师傅受伤(${day}.${n})`, who)),
    ];
  });
  await stage.store(posts.flat());
  return stage;
}

const everyday = () =>
  makeEveryday((day) => Array.from({ length: HURT[day % 7] ?? 0 }, (_, n) => `路人${day}.${n}`));

/** So many people say it in the last hours. */
async function say(stage: Stage, count: number, text: string) {
  await stage.store(
    Array.from({ length: count }, (_, n) => post(NOW - n * 20 * MINUTE, `${text}(新${n})`, `新人${n}`)),
  );
  await stage.look();
  return (await listOpenAlerts(stage.db))[0];
}

describe('where somebody is hurt nearly every day', () => {
  test('as many as on any day are not told', async () => {
    expect(await say(await everyday(), 3, '修暖气的师傅受伤')).toBeUndefined();
  });

  test('clearly more are, as grave as ever, with what is usual beside it', async () => {
    const alert = await say(await everyday(), 9, '修暖气的师傅受伤');
    if (alert === undefined) throw new Error('no alert');
    expect(alert.risk.overrides).toContain('injury-2');
    expect(sentence(alert, '供热')).toContain('个账号提到人身伤害，平时每天约 1 个（未核实）');
  });

  test('a death, which nobody spoke of before, is told from the first who does', async () => {
    const alert = await say(await everyday(), 1, '暖气停了老人去世');
    expect(alert?.findings.map(({ key }) => key)).toEqual(['sev.death']);
    expect(alert?.risk.overrides).toContain('severe-claim');
  });
});

test('where one person writes of it each day, ten times, the next two people are told at once', async () => {
  const stage = await makeEveryday(() => Array.from({ length: 10 }, () => '同一个人'));
  await stage.look();
  expect(await listOpenAlerts(stage.db)).toEqual([]);
  expect((await say(stage, 2, '修暖气的师傅受伤'))?.risk.overrides).toContain('injury-2');
});

test('where nobody was hurt in four weeks, two people are enough', async () => {
  const alert = await say(await makeEveryday(() => []), 2, '修暖气的师傅受伤');
  expect(alert?.risk.overrides).toContain('injury-2');
  expect(alert && sentence(alert, '供热')).not.toContain('平时每天');
});

test('where it is known for less than a week, as well', async () => {
  const stage = await makeStage({ detectors });
  const posts = [1, 2, 3, 4, 5].map((day) => post(NOW - day * DAY, `修暖气的师傅受伤(${day})`, `路人${day}`));
  await stage.store(posts);
  const alert = await say(stage, 2, '修暖气的师傅受伤');
  expect(alert?.risk.overrides).toContain('injury-2');
});
