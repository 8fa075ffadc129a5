import { expect, test } from 'vitest';
import type { Verdict } from '../../../server/core/alert/alert.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, quietWeeks, type Stage, voices } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

/** Two say that somebody died, amid complaints; it was dealt with, or was nothing, and closed within the hour. */
async function makeClosed(verdict: Verdict): Promise<Stage> {
  const stage = await makeStage({ detectors });
  await stage.store(quietWeeks(NOW));
  await stage.store([...voices(20, '小区暖气不热', NOW), ...voices(2, '停暖后老人去世', NOW)]);
  const [opened] = (await stage.look()).changes;
  expect(opened).toMatchObject({ change: 'opened', level: 'II' });
  stage.at += HOUR;
  await stage.look();
  const close = { alertId: opened?.alertId ?? 0, by: '王敏', verdict, note: '' };
  await closeAlert({ db: stage.db, now: () => stage.at }, close);
  return stage;
}

/** Looks every half hour for so long. */
async function watchFor(stage: Stage, hours: number): Promise<readonly string[]> {
  const rings: string[] = [];
  for (const until = stage.at + hours * HOUR; stage.at < until; ) {
    stage.at += 30 * MINUTE;
    rings.push(...(await stage.look()).changes.map(({ change, level }) => `${change} ${level}`));
  }
  return rings;
}

const burst = (stage: Stage, text: string) => stage.store(voices(40, text, stage.at));

test.each(['closed', 'false_alarm'] as const)(
  'what is %s stays so while nothing new is said',
  async (verdict) => {
    const stage = await makeClosed(verdict);
    expect(await watchFor(stage, 26)).toEqual([]);
  },
);

test('thanks that follow are no alert by the claims that were dealt with', async () => {
  const stage = await makeClosed('closed');
  await watchFor(stage, 7);
  await burst(stage, '暖气修好了,满意');
  expect(await watchFor(stage, 3)).toEqual([]);
  expect(await listOpenAlerts(stage.db)).toEqual([]);
});

test('one more who says so, or complaints, are as grave as ever', async () => {
  const told = await makeClosed('closed');
  await watchFor(told, 7);
  await told.store(voices(1, '停暖去世的又一家', told.at));
  expect(await watchFor(told, 1)).toEqual(['opened II']);
  const anew = await makeClosed('closed');
  await watchFor(anew, 7);
  await burst(anew, '暖气又不热了');
  expect(await watchFor(anew, 1)).toEqual(['opened II']);
});
