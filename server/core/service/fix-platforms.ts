import type { Span } from '../series/trend-window.ts';
import { DAY, type Instant } from '../time.ts';
import { type FixDay, weeksOf, within } from './fix-day.ts';
import { MIN_WEEKS, WEEK } from './fix-weeks.ts';

/** So large a part of what is said or complained of is a fair share. */
const FAIR = 0.1;
/** Where so many posts are to be expected, none at all are no chance: e⁻⁵ is 0.7 %. */
const SURE = 5;

type Counts = Pick<FixDay, 'mentions' | 'complaints'>;

interface OneSide {
  readonly days: ReadonlyMap<string, readonly FixDay[]>;
  readonly all: Counts;
  readonly span: Span;
}

function totalOf(days: readonly FixDay[]): Counts {
  const sum = (of: 'mentions' | 'complaints') => days.reduce((total, day) => total + day[of], 0);
  return { mentions: sum('mentions'), complaints: sum('complaints') };
}

function sideOf(days: readonly FixDay[], span: Span): OneSide {
  const those = within(days, span);
  return { days: Map.groupBy(those, ({ platform }) => platform), all: totalOf(those), span };
}

function isFair(platform: string, { days, all }: OneSide): boolean {
  const { mentions, complaints } = totalOf(days.get(platform) ?? []);
  if (mentions < SURE) return false;
  return mentions >= FAIR * all.mentions || (complaints > 0 && complaints >= FAIR * all.complaints);
}

/** Posts enough that none in a whole week are no chance. */
function isSteady(platform: string, { days, span }: OneSide): boolean {
  return totalOf(days.get(platform) ?? []).mentions >= SURE * weeksOf(span).length;
}

function isMissing(platform: string, side: OneSide): boolean {
  const days = side.days.get(platform) ?? [];
  return weeksOf(side.span).some((from) => within(days, { from, to: from + WEEK }).length === 0);
}

/**
 * What can be compared: whatever complaints a platform had went with it when it fell silent, or came with it when it
 * began to be read. `silent`: those with a fair share on one side that have nothing on the other one, or no post in a
 * whole week of it though they are steady; `leftOut`: those that are of one side only and small; `compared`: all others.
 */
export function comparePlatforms(
  days: readonly FixDay[],
  spans: { readonly before: Span; readonly after: Span },
): {
  readonly silent: readonly string[];
  readonly leftOut: readonly string[];
  readonly compared: ReadonlySet<string>;
} {
  const [before, after] = [sideOf(days, spans.before), sideOf(days, spans.after)];
  const platforms = [...new Set([...before.days.keys(), ...after.days.keys()])].sort();
  const silent = platforms.filter((platform) =>
    [
      [before, after],
      [after, before],
    ].some(([one, other]) => {
      if (!one || !other || !isFair(platform, one)) return false;
      return (
        !other.days.has(platform) ||
        (isSteady(platform, one) && isMissing(platform, other) && !isMissing(platform, one))
      );
    }),
  );
  const both = platforms.filter((each) => before.days.has(each) && after.days.has(each));
  const compared = new Set([...both, ...silent]);
  return { silent, leftOut: platforms.filter((each) => !compared.has(each)), compared };
}

/** Longer than a weekend, in which nobody may write. */
const SILENT_START = 3 * DAY;

/**
 * Since when whatever is heard in the last two weeks of a span was heard week by week: what lies before is as little
 * known as what lies before the first post. Null where it was heard in all of its weeks.
 */
export function heardSince(days: readonly FixDay[], span: Span): Instant | null {
  const last = { from: span.to - MIN_WEEKS * WEEK, to: span.to };
  const side = sideOf(days, last);
  const fair = [...side.days].filter(([platform]) => isFair(platform, side)).map(([platform]) => platform);
  // All together, too: each for itself may be too small to be missed.
  const starts = [days, ...fair.map((each) => days.filter(({ platform }) => platform === each))].map(
    (those) => heardStart(those, span, last),
  );
  const since = Math.max(...starts);
  return since > span.from ? since : null;
}

/** The same of one platform: after the newest week in which it was silent though posts were to be expected. */
function heardStart(days: readonly FixDay[], { from, to }: Span, last: Span): Instant {
  const perDay = totalOf(within(days, last)).mentions / ((last.to - last.from) / DAY);
  if ((perDay * WEEK) / DAY < SURE) return from;
  const deaf = weeksOf({ from, to: last.from }).findLast(
    (week) => within(days, { from: week, to: week + WEEK }).length === 0,
  );
  if (deaf === undefined) return from;
  const start = deaf + WEEK;
  // A week of which it was heard in a part alone is no whole one.
  const silent = Math.min(WEEK, ...within(days, { from: start, to }).map(({ at }) => at - start));
  const cut = silent >= SILENT_START && (perDay * silent) / DAY >= SURE;
  return cut ? Math.min(start + WEEK, last.from) : start;
}
