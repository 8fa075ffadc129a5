import { describe, expect, test } from 'vitest';
import { isColdStart } from '../../../server/core/series/baseline/baseline.ts';
import { type Brought, broughtAlone, withoutBrought } from '../../../server/core/series/new-feeds.ts';
import { DAY, HOUR, MINUTE, startOfHour } from '../../../server/core/time.ts';
import { MONDAY, posts, seriesAt } from './make-series.ts';

const NOW = MONDAY + 10 * HOUR;
const FROM = NOW - 28 * DAY;
const OLD = posts({ rate: 6, seed: 3, from: FROM, to: NOW });
const NEW = posts({ rate: 12, seed: 4, from: NOW - 2 * DAY, to: NOW, negativeShare: 0.4 });

/** What a feed made half a day ago brought, its first page two days long. */
function brought(parts: Partial<Brought> = {}): Brought {
  const mentions = NEW.map(({ at, negative, author }, postId) => {
    return { postId, at, platform: 'video', author: `${author}`, negative, copy: false };
  });
  return { mentions, listedSince: Number.NEGATIVE_INFINITY, share: 0.6, since: NOW - 12 * HOUR, ...parts };
}

describe('what was heard before a new feed', () => {
  test('is what would have been counted without it', () => {
    const settled = {};
    const platforms = [{ platform: 'video', counts: seriesAt(NEW, NOW, FROM).hours.map((h) => h.total) }];
    const platformsSixHours = { news: 40, video: seriesAt(NEW, NOW, FROM).lastSixHours.total };
    const all = seriesAt([...OLD, ...NEW], NOW, FROM, { settled, platforms, platformsSixHours });
    const without = withoutBrought(all, brought(), NOW);
    const old = seriesAt(OLD, NOW, FROM);
    expect(without).toMatchObject({
      hours: old.hours,
      lastHour: old.lastHour,
      lastSixHours: old.lastSixHours,
    });
    expect(without?.platforms[0]?.counts.every((count) => count === 0)).toBe(true);
    expect(without?.platformsSixHours).toEqual({ news: 40, video: 0 });
    // A baseline fitted to all of them would not be one of these.
    expect(without).not.toHaveProperty('settled');
  });

  test('of hours that were not looked through it is the share of those that were', () => {
    const all = seriesAt([...OLD, ...NEW], NOW, FROM);
    const listedSince = startOfHour(NOW - 3 * HOUR);
    const mentions = brought().mentions.filter(({ at }) => at >= listedSince);
    const without = withoutBrought(all, brought({ mentions, listedSince, share: 0.5 }), NOW);
    const old = seriesAt(OLD, NOW, FROM);
    const left = (hour: number) => without?.hours.find((point) => point.hour === startOfHour(hour))?.total;
    const whole = (hour: number) => all.hours.find((point) => point.hour === startOfHour(hour))?.total ?? 0;
    expect(left(NOW - HOUR)).toBe(old.hours.find(({ hour }) => hour === startOfHour(NOW - HOUR))?.total);
    expect(left(NOW - 8 * HOUR)).toBe(Math.round(whole(NOW - 8 * HOUR) / 2));
    expect(left(NOW - 20 * DAY)).toBe(whole(NOW - 20 * DAY));
  });

  test('is nothing to compare with where the new feed took its place', () => {
    const gone = OLD.filter(({ at }) => at < NOW - 12 * HOUR);
    expect(withoutBrought(seriesAt([...gone, ...NEW], NOW, FROM), brought(), NOW)).toBeNull();
  });
});

test('what a new feed brought is too young for a baseline, and counted by itself', () => {
  const author = (name: string | null, minutes: number, negative = true) => {
    const at = NOW - minutes * MINUTE;
    return { postId: minutes, at, platform: 'video', author: name, negative, copy: minutes === 5 };
  };
  const mentions = [author('a', 5), author('a', 6), author(null, 7), author(null, 90, false)];
  const alone = broughtAlone(seriesAt(OLD, NOW, FROM), brought({ mentions }), NOW);
  expect(isColdStart(alone)).toBe(true);
  expect(alone.knownHours).toBe(12);
  expect(alone.lastHour).toEqual({
    minutes: 60,
    total: 3,
    negative: 3,
    copies: 1,
    authors: 2,
    negativeAuthors: 2,
  });
  expect(alone.lastSixHours).toMatchObject({ total: 4, negative: 3, authors: 3 });
});
