import { expect, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { LiveEvent } from '../../server/core/job/live.ts';
import { forgetByNews, keepWhenDear } from '../../server/db/engine/memory.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';

/** A reading that takes long, and how often it was done. */
async function makeReads() {
  const db = await makeDatabase();
  const bus = createThreadBus();
  forgetByNews(bus, [db]);
  let reads = 0;
  const read = () =>
    keepWhenDear(db, 'figures', async () => {
      reads += 1;
      const own = reads;
      await new Promise((resolve) => setTimeout(resolve, 25));
      return own;
    });
  return { bus, read };
}

const NEWS: readonly LiveEvent[] = [
  { kind: 'labels', at: NOW },
  { kind: 'rematched', at: NOW, watchId: 1 },
  { kind: 'resync', at: NOW },
];

test.each(NEWS)('what took long to read is read anew after $kind', async (event) => {
  const { bus, read } = await makeReads();
  expect([await read(), await read()]).toEqual([1, 1]);
  bus.publish(event);
  expect([await read(), await read()]).toEqual([2, 2]);
});

test('what was being read when the past changed is nobody else’s answer', async () => {
  const { bus, read } = await makeReads();
  const early = read();
  bus.publish({ kind: 'labels', at: NOW });
  const late = read();
  expect([await early, await late, await read()]).toEqual([1, 2, 2]);
});

test('new mentions alone do not have it read anew', async () => {
  const { bus, read } = await makeReads();
  await read();
  bus.publish({ kind: 'mentions', at: NOW, added: 3, watchIds: [1] });
  expect(await read()).toBe(1);
});
