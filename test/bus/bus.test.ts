import { expect, test } from 'vitest';
import type { Bus, LiveEvent } from '../../server/core/job/live.ts';
import { createSeriesMemory } from '../../server/db/series/series-memory.ts';
import { forgetByNews } from '../../server/worker/job-handlers.ts';
import { busBench } from '../support/buses.ts';
import { engine } from '../support/database.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';

const bench = busBench();
const makeQueues = queueBenches();
const event: LiveEvent = { kind: 'mentions', at: 1, added: 3, watchIds: [1] };
const quiet = () => new Promise((resolve) => setTimeout(resolve, 100));

function listen(bus: Bus): LiveEvent[] {
  const heard: LiveEvent[] = [];
  bus.subscribe((each) => heard.push(each));
  return heard;
}

test('both sides hear what either says, once, in order and without an echo', async () => {
  const [here, there] = await bench.pair();
  const heardHere = listen(here);
  const heardThere = listen(there);
  here.publish(event);
  here.publish(event);
  here.publish({ kind: 'job', at: 2, jobId: 'a', status: 'done' });
  expect(heardHere).toHaveLength(3);
  await until(() => expect(heardThere).toHaveLength(3));
  there.publish({ kind: 'wake', at: 3 });
  await until(() => expect(heardHere).toHaveLength(4));
  // An echo would be heard before what is said after it.
  here.publish({ kind: 'wake', at: 4 });
  await until(() => expect(heardThere).toContainEqual({ kind: 'wake', at: 4 }));
  there.publish({ kind: 'wake', at: 5 });
  await until(() => expect(heardHere).toContainEqual({ kind: 'wake', at: 5 }));
  const all: LiveEvent[] = [event, event, { kind: 'job', at: 2, jobId: 'a', status: 'done' }];
  for (const at of [3, 4, 5]) all.push({ kind: 'wake', at });
  expect(heardHere).toEqual(all);
  expect(heardThere).toEqual(all);
});

test('a listener that throws silences nobody, and one that has stopped hears no more', async () => {
  const [here, there] = await bench.pair();
  bench.logged.length = 0;
  const stop = there.subscribe(() => {
    throw new Error('broken listener');
  });
  const heard = listen(there);
  here.publish(event);
  await until(() => expect(heard).toEqual([event]));
  expect(bench.logged).toEqual(['a listener failed']);
  stop();
  here.publish(event);
  await until(() => expect(heard).toHaveLength(2));
  expect(bench.logged).toHaveLength(1);
});

test('jobs added on one side are taken, and their end is heard, long before anybody looks', async () => {
  const queues = await makeQueues();
  const [here, there] = await bench.pair();
  const work = await queues.side(there, 10 * PATIENCE_MS);
  work.work(handlersOf({ preview: async () => 'quick' }), {});
  const asking = await queues.side(here, 10 * PATIENCE_MS);
  await quiet();
  expect(await asking.ask('preview', { source: 'rss', params: {} }, PATIENCE_MS)).toBe('quick');
});

test('mentions of very many watches arrive, each post counted once', async () => {
  const [here, there] = await bench.pair();
  const heard = listen(there);
  const watchIds = Array.from({ length: 3_000 }, (_, i) => 1_000_000 + i);
  here.publish({ kind: 'mentions', at: 1, added: 7, watchIds });
  const told = () => heard.flatMap((each) => (each.kind === 'mentions' ? each.watchIds : []));
  await until(() => expect(told()).toEqual(watchIds));
  expect(heard.reduce((sum, each) => sum + (each.kind === 'mentions' ? each.added : 0), 0)).toBe(7);
});

test.runIf(engine() === 'postgres')(
  'an event too large for a notification stays here and is logged',
  async () => {
    const [here, there] = await bench.pair();
    const [heardHere, heardThere] = [listen(here), listen(there)];
    here.publish({ kind: 'delivery', at: 1, deliveryId: 1, status: '长'.repeat(3_000) });
    here.publish(event);
    await until(() => expect(heardThere).toEqual([event]));
    expect(heardHere).toHaveLength(2);
    expect(bench.logged).toContain('an event was too large to be told to others');
  },
);

test.runIf(bench.cut !== null)(
  'a line that is cut is made anew, and what was said meanwhile arrives',
  async () => {
    const [here, there] = await bench.pair();
    const heard = listen(there);
    await bench.cut?.();
    await until(() => expect(bench.logged).toContain('the connection for live events was lost'));
    here.publish(event);
    // Looking for jobs is all that news of the time between could have led to.
    await until(() => expect(heard).toContainEqual(expect.objectContaining({ kind: 'wake' })));
    // Whoever lives on news looks anew: what the other side said meanwhile may not have been heard.
    await until(() => expect(heard).toContainEqual(expect.objectContaining({ kind: 'resync' })));
    there.publish({ kind: 'stories', at: 5 });
    here.publish({ kind: 'stories', at: 6 });
    await until(() => expect(heard).toContainEqual({ kind: 'stories', at: 6 }));
  },
);

test('where news may have been missed no counts are remembered; of a watch matched anew, only its own are not', async () => {
  const [here, there] = await bench.pair();
  const memory = createSeriesMemory();
  forgetByNews(memory, there);
  const watches = [1, 2].map((id) => ({ id, updatedAt: 1 }));
  const known = () => watches.filter((watch) => memory.recall({ watch, from: 0 }, 1)).map(({ id }) => id);
  for (const watch of watches) memory.keep(watch, 0, { from: 0, points: [], platforms: [] });
  expect(known()).toEqual([1, 2]);
  here.publish({ kind: 'rematched', at: 1, watchId: 1 });
  await until(() => expect(known()).toEqual([2]));
  if (bench.cut === null) here.publish({ kind: 'resync', at: 2 });
  else await bench.cut();
  await until(() => expect(known()).toEqual([]));
});

test.runIf(bench.cut !== null)(
  'a line that comes and goes is dialled anew after ever longer pauses',
  async () => {
    const [, there] = await bench.pair();
    const again = () =>
      bench.logged.filter((each) => each === 'the connection for live events stands again').length;
    const heard = listen(there);
    const pauses: number[] = [];
    for (let cuts = 0; cuts < 4; cuts++) {
      const [before, since] = [heard.length, performance.now()];
      await bench.cut?.();
      await until(() =>
        expect(heard.slice(before)).toContainEqual(expect.objectContaining({ kind: 'resync' })),
      );
      pauses.push(performance.now() - since);
    }
    // 250, 500, 1,000, 2,000: never sooner, whatever else holds it up.
    for (const [cuts, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(250 * 2 ** cuts - 20);
    expect(again()).toBeGreaterThanOrEqual(4);
  },
);

test.runIf(engine() === 'postgres')(
  'of more than can wait the oldest are lost, and the other side is told so',
  async () => {
    const [here, there] = await bench.pair();
    const heard = listen(there);
    for (let at = 1; at <= 1_500; at++) here.publish({ kind: 'stories', at });
    await until(() => expect(heard.at(-1)).toEqual({ kind: 'stories', at: 1_500 }));
    const lost = heard.findIndex(({ kind }) => kind === 'resync');
    expect(heard.length).toBeLessThan(1_500);
    expect(lost).toBeGreaterThanOrEqual(0);
    const [first = 0, ...rest] = heard.slice(lost + 1).map(({ at }) => at);
    expect(rest).toEqual(Array.from({ length: 1_500 - first }, (_, i) => first + 1 + i));
  },
);
