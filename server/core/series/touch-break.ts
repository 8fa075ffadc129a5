import { TOUCHPOINTS } from '../reading/analysis.ts';
import { upperShareScore } from '../statistics/beta-binomial.ts';
import { wilson } from '../statistics/wilson.ts';
import { DAY, HOUR, type Instant } from '../time.ts';
import { isColdStart } from './baseline/baseline.ts';
import { sumSteps } from './recent-window.ts';
import type { Series, TouchHours } from './series.ts';
import { type UsualComplaints, usualComplaints } from './usual/complaints.ts';

/** A touchpoint that more people complain of than usual, held against all that is said in that time. */
export interface TouchBreak {
  readonly fact: string;
  readonly minutes: number;
  /** Distinct people who complain of it in words of their own, and original posts of the window. */
  readonly people: number;
  readonly total: number;
  readonly usual: UsualComplaints;
  /** −log10 of the probability, after all touchpoints and windows that are looked at. */
  readonly score: number;
}

type Listed = Pick<TouchHours, 'complaints' | 'listedSince'>;

const WINDOWS = [1, 6, 24] as const;
/** Each look holds so many shares against their usual ones: the probability of the least is multiplied by it. */
const LOOKS = TOUCHPOINTS.length * WINDOWS.length;
/** Fewer people are no break, whatever their share. */
const MIN_PEOPLE = 5;
/** So much above the usual share the interval must lie: less is no break to people, however sure. */
const MIN_SHARE_RISE = 0.1;
/** Original posts that the usual share must rest on. */
const MIN_HISTORY_POSTS = 100;
/** Where less is said than this part of the usual, the posts that are missing count as no complaints. */
const USUAL_PART = 0.8;
/**
 * Once in 1,600 looks at a watch by chance, all its touchpoints together. Of simulated quiet weeks looked at each hour
 * fewer than one in a hundred holds a false one.
 */
const MIN_SCORE = 3.2;
/**
 * Whether one touchpoint breaks, in the last hour, six hours or day; the surest window. People are held against
 * posts, so nobody breaks anything by writing much; and as the share of a quiet hour proves little, a window counts
 * as many posts as it usually holds.
 * @param listed null: taken from the hours, which count at least as many
 */
export function touchBreak(
  series: Series,
  { fact, counts }: Pick<TouchHours, 'fact' | 'counts'>,
  listed: Listed | null,
  now: Instant,
): TouchBreak | null {
  if (isColdStart(series)) return null;
  const found = WINDOWS.flatMap((hours) => {
    const seen: PeopleCount = listed
      ? peopleIn(listed, hours, now)
      : { people: complaintsIn(series, counts, hours, now), part: 1 };
    const total = originalsIn(series, hours, now) * seen.part;
    const judged = judge(series, counts, { hours, people: seen.people, total }, now);
    return judged ? [{ fact, minutes: Math.max(1, Math.round(hours * seen.part * 60)), ...judged }] : [];
  });
  return found.sort((a, b) => b.score - a.score)[0] ?? null;
}

/**
 * Whether so many can ever be a break: spares whoever looks most of the work.
 * @param people at least as many as complain in the last so many hours
 */
export function mayBreak(series: Series, people: (hours: number) => number, now: Instant): boolean {
  if (isColdStart(series)) return false;
  return WINDOWS.some((hours) => {
    const total = originalsIn(series, hours, now);
    const most = people(hours);
    return most >= MIN_PEOPLE && (most >= total || wilson(most, total).lo >= MIN_SHARE_RISE);
  });
}

/** All complaints of the clock hours that a window touches. */
export function complaintsIn(
  series: Pick<Series, 'hours'>,
  counts: readonly number[],
  hours: number,
  now: Instant,
): number {
  const first = series.hours.findLastIndex(({ hour }) => hour + HOUR <= now - hours * HOUR) + 1;
  return counts.slice(first).reduce((sum, count) => sum + count, 0);
}

function judge(
  series: Series,
  counts: readonly number[],
  seen: { readonly hours: number; readonly people: number; readonly total: number },
  now: Instant,
): Omit<TouchBreak, 'fact' | 'minutes'> | null {
  const people = Math.min(seen.people, Math.round(seen.total));
  if (people < MIN_PEOPLE || wilson(people, seen.total).lo < MIN_SHARE_RISE) return null;
  const usual = usualComplaints(series, counts, seen.hours, now);
  if (usual === null || usual.total < MIN_HISTORY_POSTS) return null;
  const total = Math.round(Math.max(seen.total, USUAL_PART * usual.posts));
  if (wilson(people, total).lo < usual.mean + MIN_SHARE_RISE || people <= usual.highest * total) return null;
  const score = upperShareScore(people, total, usual) - Math.log10(LOOKS);
  return score < MIN_SCORE ? null : { people, total: Math.round(seen.total), usual, score };
}

interface PeopleCount {
  readonly people: number;
  /** The part of the window that it was counted in. */
  readonly part: number;
}

/** Of a window with more complaints than are looked at, only the shortest is used: the part of it that they fill. */
function peopleIn({ complaints, listedSince }: Listed, hours: number, now: Instant): PeopleCount {
  const inside = complaints.filter(({ at }) => at > now - hours * HOUR);
  const people = new Set(inside.map(({ postId, author }) => author ?? postId)).size;
  const cut = listedSince > now - hours * HOUR && hours === WINDOWS[0];
  return { people, part: cut ? (now - listedSince) / (hours * HOUR) : 1 };
}

function originalsIn(series: Series, hours: number, now: Instant): number {
  if (hours < 24) {
    const { total, copies } = hours === 1 ? series.lastHour : series.lastSixHours;
    return total - copies;
  }
  const steps = series.hours.slice(-25).map(({ hour, ...counts }) => ({ at: hour, ...counts }));
  const { total, copies } = sumSteps(steps, now - DAY, HOUR);
  return total - copies;
}
