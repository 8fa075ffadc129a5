import fc from 'fast-check';
import { createTask } from 'node-cron';
import { describe, expect, test } from 'vitest';
import { interleave, laneOf } from '../../../server/core/feed/feed-lanes.ts';
import { adaptPace, firstTurn, nextTurn, usualPause } from '../../../server/core/feed/feed-schedule.ts';
import { nextRing, readCron } from '../../../server/core/time/cron.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';

/** 22 November 2026, 15:30 in China, a Sunday. */
const NOW = Date.UTC(2026, 10, 22, 7, 30);
const china = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');

function cronOf(expression: string) {
  const read = readCron(expression);
  if (!('cron' in read)) throw new Error(`${expression}: ${read.fault}`);
  return read.cron;
}

describe('a cron expression', () => {
  test.each([
    ['0 9 * * *', '2026-11-23 09:00'],
    ['*/20 * * * *', '2026-11-22 15:40'],
    ['45 15 * * *', '2026-11-22 15:45'],
    ['30 15 * * *', '2026-11-23 15:30'],
    ['0 9-18/3 * * mon-fri', '2026-11-23 09:00'],
    ['0 0 1 jan *', '2027-01-01 00:00'],
    ['15 8 29 2 *', '2028-02-29 08:15'],
    ['5/25 16 * * 0', '2026-11-22 16:05'],
    ['0 16 * * 7', '2026-11-22 16:00'],
    ['0,10 23 * * *', '2026-11-22 23:00'],
  ])('%s rings next at %s in China', (expression, expected) => {
    expect(china(nextRing(cronOf(expression), NOW) ?? 0)).toBe(expected);
  });

  test.each([
    ['* * * *', 'five-fields'],
    ['0 0 9 * * *', 'five-fields'],
    ['60 * * * *', 'minute'],
    ['*/0 * * * *', 'minute'],
    ['5-1 * * * *', 'minute'],
    ['0 24 * * *', 'hour'],
    ['0 9 0 * *', 'day'],
    ['0 9 L * *', 'day'],
    ['0 9 * 13 *', 'month'],
    ['0 9 * * 8', 'weekday'],
    ['0 9 1 * 1', 'day-and-weekday'],
    ['0 9 31 2 *', 'never'],
    ['', 'five-fields'],
    ['@daily', 'five-fields'],
  ])('%s is refused: %s', (expression, fault) => {
    expect(readCron(expression)).toEqual({ fault });
  });

  const field = (low: number, high: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: low, max: high }).map(String),
      fc.integer({ min: 1, max: 20 }).map((step) => `*/${step}`),
      fc
        .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );
  const expressions = fc.oneof(
    fc.tuple(field(0, 59), field(0, 23), fc.constant('*'), field(1, 12), field(0, 6)),
    fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), fc.constant('*')),
  );

  test('rings when the library that keeps our clock says so, and not between', () => {
    fc.assert(
      fc.property(
        expressions,
        fc.integer({ min: 0, max: 700 * 24 * 60 }),
        fc.nat(),
        (fields, minute, pick) => {
          const expression = fields.join(' ');
          const after = NOW + minute * MINUTE + 1;
          const next = nextRing(cronOf(expression), after);
          const task = createTask(expression, () => {}, { timezone: 'Asia/Shanghai' });
          expect(next).toBeGreaterThan(after);
          expect(task.match(new Date(next ?? 0))).toBe(true);
          const minutes = Math.floor(((next ?? 0) - after) / MINUTE);
          const between = Math.ceil(after / MINUTE) * MINUTE + (pick % Math.max(1, minutes)) * MINUTE;
          if (between < (next ?? 0)) expect(task.match(new Date(between))).toBe(false);
          void task.destroy();
        },
      ),
      { numRuns: 150 },
    );
  });
});

const interval = { id: 7, every: 600, cron: null, adaptive: null };
const turn = { feed: interval, pace: 600, faults: 0, startedAt: NOW, endedAt: NOW + 2 * SECOND };

describe('the next turn', () => {
  const seconds = fc.integer({ min: 5, max: 86_400 });
  const paces = fc.oneof(
    seconds.map((every) => ({ every, cron: null, adaptive: null })),
    fc
      .tuple(seconds, seconds, seconds)
      .map((three) => three.toSorted((a, b) => a - b) as [number, number, number])
      .map(([min, every, max]) => ({ every, cron: null, adaptive: { min, max } })),
    fc
      .constantFrom('* * * * *', '*/15 * * * *', '0 9 * * *', '0 9-18 * * 1-5', '30 8 1 * *')
      .map((cron) => ({ every: 600, cron, adaptive: null })),
  );
  const turns = fc.record({
    feed: paces.chain((pace) => fc.nat().map((id) => ({ id, ...pace }))),
    faults: fc.nat({ max: 12 }),
    startedAt: fc.integer({ min: NOW, max: NOW + 400 * DAY }),
    took: fc.integer({ min: 0, max: 20 * MINUTE }),
    asked: fc.option(fc.integer({ min: -DAY, max: 9 * DAY })),
  });

  test('is never in the past, never before the far side said within a day, and never given up', () => {
    fc.assert(
      fc.property(turns, ({ feed, faults, startedAt, took, asked }) => {
        const retryAt = asked === null ? undefined : startedAt + asked;
        const pace = feed.adaptive === null ? feed.every : feed.adaptive.max;
        const endedAt = startedAt + took;
        const at = nextTurn({ feed, pace, faults, startedAt, endedAt, retryAt });
        expect(at).toBeGreaterThan(endedAt);
        expect(at).toBeGreaterThanOrEqual(Math.min(retryAt ?? 0, startedAt + DAY));
        const longest = feed.cron === null ? 8 * pace * SECOND : 35 * DAY;
        expect(at).toBeLessThanOrEqual(Math.max(startedAt + longest, endedAt) + DAY + MINUTE);
      }),
    );
  });

  test('of a feed in order keeps to its interval, a little spread, and to the bounds people set', () => {
    fc.assert(
      fc.property(turns, fc.nat(100), ({ feed, startedAt }, share) => {
        if (feed.cron !== null) return;
        const { min, max } = feed.adaptive ?? { min: feed.every, max: feed.every * 1.1 };
        const pace = feed.adaptive ? Math.round(min + ((max - min) * share) / 100) : feed.every;
        const at = nextTurn({ feed, pace, faults: 0, startedAt, endedAt: startedAt });
        expect(at - startedAt).toBeGreaterThanOrEqual(min * SECOND);
        expect(at - startedAt).toBeLessThanOrEqual(Math.min(max * SECOND, pace * SECOND + MINUTE) + 1);
      }),
    );
  });

  test('grows with faults up to eight times and waits as long as the far side said', () => {
    const pauses = [0, 1, 2, 3, 9].map((faults) => nextTurn({ ...turn, faults }) - NOW);
    const times = pauses.map((pause) => Math.floor(pause / (600 * SECOND)));
    expect(times).toEqual([1, 2, 4, 8, 8]);
    expect(nextTurn({ ...turn, retryAt: NOW + 2 * HOUR })).toBe(NOW + 2 * HOUR);
    expect(nextTurn({ ...turn, retryAt: NOW + 9 * DAY })).toBe(NOW + DAY);
  });

  test('by the clock comes at its ring, within the same minute, and leaves turns out while there are faults', () => {
    const startedAt = NOW - 30 * MINUTE + 20 * SECOND;
    const hourly = { ...turn, startedAt, endedAt: startedAt, feed: { ...interval, cron: '0 * * * *' } };
    const at = (more: object) => china(nextTurn({ ...hourly, ...more }));
    expect(at({})).toBe('2026-11-22 16:00');
    expect(at({ faults: 1 })).toBe('2026-11-22 17:00');
    expect(at({ faults: 3 })).toBe('2026-11-22 22:00');
    expect(at({ retryAt: NOW + 2 * HOUR })).toBe('2026-11-22 18:00');
    const daily = { ...hourly, feed: { ...interval, cron: '0 9 * * *' }, faults: 9 };
    expect(china(nextTurn(daily))).toBe('2026-11-23 09:00');
  });

  test('of feeds that began together is not the same moment', () => {
    const moments = Array.from({ length: 50 }, (_, id) => nextTurn({ ...turn, feed: { ...interval, id } }));
    expect(new Set(moments).size).toBeGreaterThan(40);
  });

  test('of a new feed is now, by the clock at its first ring', () => {
    expect(firstTurn(interval, NOW)).toBe(NOW);
    expect(china(firstTurn({ ...interval, cron: '0 9 * * *' }, NOW))).toBe('2026-11-23 09:00');
  });
});

describe('an adaptive interval', () => {
  const feed = { ...interval, adaptive: { min: 60, max: 3_600 } };
  const read = (fetched: number, stored: number, backlog = false) => ({ fetched, stored, backlog });

  test('shortens while posts may be missed, a little while there is something new, and stretches in silence', () => {
    expect(adaptPace(feed, 600, read(20, 20))).toBe(300);
    expect(adaptPace(feed, 600, read(20, 1))).toBe(480);
    expect(adaptPace(feed, 600, read(20, 0))).toBe(840);
    expect(adaptPace(feed, 600, read(0, 0))).toBe(840);
    expect(adaptPace(feed, 600, read(20, 20, true))).toBe(600);
    expect(adaptPace(interval, 300, read(20, 20))).toBe(600);
  });

  test('stays within its bounds whatever happens', () => {
    const reads = fc.record({ fetched: fc.nat(500), stored: fc.nat(500), backlog: fc.boolean() });
    fc.assert(
      fc.property(fc.array(reads), (all) => {
        let pace = 600;
        for (const each of all) {
          pace = adaptPace(feed, pace, { ...each, stored: Math.min(each.stored, each.fetched) });
          expect(pace).toBeGreaterThanOrEqual(60);
          expect(pace).toBeLessThanOrEqual(3_600);
        }
      }),
    );
  });
});

test('silence is measured by the longest pause people expect', () => {
  expect(usualPause(interval, NOW)).toBe(600);
  expect(usualPause({ ...interval, adaptive: { min: 60, max: 3_600 } }, NOW)).toBe(3_600);
  // From Friday 18:00 to Monday 09:00.
  expect(usualPause({ ...interval, cron: '0 9,18 * * 1-5' }, NOW) / 3_600).toBeLessThanOrEqual(63);
  expect(usualPause({ ...interval, cron: '0 * * * *' }, NOW)).toBe(3_600);
});

test('feeds of one host go one after the other, between those of other hosts', () => {
  const feed = (id: number, url?: string) => ({ id, source: 'rss', params: url ? { url } : {} });
  const feeds = [
    ...[1, 2, 3].map((id) => feed(id, `https://big.example/${id}`)),
    feed(4, 'https://small.example/a'),
    feed(5),
  ];
  expect(interleave(feeds).map(({ id }) => id)).toEqual([1, 4, 5, 2, 3]);
  expect(feeds.map(laneOf)).toEqual(['big.example', 'big.example', 'big.example', 'small.example', 'rss']);
  expect(interleave([])).toEqual([]);
});
