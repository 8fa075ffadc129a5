import { describe, expect, test } from 'vitest';
import { postsOf } from '../../web/finding-posts.ts';
import { idNumber, keptQuery, readPlace, startsAnew, writePlace } from '../../web/paths.ts';
import { boundsOf, boundWord, dayOf, exactRange, rangeOver, rangeQuery, readRange } from '../../web/range.ts';
import { makeFinding } from '../core/alert/make-alert.ts';

describe('places', () => {
  test.each([
    ['/', 'overview', null],
    ['/mentions', 'mentions', null],
    ['/mentions/42', 'mentions', '42'],
    ['/alerts', 'alerts', null],
    ['/alerts/7', 'alert', '7'],
    ['/playbooks/PB03', 'playbooks', 'PB03'],
    ['/feeds/new', 'feeds', 'new'],
    ['/service', 'service', null],
    ['/reports', 'reports', null],
    ['/reports/12', 'reports', '12'],
    ['/reviews', 'reviews', null],
    ['/login', 'login', null],
    ['/nowhere', 'missing', null],
    ['/alerts/7/steps', 'missing', null],
    ['/constructor', 'missing', null],
    ['/mentions/%E0%A4%A', 'mentions', '%E0%A4%A'],
  ] as const)('%s is %s %s', (address, page, id) => {
    expect(readPlace(address, '')).toMatchObject({ page, id });
  });

  test.each([
    ['7', 7],
    ['abc', 0],
    ['1.5', 0],
    ['-1', 0],
    ['1e3', 0],
    ['99999999999999999999', 0],
  ])('%s names the thing number %i', (id, number) => {
    expect(idNumber(id)).toBe(number);
  });

  test('an address written and read again is the same place', () => {
    const query = { q: '停暖 & "冷"', watch: '3' };
    const address = new URL(writePlace('alert', 7, query), 'http://desk');
    expect(readPlace(address.pathname, address.search)).toEqual({ page: 'alert', id: '7', query });
  });

  test('filters that filter nothing leave no trace', () => {
    expect(writePlace('mentions', null, { q: '', watch: '3' })).toBe('/mentions?watch=3');
    expect(writePlace('overview', null, {})).toBe('/');
  });

  test.each([
    ['/feeds', '/feeds/7', true],
    ['/feeds/new', '/feeds', true],
    ['/feeds', '/alerts', true],
    ['/feeds', '/feeds', false],
    ['/mentions', '/mentions/7', false],
    ['/channels/3', '/channels', false],
  ])('from %s to %s begins at the top: %s', (from, to, anew) => {
    expect(startsAnew(readPlace(from, ''), readPlace(to, ''))).toBe(anew);
  });

  test('the watch and the range follow the reader, a search does not', () => {
    expect(keptQuery({ watch: '3', range: '7d', q: '停暖' })).toEqual({ watch: '3', range: '7d' });
  });
});

describe('ranges', () => {
  const now = Date.UTC(2026, 10, 22, 4);

  test('custom days are whole days of China and never reach past now', () => {
    const range = readRange({ range: 'custom', from: '2026-11-20', to: '2026-11-22' });
    expect(boundsOf(range, now)).toEqual({ from: Date.UTC(2026, 10, 19, 16), to: now });
    const past = readRange({ range: 'custom', from: '2026-11-01', to: '2026-11-01' });
    expect(boundsOf(past, now)).toEqual({ from: Date.UTC(2026, 9, 31, 16), to: Date.UTC(2026, 10, 1, 16) });
  });

  test('what may still go on gets the shortest usual range that holds it, what is long past its own', () => {
    const hours = (n: number) => now - n * 3_600_000;
    expect(rangeOver(hours(3), now, now)).toEqual({ range: '24h', from: '', to: '' });
    // It would begin before the list does a moment later.
    expect(rangeOver(hours(23.5), now, now)).toMatchObject({ range: '7d' });
    expect(rangeOver(hours(20 * 24), hours(18 * 24), now)).toMatchObject({ range: '28d' });
    const past = rangeOver(hours(60 * 24), hours(50 * 24), now);
    expect(boundsOf(readRange(past), now)).toEqual({ from: hours(60 * 24), to: hours(50 * 24) });
  });

  test('hours can be named too, and any range that is shown has a name', () => {
    const hour = Date.UTC(2026, 10, 21, 23);
    const query = rangeQuery(hour, hour + 3_600_000);
    expect(query).toEqual({ range: 'custom', from: '2026-11-22T07', to: '2026-11-22T07' });
    expect(boundsOf(readRange(query), now)).toEqual({ from: hour, to: hour + 3_600_000 });
    const days = rangeQuery(Date.UTC(2026, 10, 19, 16), Date.UTC(2026, 10, 21, 16));
    expect(days).toEqual({ range: 'custom', from: '2026-11-20', to: '2026-11-21' });
    expect([boundWord('2026-11-22T07'), boundWord('2026-11-22')]).toEqual(['11-22 07:00', '11-22']);
    expect(readRange({ range: 'custom', from: '2026-11-22T24', to: '2026-11-22T25' }).name).toBe('24h');
  });

  test('an exact range is named to the millisecond and shown to the minute', () => {
    const [from, to] = [Date.UTC(2026, 10, 21, 23, 5, 30, 21), Date.UTC(2026, 10, 22, 0, 5, 30, 22)];
    const query = exactRange(from, to);
    expect(query.from).toBe('2026-11-22T07:05:30.021');
    expect(boundsOf(readRange(query), now)).toEqual({ from, to });
    expect(boundWord(query.from ?? '')).toBe('11-22 07:05');
    expect(readRange({ ...query, to: '2026-11-22T99:99:99.999' }).name).toBe('24h');
  });

  test('what a finding counts is a list of its watch, its window and its fact', () => {
    const at = now - 5_000;
    const claim = makeFinding({
      detector: 'severity',
      key: 'sev.death',
      at,
      windowMinutes: 24 * 60,
      observed: 13,
      facts: { fact: 'sev.death', posts: 15 },
    });
    const { query, count } = postsOf(claim)!;
    expect([query.watch, query.fact, query.sentiment, count]).toEqual(['1', 'sev.death', undefined, 15]);
    // A window is open at its beginning and holds its last instant; a list the other way round.
    expect(boundsOf(readRange(query), now)).toEqual({ from: at - 24 * 3_600_000 + 1, to: at + 1 });
    expect(postsOf(makeFinding({ at }))?.query.sentiment).toBe('-1');
    const beside = makeFinding({ at, facts: { measure: 'total', besides: 2 } });
    expect(postsOf(beside)).toMatchObject({ count: 86, besides: 2 });
    const people = { measure: 'negative', negative: 9 };
    expect(postsOf(makeFinding({ at, key: 'negative-6h', observed: 6, facts: people }))?.count).toBe(9);
    const rise = makeFinding({ detector: 'slow-rise', at, observed: 40, facts: { until: at - 3_600_000 } });
    const { query: week, count: last } = postsOf(rise)!;
    expect([week.sentiment, last]).toEqual(['-1', 40]);
    expect(boundsOf(readRange(week), now)).toEqual({ from: at - 169 * 3_600_000, to: at - 3_600_000 });
    expect(postsOf(makeFinding({ detector: 'silence', facts: {} }))).toBeNull();
  });

  test.each([
    { range: 'custom' },
    { range: 'custom', from: '2026-11-22', to: '2026-11-01' },
    { range: 'custom', from: 'yesterday', to: 'today' },
    { range: 'century' },
    {},
  ])('%o falls back to the last 24 hours', (query) => {
    expect(readRange(query as Record<string, string>).name).toBe('24h');
  });

  test('the day changes at midnight in China', () => {
    expect(dayOf(Date.UTC(2026, 10, 21, 15, 59))).toBe('2026-11-21');
    expect(dayOf(Date.UTC(2026, 10, 21, 16))).toBe('2026-11-22');
  });
});
