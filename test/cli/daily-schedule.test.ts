import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import { createRingMemory } from '../../server/db/channel/rings.ts';
import { createDailySchedule } from '../../server/worker/daily-schedule.ts';
import { makeDatabase } from '../support/database.ts';

/** 03:30 in China. */
const DAILY = { minute: 210, zone: 'Asia/Shanghai' };
const RING = Date.parse('2026-11-24T03:30:00+08:00');

async function makeRing(begunAt: number) {
  const memory = createRingMemory(await makeDatabase());
  const rung: number[] = [];
  const clock = { at: begunAt };
  const now = () => clock.at;
  const start = (run = async () => void rung.push(clock.at)) =>
    createDailySchedule('prune', DAILY, { memory, now, run });
  await start()();
  /** A process that starts at a time, and looks twice. */
  const startAt = async (at: number) => {
    clock.at = at;
    const look = start();
    await look();
    await look();
  };
  return { clock, rung, start, startAt };
}

test('a first start rings nothing of the past', async () => {
  const { rung, startAt } = await makeRing(RING + HOUR);
  expect(rung).toEqual([]);
  await startAt(RING + DAY - MINUTE);
  expect(rung).toEqual([]);
});

test('it rings at its time, once a day', async () => {
  const { clock, rung, start } = await makeRing(RING - 2 * MINUTE);
  const look = start();
  for (let minute = 0; minute <= 48 * 60; minute++) {
    clock.at = RING - 2 * MINUTE + minute * MINUTE;
    await look();
  }
  expect(rung).toEqual([RING, RING + DAY]);
});

test('where nobody worked at its time it rings once when somebody does, however long nobody did', async () => {
  const { rung, startAt } = await makeRing(RING - 5 * HOUR);
  const came = RING + 5 * DAY + 4 * HOUR;
  await startAt(came);
  await startAt(came + HOUR);
  expect(rung).toEqual([came]);
  await startAt(RING + 6 * DAY);
  expect(rung).toEqual([came, RING + 6 * DAY]);
});

test('a clock that jumps over its time does not swallow it', async () => {
  const { clock, rung, start } = await makeRing(RING - HOUR);
  const look = start();
  await look();
  clock.at += 2 * HOUR;
  await look();
  expect(rung).toEqual([RING + HOUR]);
});

test('a clock that is set back by an hour rings it no second time', async () => {
  const { clock, rung, start } = await makeRing(RING - MINUTE);
  const look = start();
  for (const at of [RING, RING + MINUTE, RING - HOUR, RING, RING + MINUTE]) {
    clock.at = at;
    await look();
  }
  expect(rung).toEqual([RING]);
});

test('a clock that ran a year ahead does not keep it silent for a year', async () => {
  const { clock, rung, start } = await makeRing(RING + 365 * DAY);
  const look = start();
  clock.at = RING + HOUR;
  await look();
  expect(rung).toEqual([]);
  clock.at = RING + DAY;
  await look();
  expect(rung).toEqual([RING + DAY]);
});

test('what could not be done is tried again at the next look', async () => {
  const { clock, rung, start } = await makeRing(RING - HOUR);
  clock.at = RING;
  const failing = start(() => Promise.reject(new Error('the queue is away')));
  await expect(failing()).rejects.toThrow(/away/);
  await start()();
  await start()();
  expect(rung).toEqual([RING]);
});

test.for(['UTC+8', 'GMT+8', 'Asia/Peking'])('a time zone that is none is refused at once: %s', (zone) => {
  const deps = {
    memory: { last: async () => null, keep: async () => {} },
    now: () => 0,
    run: async () => {},
  };
  expect(() => createDailySchedule('x', { minute: 0, zone }, deps)).toThrow(/time zone/);
});
