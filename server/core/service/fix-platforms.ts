import type { Span } from '../series/trend-window.ts';
import type { Instant } from '../time.ts';
import { WEEK } from './fix-weeks.ts';

/** One day in China on one platform; days in which nothing was said may be left out. Originals only. */
export interface FixDay {
  /** Start of the day. */
  readonly at: Instant;
  readonly platform: string;
  readonly mentions: number;
  readonly complaints: number;
  /** Copies of complaints. */
  readonly copies: number;
}

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

const within = (days: readonly FixDay[], { from, to }: Span): readonly FixDay[] =>
  days.filter(({ at }) => at >= from && at < to);

function totalOf(days: readonly FixDay[]): Counts {
  const sum = (of: 'mentions' | 'complaints') => days.reduce((total, day) => total + day[of], 0);
  return { mentions: sum('mentions'), complaints: sum('complaints') };
}

function sideOf(days: readonly FixDay[], span: Span): OneSide {
  const those = within(days, span);
  return { days: Map.groupBy(those, ({ platform }) => platform), all: totalOf(those), span };
}

/** Starts of the whole weeks of a span. */
export function weeksOf({ from, to }: Span): readonly Instant[] {
  return Array.from({ length: Math.round((to - from) / WEEK) }, (_, i) => from + i * WEEK);
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
 * whole week of it though they are steady; `compared`: what is left without those that are of one side only and small.
 */
export function comparePlatforms(
  days: readonly FixDay[],
  spans: { readonly before: Span; readonly after: Span },
): { readonly silent: readonly string[]; readonly compared: ReadonlySet<string> } {
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
  return { silent, compared: new Set([...both, ...silent]) };
}

/** The newest weeks of a span in all of which those platforms were heard that are steady and have a fair share later. */
export function heardWeeks(days: readonly FixDay[], span: Span, later: Span): Span {
  const side = sideOf(days, later);
  const steady = [...side.days.keys()].filter((each) => isFair(each, side) && isSteady(each, side));
  const deaf = weeksOf(span).findLast((from) => {
    const heard = new Set(within(days, { from, to: from + WEEK }).map(({ platform }) => platform));
    return steady.some((platform) => !heard.has(platform));
  });
  // The week before the last one is compared anyway: where it is deaf, the platform is named.
  return deaf === undefined ? span : { from: Math.min(deaf + WEEK, span.to - WEEK), to: span.to };
}
