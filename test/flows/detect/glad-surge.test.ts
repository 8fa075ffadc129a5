import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import { listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, plainReader, type Stage } from '../alert/alert-stage.ts';

const { detectors } = await loadPlugins();

const post = (at: number, text: string, author: string) =>
  makePost({ text, author, publishedAt: at, observedAt: at });

/** One post a day. */
async function makeQuiet(): Promise<Stage> {
  const stage = await makeStage({ detectors });
  await stage.store(
    Array.from({ length: 28 }, (_, n) => post(NOW - 28 * DAY + n * DAY, `暖气来了,满意(${n})`, `住户${n}`)),
  );
  return stage;
}

/** Eight posts within two hours, so many of them complaints, the oldest of all. */
async function surge(complaints: number) {
  const stage = await makeQuiet();
  await stage.store(
    Array.from({ length: 8 }, (_, n) =>
      post(
        NOW - (8 - n) * 15 * MINUTE,
        n < complaints ? `暖气管道声音大(新${n})` : `暖气开放日真好,满意(新${n})`,
        `新住户${n}`,
      ),
    ),
  );
  await stage.look();
  return { stage, alert: (await listOpenAlerts(stage.db))[0] };
}

test('the reader of these tests tells the two apart', () => {
  expect(plainReader.read('暖气管道声音大').sentiment.label).toBe(-1);
  expect(plainReader.read('暖气开放日真好,满意').sentiment.label).toBe(1);
});

test('eight glad posts where one a day is usual ring nobody', async () => {
  expect((await surge(0)).alert).toBeUndefined();
});

test('with complaints among them they do, and show what is said', async () => {
  const { stage, alert } = await surge(3);
  expect(alert?.findings.map(({ key }) => key)).toContain('volume-6h');
  const shown = await stage.db
    .selectFrom('post')
    .select('text')
    .where('id', 'in', alert?.examples ?? [])
    .execute();
  // The complaints are older than an hour.
  const newest = [3, 4, 5, 6, 7].map((n) => `暖气开放日真好,满意(新${n})`);
  expect(shown.map(({ text }) => text).sort()).toEqual(newest);
});
