import { quantile } from '../statistics/negative-binomial.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../time.ts';
import { baselineOf, expectedIn } from './baseline/baseline.ts';
import type { HourPoint, Recent, Series, TouchHours } from './series.ts';

/** So long a feed is new: after that the baseline has followed to the level that it brought (`atRecentLevel`). */
export const NEW_FOR = 7 * DAY;

/** A mention that a new feed brought. */
export interface BroughtMention {
  readonly postId: number;
  readonly at: Instant;
  readonly platform: string;
  /** Null where nobody is named; such count as one each. */
  readonly author: string | null;
  readonly negative: boolean;
  readonly copy: boolean;
}

/** What feeds made of late brought into one watch. */
export interface Brought {
  readonly mentions: readonly BroughtMention[];
  /** `mentions` holds all of them since then; of what is older they have `share`, 0..1. */
  readonly listedSince: Instant;
  readonly share: number;
  /** When the first of these feeds was made. */
  readonly since: Instant;
}

/** A series in two parts that are judged by different yardsticks. */
export interface SeriesApart {
  /** Without what new feeds brought. */
  readonly before: Series;
  /** What they brought; null where none did, and only hours are marked in which feeds were out of order. */
  readonly brought: Series | null;
}

/** Null where the counts can be compared as they are; see `withoutBrought`. */
export function setApart(series: Series, brought: Brought, now: Instant): SeriesApart | null {
  const before = withoutBrought(series, brought, now);
  return before && { before, brought: broughtAlone(series, brought, now) };
}

/**
 * The series as it would be without them: like is held against like, as disease surveillance does when clinics join
 * that did not report before. Of people only a lower bound is known, those who are on neither side twice.
 * @returns null where what is left lies below what is usual: then the new feeds took the place of others (a feed made
 *   again, live feeds after an import), and the counts can be compared as they are
 */
export function withoutBrought(series: Series, brought: Brought, now: Instant): Series | null {
  const theirs = recentOf(brought.mentions, now);
  const byHour = Map.groupBy(brought.mentions, ({ at }) => startOfHour(at));
  const { settled: _, ...rest } = series;
  const without: Series = {
    ...rest,
    hours: series.hours.map((point) => hourWithout(point, byHour.get(point.hour) ?? [], brought)),
    lastHour: minus(series.lastHour, theirs.lastHour),
    lastSixHours: minus(series.lastSixHours, theirs.lastSixHours),
    platforms: series.platforms.map(({ platform, counts }) => ({
      platform,
      counts: counts.map((count, i) =>
        Math.max(0, count - countOn(byHour.get(series.hours[i]?.hour ?? 0), platform)),
      ),
    })),
    platformsSixHours: platformsWithout(series.platformsSixHours, theirs.sixHours),
    ...(series.touches && { touches: series.touches.map((touch) => touchWithout(touch, brought)) }),
  };
  return tookOver(without, now) ? null : without;
}

/** They alone, known for as long as there is a feed of them: too short for a baseline, so rules alone may speak. */
export function broughtAlone(series: Series, brought: Brought, now: Instant): Series {
  const { settled: _, ...rest } = series;
  const { lastHour, lastSixHours } = recentOf(brought.mentions, now);
  const knownHours = Math.max(0, now - brought.since) / HOUR;
  const none = { hours: [], platforms: [], platformsSixHours: {}, touches: [] };
  return { ...rest, ...none, knownHours, lastHour, lastSixHours };
}

function recentOf(mentions: readonly BroughtMention[], now: Instant) {
  const sixHours = mentions.filter(({ at }) => at > now - 6 * HOUR && at <= now);
  const hour = sixHours.filter(({ at }) => at > now - HOUR);
  return { lastHour: counted(hour, 60), lastSixHours: counted(sixHours, 360), sixHours };
}

function counted(mentions: readonly BroughtMention[], minutes: number): Recent {
  const negative = mentions.filter((mention) => mention.negative);
  return {
    minutes,
    total: mentions.length,
    negative: negative.length,
    copies: mentions.filter(({ copy }) => copy).length,
    authors: people(mentions),
    negativeAuthors: people(negative),
  };
}

function people(mentions: readonly BroughtMention[]): number {
  const named = mentions.flatMap(({ author }) => (author === null ? [] : [author]));
  return new Set(named).size + mentions.length - named.length;
}

function minus(all: Recent, theirs: Recent): Recent {
  const left = (what: Exclude<keyof Recent, 'positive'>) => Math.max(0, all[what] - theirs[what]);
  return {
    minutes: all.minutes,
    total: left('total'),
    negative: left('negative'),
    copies: left('copies'),
    authors: left('authors'),
    negativeAuthors: left('negativeAuthors'),
  };
}

function hourWithout(point: HourPoint, theirs: readonly BroughtMention[], brought: Brought): HourPoint {
  const unlisted = point.hour < brought.listedSince && point.hour + HOUR > brought.since;
  if (theirs.length === 0 && !unlisted) return point;
  const part = (of: number) => Math.round(of * brought.share);
  const { total, negative, copies } = unlisted
    ? { total: part(point.total), negative: part(point.negative), copies: part(point.copies) }
    : counted(theirs, 60);
  return {
    ...point,
    total: Math.max(0, point.total - total),
    negative: Math.max(0, point.negative - negative),
    copies: Math.max(0, point.copies - copies),
  };
}

/**
 * Whose complaint came by a new feed is known of those that are listed. Older hours keep what such feeds brought: the
 * share that is usual is the greater for it.
 */
function touchWithout(touch: TouchHours, { mentions, listedSince }: Brought): TouchHours {
  const theirs = new Set(mentions.map(({ postId }) => postId));
  const complaints = touch.complaints.filter(({ at, postId }) => at >= listedSince && !theirs.has(postId));
  return { ...touch, complaints };
}

function countOn(mentions: readonly BroughtMention[] | undefined, platform: string): number {
  return mentions?.filter((mention) => mention.platform === platform).length ?? 0;
}

function platformsWithout(
  all: Readonly<Record<string, number>>,
  theirs: readonly BroughtMention[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(all).map(([platform, count]) => [
      platform,
      Math.max(0, count - countOn(theirs, platform)),
    ]),
  );
}

/** Whether less is left of the last six hours than they usually hold 97.5 % of the time. */
function tookOver(without: Series, now: Instant): boolean {
  const baseline = baselineOf(without, 'total', now);
  if (baseline.kind === 'cold-start') return false;
  const { mean, dispersion } = expectedIn(baseline, now - 6 * HOUR, now);
  return without.lastSixHours.total < quantile(0.025, mean, dispersion);
}
