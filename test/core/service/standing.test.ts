import { describe, expect, test } from 'vitest';
import { piecesOf, promiseAt } from '../../../server/core/service/judged-terms.ts';
import type { Standard, StandardVersion } from '../../../server/core/service/standard.ts';
import { standingIndex, standingOf } from '../../../server/core/service/standing.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';

const AT = Date.UTC(2026, 0, 10);
const SPAN = { from: AT - 7 * DAY, to: AT };
const BEFORE = { from: AT - 14 * DAY, to: AT - 7 * DAY };
const repair: Standard = {
  id: 1,
  watchId: 1,
  touchpoint: 'onsite_repair',
  unit: 'hour',
  better: 'low',
  name: '报修上门',
  floor: 24,
  target: 4,
  ideal: 1,
  owner: '客服部',
  reviewAt: null,
  promise: null,
  version: 1,
  changedAt: AT - 30 * DAY,
  changedBy: '陈',
  createdAt: AT - 30 * DAY,
  createdBy: '陈',
};
const version = (more: Partial<StandardVersion> = {}): StandardVersion => ({
  ...repair,
  at: repair.changedAt,
  by: '陈',
  ...more,
});
const hours = (values: readonly number[], at = AT - DAY) =>
  values.map((value) => ({ at, value: value * 60, posts: 1 }));

/** One that was never amended, unless its versions are given. */
const stand = (actual: readonly number[], more: Partial<Parameters<typeof standingOf>[0]> = {}) => {
  const standard = more.standard ?? repair;
  const versions = [version({ ...standard })];
  return standingOf({
    standard,
    versions,
    span: SPAN,
    before: BEFORE,
    expected: [],
    actual: hours(actual),
    ...more,
  });
};

describe('where a standard stands', () => {
  test('is told in its own unit, of the middle of what posts tell, with its interval', () => {
    const { told, zone, held } = stand([2, 3, 72, 48, 96, 30, 5, 26]);
    expect(told).toMatchObject({ posts: 8, broken: 5, median: { value: 28, lo: 2, hi: 96 } });
    expect(told.share).toMatchObject({ p: 5 / 8 });
    expect(told.share?.lo).toBeCloseTo(0.306, 3);
    expect(zone).toBe('below');
    expect(held).toEqual({ kind: 'target', posts: 8, expected: 4, actual: 28, value: -24, relative: -6 });
  });

  test('is not told where fewer than six posts say anything, but how many do', () => {
    const standing = stand([72, 72, 72, 72, 72]);
    expect(standing.told).toEqual({ posts: 5, broken: 5, median: null, share: null });
    expect([standing.zone, standing.held, standing.change]).toEqual([null, null, null]);
    expect(stand([72, 72, 72, 72, 72, 72]).zone).toBe('below');
  });

  test('each post is judged by the floor of its own time, one before all terms by the first', () => {
    const versions = [version({ floor: 48 }), version({ version: 2, floor: 24, at: AT - 2 * DAY })];
    const then = hours([36, 36, 36], AT - 3 * DAY);
    const actual = [...hours([36, 36, 36]), ...then, ...hours([50], AT - 40 * DAY)];
    expect(stand([], { versions, actual }).told).toMatchObject({ posts: 6, broken: 3 });
    const early = { span: { from: AT - 50 * DAY, to: AT }, before: null };
    expect(stand([], { versions, actual, ...early }).told).toMatchObject({ posts: 7, broken: 4 });
  });

  test('what people expected stands beside what we aim at', () => {
    const { hoped, hopes } = stand([6, 6, 6, 6, 6, 6], { expected: hours([2, 2, 2, 3, 2, 2]) });
    expect({ hoped, hopes }).toEqual({
      hoped: { expected: 2, actual: 6, value: -4, relative: -2 },
      hopes: 6,
    });
    expect(stand([6, 6, 6, 6, 6, 6], { expected: hours([2]) })).toMatchObject({ hoped: null, hopes: 1 });
  });

  test('the stretch before is told beside it, and whether more than chance changed', () => {
    const many = (value: number) => Array.from({ length: 20 }, () => value);
    const actual = [...hours(many(2)), ...hours(many(30), AT - 8 * DAY)];
    const { told, before, change } = stand([], { actual });
    expect([told.broken, before?.broken]).toEqual([0, 20]);
    expect(change?.value).toBe(-1);
    expect(change?.hi).toBeLessThan(0);
    expect(stand([], { actual, before: null })).toMatchObject({ before: null, change: null });
  });
});

describe('terms that are amended', () => {
  const loose = { floor: 72, target: 48, ideal: null };
  const versions = (at: number) => [version(), version({ ...loose, version: 2, at })];
  const standard: Standard = { ...repair, ...loose, version: 2 };

  test('do not rewrite what was told before: it stands where it stood', () => {
    const long = [30, 36, 40, 28, 31, 45, 33, 29, 47, 35, 26, 38];
    const was = stand(long);
    const is = stand([], { standard, versions: versions(AT - HOUR), actual: hours(long) });
    expect(is.told).toEqual(was.told);
    expect([is.zone, is.held, is.levels]).toEqual([was.zone, was.held, was.levels]);
    expect([was.zone, was.told.broken, was.earlier]).toEqual(['below', 12, []]);
    expect(is.earlier).toEqual([{ version: 1, posts: 12, floor: 24, target: 4, promise: null }]);
  });

  test('within the stretch leave no one scale, and the zone is that of the post in the middle', () => {
    const amended = versions(AT - 2 * DAY);
    const before = hours([30, 30, 30, 30, 30, 30], AT - 3 * DAY);
    const even = stand([], { standard, versions: amended, actual: [...before, ...hours(Array(6).fill(30))] });
    expect(even).toMatchObject({ zone: 'below', levels: null, told: { posts: 12, broken: 6 } });
    const later = stand([], {
      standard,
      versions: amended,
      actual: [...before, ...hours(Array(7).fill(30))],
    });
    expect(later).toMatchObject({ zone: 'met', told: { posts: 13, broken: 6 } });
    expect(later.earlier).toMatchObject([{ version: 1, posts: 6 }]);
    expect(later.held).toMatchObject({ kind: 'target', expected: 48, posts: 7 });
  });

  test('are no news where only the name changed, and leave two floors uncompared', () => {
    const renamed = [version(), version({ version: 2, name: '上门', at: AT - HOUR })];
    expect(stand([2, 2, 2, 2, 2, 2], { versions: renamed }).earlier).toEqual([]);
    const many = Array.from({ length: 20 }, () => 30);
    const actual = [...hours(many), ...hours(many, AT - 8 * DAY)];
    expect(stand([], { actual }).change).toMatchObject({ value: 0 });
    expect(stand([], { standard, versions: versions(AT - 7 * DAY), actual }).change).toBeNull();
  });

  test('more than half below the floor are never called anything better', () => {
    for (const values of [
      [1, 1, 1, 90, 90, 90],
      [1, 1, 90, 90, 90, 90],
      [47, 47, 47, 49, 49, 49],
    ]) {
      const { told, zone } = stand(values, { standard: { ...repair, floor: 48, target: 46, ideal: null } });
      expect([told.broken * 2 >= told.posts, zone]).toEqual([true, 'below']);
    }
  });

  test('cut a stretch where they begin, and where a promise begins or ends', () => {
    const promise = { text: '一天', value: 24, url: null, from: AT - 5 * DAY, to: AT - DAY };
    const all = [version(), version({ version: 2, at: AT - 3 * DAY, promise })];
    expect(piecesOf(SPAN, all).map(({ from }) => (AT - from) / DAY)).toEqual([7, 5, 3, 1]);
    expect(piecesOf(SPAN, all).at(-1)).toEqual({ from: AT - DAY, to: AT });
    expect(piecesOf(SPAN, [version()])).toEqual([SPAN]);
    expect(piecesOf({ from: AT, to: AT }, all)).toEqual([]);
  });
});

describe('a promise', () => {
  const promised = (more: object = {}): Standard => ({
    ...repair,
    promise: { text: '24 小时上门', value: 24, url: null, from: AT - 20 * DAY, to: null, ...more },
  });

  test('that posts break more than chance and a tenth explain is not kept', () => {
    const six = [72, 72, 72, 72, 72, 72];
    expect(stand(six, { standard: promised() }).promise).toMatchObject({ posts: 6, broken: 6, over: true });
    expect(stand([72, 72, 2, 2, 2, 2], { standard: promised() }).promise).toMatchObject({ over: false });
    expect(stand([72, 72, 72, 2, 2, 2], { standard: promised() }).promise).toMatchObject({ over: true });
    expect(stand([72, 72], { standard: promised() }).promise).toMatchObject({ share: null, over: false });
    expect(stand(six).promise).toBeNull();
  });

  test('is broken by what is worse than it, though the floor would bear it, and it is what we are held to', () => {
    const standing = stand([20, 20, 20, 20, 20, 20], { standard: promised({ value: 12 }) });
    expect(standing.promise).toMatchObject({ posts: 6, broken: 6, over: true });
    expect([standing.told.broken, standing.zone]).toEqual([0, 'tolerated']);
    expect(standing.held).toMatchObject({ kind: 'promise', expected: 12, posts: 6 });
    const long = [30, 36, 40, 28, 31, 45, 33, 29, 47, 35, 26, 38];
    const floor: Standard = { ...promised(), floor: 48 };
    expect(stand(long, { standard: floor }).promise).toMatchObject({ posts: 12, broken: 12, over: true });
    expect(stand([30, 30, 30, 30, 30, 30], { standard: promised({ value: 48 }) }).promise).toMatchObject({
      broken: 0,
    });
  });

  test('binds only while it is valid', () => {
    const gone = promised({ to: AT - 10 * DAY });
    expect(stand([72, 72, 72, 72, 72, 72], { standard: gone }).promise).toBeNull();
    const late = promised({ from: AT - 2 * DAY });
    const actual = [...hours([72, 72, 72]), ...hours([72, 72, 72, 72], AT - 5 * DAY)];
    const standing = stand([], { standard: late, actual });
    expect(standing.promise).toMatchObject({ posts: 3, broken: 3, share: null });
    // Three are too few to be held to it, four to the target.
    expect(standing.held).toBeNull();
    const enough = [...hours([72, 72, 72, 72, 72, 30]), ...hours([2, 2, 2, 2], AT - 5 * DAY)];
    expect(stand([], { standard: late, actual: enough }).held).toMatchObject({
      posts: 6,
      actual: 72,
      value: -48,
    });
  });
});

describe('a promise that is written down after it was made', () => {
  const promise = (value: number, from: number, to: number | null = null) => ({
    text: `${value} 小时上门`,
    value,
    url: null,
    from: AT - from * DAY,
    to: to === null ? null : AT - to * DAY,
  });
  const valueAt = (versions: readonly StandardVersion[], days: number) =>
    promiseAt(versions, AT - days * DAY)?.value ?? null;

  test('binds from its own first to its own last day, as one written down with the standard does', () => {
    const added = promise(24, 5, 1);
    const all = [version(), version({ version: 2, at: AT - HOUR, promise: added })];
    const atOnce = [version({ promise: added })];
    for (const days of [6, 5, 3, 1.5, 1, 0.5]) expect(valueAt(all, days)).toBe(valueAt(atOnce, days));
    expect([6, 5, 1.5, 1].map((days) => valueAt(all, days))).toEqual([null, 24, 24, null]);
    const long = hours([30, 36, 40, 28, 31, 45], AT - 3 * DAY);
    const standard = { ...repair, promise: added };
    const standing = stand([], { standard, versions: all, actual: long });
    expect(standing).toEqual(stand([], { standard, versions: atOnce, actual: long }));
    expect(standing.promise).toMatchObject({ posts: 6, broken: 6, over: true });
    expect(standing.held).toMatchObject({ kind: 'promise', expected: 24 });
  });

  test('takes the place of an older one from its own first day on; one of the same day waits for its terms', () => {
    const older = version({ promise: promise(48, 20) });
    const stricter = version({ version: 2, at: AT - 2 * DAY, promise: promise(24, 5) });
    expect([6, 5, 3, 1].map((days) => valueAt([older, stricter], days))).toEqual([48, 24, 24, 24]);
    const reworded = version({ version: 2, at: AT - 2 * DAY, promise: promise(24, 20) });
    expect([6, 3, 1].map((days) => valueAt([older, reworded], days))).toEqual([48, 48, 24]);
  });

  test('ends on the day on which it was taken back, or when its terms name none any more', () => {
    const first = version({ promise: promise(24, 20) });
    const ended = version({ version: 2, at: AT - DAY, promise: promise(24, 20, 4) });
    expect([5, 4, 2].map((days) => valueAt([first, ended], days))).toEqual([24, null, null]);
    const dropped = version({ version: 2, at: AT - 2 * DAY, promise: null });
    expect([5, 3, 2].map((days) => valueAt([first, dropped], days))).toEqual([24, 24, null]);
  });

  test('is told with earlier terms as it bound their posts, and is no other terms by itself', () => {
    const added = promise(12, 5);
    const loose = version({ version: 2, at: AT - HOUR, floor: 72, target: 48, ideal: null, promise: added });
    const actual = [...hours([30, 30], AT - 6 * DAY), ...hours([30, 30, 30, 30], AT - 3 * DAY)];
    const standard = { ...repair, ...loose, better: repair.better };
    expect(stand([], { standard, versions: [version(), loose], actual }).earlier).toEqual([
      { version: 1, posts: 6, floor: 24, target: 4, promise: 12 },
    ]);
    const taken = [
      version({ promise: promise(24, 20) }),
      version({ version: 2, at: AT - HOUR, promise: null }),
    ];
    expect(stand([], { versions: taken, actual }).earlier).toEqual([
      { version: 1, posts: 6, floor: 24, target: 4, promise: 24 },
    ]);
  });
});

test('the index takes each standard of which enough is told', () => {
  const rows = [stand([8, 8, 8, 8, 8, 8]), stand([6, 6, 6, 6, 6, 6]), stand([6])].map((standing) => ({
    standard: repair,
    standing,
  }));
  expect(standingIndex(rows)).toBe(-75);
  expect(standingIndex(rows.slice(2))).toBeNull();
});
