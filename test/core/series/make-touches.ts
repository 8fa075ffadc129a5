import { TOUCHPOINTS } from '../../../server/core/reading/analysis.ts';
import {
  type Complaint,
  type HourPoint,
  NOTHING_BESIDE,
  type Recent,
  type Series,
} from '../../../server/core/series/series.ts';
import { mayBreak } from '../../../server/core/series/touch-break.ts';
import { DAY, HOUR, type Instant } from '../../../server/core/time.ts';
import { countDraw, gammaDraw, seeded } from '../../support/random.ts';
import { dailyCourse } from './make-series.ts';

/** What part of a watch's posts complains of each touchpoint, most first: a fifth complains of something. */
const SHARES = [0.06, 0.04, 0.03, 0.02, 0.015, 0.01, 0.008, 0.006, 0.004, 0.003, 0.002, 0.001, 0.0005, 0];
/** Relative swing of a share from day to day, and again from one quarter of a day to the next. */
const SWING = 0.35;
/** So many posts are by one of a few who write all the time. */
const OFTEN = { share: 0.1, people: 5 } as const;

/** Weeks of one watch, by the hour. */
export interface TouchPlan {
  readonly perDay: number;
  readonly days: number;
  readonly seed: number;
  readonly from: Instant;
  /** From an hour on so many of all posts complain of one touchpoint, and the others complain so much less. */
  readonly broken?: { readonly fact: string; readonly since: Instant; readonly share: number };
}

export interface TouchWeeks {
  readonly from: Instant;
  readonly hours: readonly HourPoint[];
  readonly complaints: ReadonlyMap<string, readonly (readonly Complaint[])[]>;
}

/** Posts and complaints as they come, touchpoints more and less complained of by day, hour and chance. */
export function touchWeeks(plan: TouchPlan): TouchWeeks {
  const { perDay, days, seed, from, broken } = plan;
  const random = seeded(seed);
  const facts = TOUCHPOINTS.map((name) => `touch.${name}`);
  // Whose touchpoint is the first differs from watch to watch, as do the hours at which it is spoken of.
  const shares = new Map(facts.map((fact, i) => [fact, SHARES[(i + seed) % SHARES.length] ?? 0]));
  const evening = new Map(facts.map((fact) => [fact, 0.5 + random()]));
  const complaints = new Map(facts.map((fact) => [fact, [] as Complaint[][]]));
  const swings = new Map<string, number>();
  const swing = (key: string) => {
    const known = swings.get(key) ?? gammaDraw(random, 1 / SWING ** 2) * SWING ** 2;
    swings.set(key, known);
    return known;
  };
  let postId = 0;
  const hours = Array.from({ length: days * 24 }, (_, index): HourPoint => {
    const hour = from + index * HOUR;
    const total = countDraw(random, (perDay / 24) * dailyCourse(hour), 0.15);
    const isBroken = broken !== undefined && hour >= broken.since;
    const now = facts.map((fact) => {
      const usual = (shares.get(fact) ?? 0) * (index % 24 > 10 ? (evening.get(fact) ?? 1) : 1);
      const own =
        usual * swing(`${fact} ${Math.floor(index / 24)}`) * swing(`${fact} ${Math.floor(index / 6)} q`);
      if (!isBroken) return own;
      return fact === broken.fact ? broken.share : own * Math.max(0, 1 - broken.share / 0.2);
    });
    const heard = facts.map((fact) => {
      const list: Complaint[] = [];
      complaints.get(fact)?.push(list);
      return list;
    });
    let negative = 0;
    for (let post = 0; post < total; post++) {
      postId += 1;
      const often = random() < OFTEN.share;
      const author = `h:${often ? Math.floor(random() * OFTEN.people) : `n${postId}`}`;
      const at = hour + Math.floor(random() * HOUR);
      const said = now.map((share) => random() < share);
      said.forEach((says, i) => {
        if (says) heard[i]?.push({ at, postId, author });
      });
      if (said.some(Boolean)) negative += 1;
    }
    return { hour, total, negative, copies: 0, reach: 0 };
  });
  return { from, hours, complaints };
}

/** What the database gives a detector when hour `index` of these weeks has just ended. */
export function touchSeries(
  weeks: TouchWeeks,
  index: number,
): { readonly series: Series; readonly now: Instant } {
  const first = Math.max(0, index + 2 - 28 * 24);
  const seen = weeks.hours.slice(first, index + 1);
  const now = weeks.from + (index + 1) * HOUR - 1;
  const plain: Series = {
    watchId: 1,
    hours: seen,
    knownHours: Math.min(28 * 24, index + 1),
    lastHour: recent(seen, 1),
    lastSixHours: recent(seen, 6),
    claims: [],
    areas6h: 0,
    reach24h: 0,
    topVoice: null,
    hotRank: null,
    examples: [],
    ...NOTHING_BESIDE,
  };
  const touches = [...weeks.complaints].flatMap(([fact, lists]) => {
    const day = lists.slice(Math.max(0, index - 24), index + 1).flat();
    const complaints = day.filter(({ at }) => at > now - DAY).sort((a, b) => b.at - a.at);
    if (!mayBreak(plain, () => complaints.length, now)) return [];
    return [
      {
        fact,
        counts: lists.slice(first, index + 1).map((list) => list.length),
        complaints,
        listedSince: now - DAY,
      },
    ];
  });
  return { now, series: { ...plain, touches } };
}

function recent(hours: readonly HourPoint[], count: number): Recent {
  const last = hours.slice(-count);
  const total = last.reduce((sum, hour) => sum + hour.total, 0);
  const negative = last.reduce((sum, hour) => sum + hour.negative, 0);
  return { minutes: count * 60, total, negative, copies: 0, authors: total, negativeAuthors: negative };
}
