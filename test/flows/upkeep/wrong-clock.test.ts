import { expect, test } from 'vitest';
import type { Queue } from '../../../server/core/job/job.ts';
import { DAY, type Instant, MINUTE } from '../../../server/core/time.ts';
import { createRingMemory } from '../../../server/db/channel/rings.ts';
import { checkHealth } from '../../../server/flows/upkeep/check-health.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { createPruning, pruningTime } from '../../../server/worker/pruning.ts';
import { engine } from '../../support/database.ts';
import { makeStage, voices } from '../alert/alert-stage.ts';

/** An installation that forgot what was old yesterday, with one post that is old now, and young ones. */
async function start() {
  const stage = await makeStage();
  const { db } = stage;
  const today = Date.now();
  const clock = { at: today };
  const now = () => clock.at;
  for (const [at, posts] of [
    [today - 200 * DAY, 1],
    [today - MINUTE, 20],
  ] as const) {
    stage.at = at;
    await stage.store(voices(posts, at < today - DAY ? '很久以前停暖' : '最近停暖', at));
  }
  await createRingMemory(db).keep('prune', today - DAY);
  const jobs: string[] = [];
  const add = async (kind: string) => jobs.push(kind);
  const ring = createPruning({ db, now, queue: { add } as unknown as Queue });
  /** What a worker does when it is handed the job. */
  const work = async () => {
    const at = await pruningTime({ db, now });
    if (at !== null) await prune({ db, now: () => at });
  };
  const look = async (at: Instant) => {
    clock.at = at;
    const before = jobs.length;
    await ring();
    if (jobs.length > before) await work();
  };
  const posts = async () => (await db.selectFrom('post').select('id').execute()).length;
  const troubles = async () => {
    const facts = { disk: async () => null, aheadOfWeb: () => null, done: () => null };
    await checkHealth({ db, now, ...facts });
    const open = await db.selectFrom('trouble').select('kind').where('closed_at', 'is', null).execute();
    return open.map(({ kind }) => kind).filter((kind) => kind === 'pruning-held');
  };
  return { today, clock, look, work, posts, troubles };
}

test('a clock that jumps ahead by twelve years costs no young post, and is told of', async () => {
  const { today, look, work, posts, troubles } = await start();
  for (let minute = 0; minute < 30; minute++) await look(today + 12 * 365 * DAY + minute * MINUTE);
  // One that was asked for before the jump.
  await work();
  expect(await posts()).toBeGreaterThanOrEqual(20);
  // The PostgreSQL server's clock is right, and goes before.
  if (engine() === 'sqlite') {
    expect(await posts()).toBe(21);
    expect(await troubles()).toEqual(['pruning-held']);
  }
  await look(today + MINUTE);
  expect(await posts()).toBe(20);
});

test.runIf(engine() === 'sqlite')(
  'after a month away it is done when a day of work has gone by',
  async () => {
    const { today, clock, look, posts, troubles } = await start();
    const back = today + 30 * DAY;
    for (let minute = 0; minute < 24 * 60; minute += 10) await look(back + minute * MINUTE);
    expect(await posts()).toBe(21);
    expect(await troubles()).toEqual(['pruning-held']);
    await look(back + DAY);
    expect(await posts()).toBe(20);
    clock.at = back + DAY + 11 * MINUTE;
    expect(await troubles()).toEqual([]);
  },
);

test('an ordinary day is as it was', async () => {
  const { today, look, posts, troubles } = await start();
  await look(today);
  expect(await posts()).toBe(20);
  expect(await troubles()).toEqual([]);
});
