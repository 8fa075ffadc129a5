import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tally } from '../../server/core/series/tally.ts';
import type { Span } from '../../server/core/series/trend-window.ts';
import { DAY, HOUR, startOfDay, startOfHour } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { addTally } from '../../server/db/series/buckets.ts';
import { readFacetSeries, readTopFacets } from '../../server/db/series/facet-series.ts';
import { piecesOf } from '../../server/db/series/facet-windows.ts';
import { readFacetCounts } from '../../server/db/views/trends/trends-counts.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';

const START = startOfHour(NOW) - 12 * DAY;
const HOURS = 12 * 24;
const FACETS = ['area.阳光花园', 'intent.complaint', 'pair.empathy.heating', 'touch.app', 'touch.heating'];

interface Said {
  readonly hour: number;
  readonly facet: number;
  readonly sentiment: -1 | 0 | 1;
  readonly copy: boolean;
  readonly watch: number;
}

const said: fc.Arbitrary<Said> = fc.record({
  hour: fc.nat(HOURS - 1),
  facet: fc.nat(FACETS.length - 1),
  sentiment: fc.constantFrom(-1, 0, 1),
  copy: fc.boolean(),
  watch: fc.integer({ min: 1, max: 3 }),
});

/** An hour, and where it ends: somewhere in an hour. */
const span: fc.Arbitrary<Span> = fc
  .record({ first: fc.nat(HOURS), hours: fc.integer({ min: 1, max: 8 * 24 }), rest: fc.nat(HOUR - 1) })
  .map(({ first, hours, rest }) => {
    const from = START + first * HOUR;
    return { from, to: from + (hours - 1) * HOUR + rest + 1 };
  });

const at = (one: Said) => START + one.hour * HOUR + 7 * 60_000;

async function makeCounts(posts: readonly Said[]): Promise<Db> {
  const db = await makeDatabase();
  const counted = posts.map((one, n) => ({
    watchId: one.watch,
    at: at(one),
    platform: n % 2 ? 'weibo' : 'forum',
    target: null,
    counted: true,
    sentiment: one.sentiment,
    copy: one.copy,
    reach: n,
    writer: String(n),
    keywords: [],
    facts: [{ name: FACETS[one.facet] ?? '', value: null }],
  }));
  await addTally(db, tally(counted, NOW));
  return db;
}

describe('facets of a stretch of time', () => {
  test('lie in whole days and in the hours that fill none, each once', () => {
    fc.assert(
      fc.property(span, (one) => {
        const { days, hours } = piecesOf([one]);
        const all = [...days, ...hours].toSorted((a, b) => a.start - b.start);
        expect(all[0]?.start).toBe(one.from);
        expect(all.at(-1)?.stop).toBe(one.to);
        for (const [n, piece] of all.entries()) if (n > 0) expect(piece.start).toBe(all[n - 1]?.stop);
        for (const { start, stop } of days)
          expect([start, stop]).toEqual([startOfDay(start), startOfDay(stop)]);
        const rest = hours.reduce((sum, { start, stop }) => sum + stop - start, 0);
        expect(rest).toBeLessThan(2 * DAY);
      }),
    );
  });

  test('come to what was said in it, however they are read', async () => {
    const posts = fc.array(said, { minLength: 40, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(posts, span, span, async (all, now, before) => {
        const db = await makeCounts(all);
        const mine = all.filter(({ watch }) => watch < 3);
        const within =
          ({ from, to }: Span) =>
          (one: Said) =>
            at(one) >= from && startOfHour(at(one)) < to;
        const of = (facet: string) => (one: Said) => FACETS[one.facet] === facet;
        const counts = await readFacetCounts(db, [1, 2], { now, before: [before] });
        for (const facet of FACETS.filter((each) => !each.startsWith('pair.'))) {
          const found = counts.find(({ name }) => name === facet);
          const those = mine.filter(of(facet)).filter(within(now));
          expect(found?.now ?? { count: 0, copies: 0, negative: 0, positive: 0 }).toEqual({
            count: those.length,
            copies: those.filter(({ copy }) => copy).length,
            negative: those.filter(({ sentiment }) => sentiment < 0).length,
            positive: those.filter(({ sentiment }) => sentiment > 0).length,
          });
          const past = mine.filter(of(facet)).filter(within(before));
          expect(found?.before[0] ?? 0).toBe(past.length);
          expect(found?.copiesBefore[0] ?? 0).toBe(past.filter(({ copy }) => copy).length);
        }
        expect(counts.some(({ name }) => name.startsWith('pair.'))).toBe(false);
        const range = { watchIds: [1, 2], ...now };
        const [top] = await readTopFacets(db, { ...range, families: ['touch'], limit: 1 });
        const touched = ['touch.app', 'touch.heating'].map((each) =>
          mine.filter(of(each)).filter(within(now)),
        );
        expect(top?.count ?? 0).toBe(Math.max(...touched.map(({ length }) => length)));
        for (const unit of ['hour', 'day'] as const) {
          const points = await readFacetSeries(db, { ...range, facet: 'touch.app', unit });
          const start = unit === 'hour' ? startOfHour : startOfDay;
          const steps = Map.groupBy(touched[0] ?? [], (one) => start(at(one)));
          expect(points.map((point) => [point.at, point.count])).toEqual(
            [...steps].map(([when, those]) => [when, those.length]).toSorted(([a = 0], [b = 0]) => a - b),
          );
        }
        await db.destroy();
      }),
      { numRuns: 15 },
    );
  });
});
