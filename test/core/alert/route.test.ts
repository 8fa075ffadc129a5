import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../../server/core/alert/duty.ts';
import { type Route, walk } from '../../../server/core/alert/route.ts';
import {
  judge,
  type RouteFacts,
  type RouteHours,
  type RouteMatch,
} from '../../../server/core/alert/route-match.ts';
import { receiversOf, withOwner } from '../../../server/core/alert/route-receivers.ts';
import { LEVELS, type Level } from '../../../server/core/risk/grade.ts';

/** A Monday morning in China. */
const NOW = Date.parse('2026-11-23T10:00:00+08:00');
const facts = (parts: Partial<RouteFacts> = {}): RouteFacts => ({
  watchId: 1,
  level: 'III',
  platforms: [],
  dimensions: [],
  touchpoints: [],
  areas: [],
  ...parts,
});
const route = (id: number, depth: number, match: RouteMatch = {}, parts: Partial<Route> = {}): Route => ({
  id,
  depth,
  name: `R${id}`,
  match,
  channelIds: [],
  callsChain: false,
  goesOn: false,
  active: true,
  ...parts,
});
const ways = (routes: readonly Route[], asked = facts(), now = NOW) =>
  walk(routes, asked, now).taken.map((path) => path.map(({ id }) => id));
const holds = (match: RouteMatch, parts: Partial<RouteFacts> = {}, now = NOW) =>
  judge(match, facts(parts), now).every((verdict) => verdict.holds);

describe('what a route is for', () => {
  test('all that it names must hold, of a list any', () => {
    expect(holds({})).toBe(true);
    const match: RouteMatch = { watchIds: [1, 2], minLevel: 'II', platforms: ['weibo', 'douyin'] };
    expect(holds(match, { level: 'I', platforms: ['news', 'douyin'] })).toBe(true);
    expect(holds(match, { level: 'I', platforms: ['news'] })).toBe(false);
    expect(judge(match, facts({ platforms: ['weibo'] }), NOW)).toEqual([
      { condition: 'watch', holds: true },
      { condition: 'level', holds: false },
      { condition: 'platform', holds: true },
    ]);
    expect(holds({ dimensions: ['empathy'] }, { dimensions: ['reliability', 'empathy'] })).toBe(true);
    expect(holds({ touchpoints: ['hotline'] }, { touchpoints: ['billing'] })).toBe(false);
  });

  test('levels have a lower and an upper end', () => {
    const between: RouteMatch = { minLevel: 'III', maxLevel: 'II' };
    expect(LEVELS.filter((level) => holds(between, { level }))).toEqual(['III', 'II']);
  });

  test('a place is the same with and without what it is', () => {
    expect(holds({ areas: ['铁西'] }, { areas: ['铁西区'] })).toBe(true);
    expect(holds({ areas: ['内蒙古自治区'] }, { areas: ['内蒙古'] })).toBe(true);
    expect(holds({ areas: ['海南'] }, { areas: ['海口市'] })).toBe(false);
  });

  test('hours are those of China’s calendar, by the clock of the zone', () => {
    const office: RouteHours = { days: 'workdays', from: 9 * 60, to: 18 * 60, zone: 'Asia/Shanghai' };
    const at = (time: string) => Date.parse(`${time}+08:00`);
    expect(holds({ hours: office }, {}, at('2026-11-23T09:00'))).toBe(true);
    expect(holds({ hours: office }, {}, at('2026-11-23T18:00'))).toBe(false);
    // A Saturday that is worked, and a Thursday in the National Day holiday.
    expect(holds({ hours: office }, {}, at('2026-10-10T10:00'))).toBe(true);
    expect(holds({ hours: office }, {}, at('2026-10-01T10:00'))).toBe(false);
    const off: RouteHours = { ...office, days: 'days-off', from: 0, to: 0 };
    expect(holds({ hours: off }, {}, at('2026-10-01T23:59'))).toBe(true);
    expect(holds({ hours: off }, {}, at('2026-10-10T10:00'))).toBe(false);
    const london: RouteHours = { ...office, days: 'every-day', zone: 'Europe/London' };
    expect(holds({ hours: london }, {}, at('2026-11-23T10:00'))).toBe(false);
  });
});

describe('the way through the tree', () => {
  const tree = [
    route(1, 0, { watchIds: [1] }),
    route(2, 1, { minLevel: 'I' }),
    route(3, 1, { minLevel: 'III' }, { goesOn: true }),
    route(4, 1),
    route(5, 0),
  ];

  test('the deepest that matches takes it, and only the first of siblings', () => {
    expect(ways(tree, facts({ level: 'I' }))).toEqual([[1, 2]]);
    expect(ways(tree, facts({ level: 'IV' }))).toEqual([[1, 4]]);
    expect(ways(tree, facts({ watchId: 2 }))).toEqual([[5]]);
  });

  test('one that goes on shows it to its next siblings too', () => {
    expect(ways(tree)).toEqual([
      [1, 3],
      [1, 4],
    ]);
  });

  test('it is told of each why it did or did not take it', () => {
    const told = walk(tree, facts({ level: 'I' }), NOW).asked;
    expect(told.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'taken',
      'not-asked',
      'not-asked',
      'not-asked',
    ]);
    const off = walk([route(1, 0, {}, { active: false }), route(2, 1), route(3, 0)], facts(), NOW).asked;
    expect(off.map(({ outcome }) => outcome)).toEqual(['off', 'not-asked', 'taken']);
  });
});

interface Branch {
  readonly match: RouteMatch;
  readonly goesOn: boolean;
  readonly active: boolean;
  readonly channelIds: readonly number[];
  readonly callsChain: boolean;
  readonly below: readonly Branch[];
}

const matches: fc.Arbitrary<RouteMatch> = fc.record(
  {
    watchIds: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
    minLevel: fc.constantFrom(...LEVELS),
    platforms: fc.constantFrom(['weibo'], ['news'], ['weibo', 'news']),
  },
  { requiredKeys: [] },
);
/** Three levels: enough for whatever can be between a route, the one above and the ones beside it. */
const listOf = (levels: number): fc.Arbitrary<Branch[]> =>
  fc.array(
    fc.record({
      match: matches,
      goesOn: fc.boolean(),
      callsChain: fc.boolean(),
      active: fc.constantFrom(true, true, true, false),
      channelIds: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
      below: levels > 1 ? listOf(levels - 1) : fc.constant([]),
    }),
    { maxLength: 3 },
  );
const branches = listOf(3);
const anyFacts: fc.Arbitrary<RouteFacts> = fc.record({
  watchId: fc.integer({ min: 1, max: 3 }),
  level: fc.constantFrom(...LEVELS),
  platforms: fc.subarray(['weibo', 'news']),
  dimensions: fc.constant([]),
  touchpoints: fc.constant([]),
  areas: fc.constant([]),
});

/** As the outline that is stored; `known` tells which branch each line was. */
function outline(list: readonly Branch[]) {
  const known = new Map<number, Branch>();
  const lines: Route[] = [];
  const write = (some: readonly Branch[], depth: number): void => {
    for (const branch of some) {
      const { match, below, ...rest } = branch;
      lines.push(route(lines.length + 1, depth, match, rest));
      known.set(lines.length, branch);
      write(below, depth + 1);
    }
  };
  write(list, 0);
  return { lines, known };
}

/** Alertmanager's own rule, over the tree: https://prometheus.io/docs/alerting/latest/configuration/#route */
function byTheBook(list: readonly Branch[], asked: RouteFacts): readonly Branch[] {
  const found: Branch[] = [];
  for (const branch of list) {
    if (!branch.active || !judge(branch.match, asked, NOW).every((verdict) => verdict.holds)) continue;
    const below = byTheBook(branch.below, asked);
    found.push(...(below.length > 0 ? below : [branch]));
    if (!branch.goesOn) break;
  }
  return found;
}

const taker = (tree: readonly Branch[], asked: RouteFacts) => {
  const { lines, known } = outline(tree);
  return walk(lines, asked, NOW).taken.map((path) => known.get(path.at(-1)?.id ?? 0));
};

describe('whatever the tree', () => {
  test('the same alert takes the same way, and it is Alertmanager’s', () => {
    fc.assert(
      fc.property(branches, anyFacts, (tree, asked) => {
        const { lines } = outline(tree);
        expect(walk(structuredClone(lines), asked, NOW)).toEqual(walk(lines, asked, NOW));
        expect(taker(tree, asked)).toEqual(byTheBook(tree, asked));
      }),
    );
  });

  test('order matters only among siblings that do not go on', () => {
    const free = (list: readonly Branch[]): Branch[] =>
      list.map((branch) => ({ ...branch, goesOn: true, below: free(branch.below) })).reverse();
    fc.assert(
      fc.property(branches, anyFacts, (tree, asked) => {
        const one = free(tree);
        const other = free(one);
        const names = (list: readonly Branch[]) =>
          taker(list, asked).map((branch) => JSON.stringify(branch?.match) + branch?.channelIds);
        expect(names(one).sort()).toEqual(names(other).sort());
      }),
    );
  });

  const person = (id: number, channelIds: readonly number[]): Person => ({
    id,
    name: `P${id}`,
    title: '',
    zone: 'Asia/Shanghai',
    hours: null,
    channelIds,
  });
  const step = { id: 1, name: '一线', people: [1], turn: 'everyone', startsAt: 0, zone: 'Asia/Shanghai' };
  const duties = fc.constantFrom(
    { people: [person(1, [2])], steps: [], swaps: [] },
    { people: [person(1, [2]), person(2, [3])], steps: [{ ...step, turn: 'everyone' as const }], swaps: [] },
  );

  test('an alert reaches somebody whenever it would without routes, and one that no route is for just those', () => {
    fc.assert(
      fc.property(branches, anyFacts, duties, fc.subarray([1, 2, 3, 4]), (tree, asked, duty, on) => {
        const known = {
          active: on.map((id) => ({ id, minLevel: id === 3 ? ('II' as const) : ('IV' as const) })),
          duty,
        };
        const walked = walk(outline(tree).lines, asked, NOW);
        const without = receiversOf({ taken: [] }, known, asked.level, NOW);
        const within = receiversOf(walked, known, asked.level, NOW);
        if (walked.taken.length === 0) expect(within).toEqual(without);
        if (without.length > 0) expect(within.length).toBeGreaterThan(0);
        const ids = within.map(({ channel }) => channel.id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe('who gets it', () => {
  const known = {
    active: [1, 2, 3].map((id) => ({ id, minLevel: 'IV' as const })),
    duty: { people: [], steps: [], swaps: [] },
  };
  const ids = (...path: readonly Route[]) =>
    receiversOf({ taken: [path] }, known, 'III', NOW).map(({ channel }) => channel.id);

  test('what names nobody takes over from the route above, and at the top everybody gets it', () => {
    expect(ids(route(1, 0, {}, { channelIds: [2] }), route(2, 1))).toEqual([2]);
    expect(ids(route(1, 0, {}, { channelIds: [2] }), route(2, 1, {}, { channelIds: [3] }))).toEqual([3]);
    expect(ids(route(1, 0))).toEqual([1, 2, 3]);
  });

  test('so does what reaches nobody any more', () => {
    expect(ids(route(1, 0, {}, { channelIds: [2] }), route(2, 1, {}, { channelIds: [9] }))).toEqual([2]);
    expect(ids(route(1, 0, {}, { channelIds: [9], callsChain: true }))).toEqual([1, 2, 3]);
  });
});

describe('who has an alert in hand', () => {
  const owner: Person = {
    id: 7,
    name: '李强',
    title: '',
    zone: 'Asia/Shanghai',
    channelIds: [5, 6],
    hours: { days: 'workdays', from: 9 * 60, to: 18 * 60 },
  };
  const active = [1, 5, 6].map((id) => ({ id, minLevel: 'IV' as const }));
  const rings = (ids: readonly number[], level: Level, now = NOW, who: Person | null = owner) => {
    const because = [{ why: 'everybody' as const, path: [], person: null }];
    const usual = active.filter(({ id }) => ids.includes(id)).map((channel) => ({ channel, because }));
    return withOwner(usual, who ?? undefined, active, level, now);
  };
  const ids = (all: ReturnType<typeof rings>) => all.map(({ channel }) => channel.id);

  test('hears of it besides all others, of a red one through all channels', () => {
    expect(ids(rings([1], 'III'))).toEqual([1, 5]);
    expect(rings([1], 'III').at(-1)?.because).toEqual([{ why: 'owner', path: [], person: owner }]);
    expect(ids(rings([1, 6], 'I'))).toEqual([1, 6, 5]);
    expect(ids(rings([], 'II'))).toEqual([5]);
  });

  test('is not rung twice, nor for blue and yellow outside of their hours', () => {
    expect(ids(rings([1, 6], 'III'))).toEqual([1, 6]);
    const night = NOW + 12 * 3_600_000;
    expect(ids(rings([1], 'III', night))).toEqual([1]);
    expect(ids(rings([1], 'II', night))).toEqual([1, 5]);
    expect(ids(rings([1], 'III', NOW, null))).toEqual([1]);
  });
});
