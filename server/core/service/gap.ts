import { ROOM_LEAST } from '../mention/stated-facts.ts';
import type { Aspect, Touchpoint } from '../reading/analysis.ts';
import { median } from '../statistics/median.ts';

/** What a text states that was promised, and what came, in one unit. */
export interface StatedPair {
  readonly expected: number;
  readonly actual: number;
  readonly unit: string;
  /** Null: nobody can say, as neither the words nor the unit show which way is worse. */
  readonly worse: boolean | null;
  /** Nobody promised it: it is the least that is demanded of heated rooms, which the reader sets beside every room. */
  readonly standard: boolean;
}

/** What people were promised, or what a standard demands, and what they got, of one unit. */
export interface GapRow {
  readonly unit: string;
  /** What was expected is the national standard of heated rooms; what people say of it stands in another row. */
  readonly standard: boolean;
  /** Mentions that state both. */
  readonly mentions: number;
  /** Medians. */
  readonly expected: number;
  readonly actual: number;
  /** (actual − expected) / |expected|, the median; `worse` says whether more is worse. */
  readonly relative: number;
  /** Of how many it is known whether they got worse than expected, and how many did. */
  readonly judged: number;
  readonly worse: number;
}

/** Touchpoints at which people wait, pay, or are warm. */
const WAITS: ReadonlySet<Touchpoint | null> = new Set<Touchpoint>([
  'hotline',
  'online_service',
  'store',
  'delivery',
  'onsite_repair',
  'waiting',
  'transport',
] as const);
const TIMES: ReadonlySet<string> = new Set(['second', 'minute', 'hour', 'day', 'week', 'month', 'year']);

/**
 * Whether what came is worse, of what an aspect states. Its reader knows by the words around it; of what was read
 * before it said so, the unit and what it is about show it: longer waits, dearer prices, colder rooms, slower lines. A
 * time at no place where people wait may be a guarantee or a battery, a sum after a sale a refund, a percentage a
 * discount or a charge, a temperature that of a fridge: of those nobody can say.
 */
function isWorse(
  aspect: Aspect,
  { expected, actual, unit }: Omit<StatedPair, 'worse' | 'standard'>,
): boolean | null {
  if (aspect.worse !== undefined) return aspect.worse;
  if (unit === 'mbps' || isRoom(aspect, unit)) return actual < expected;
  const waited = TIMES.has(unit) && (WAITS.has(aspect.touchpoint) || aspect.aspect === '等候');
  const paid = unit === 'yuan' && aspect.touchpoint === 'billing';
  return waited || paid ? actual > expected : null;
}

const isRoom = ({ touchpoint, aspect }: Aspect, unit: string): boolean =>
  unit === 'celsius' && (touchpoint === 'heating' || aspect === '室温');

/** A pair and where the text states it. */
export type Stated = StatedPair & Pick<Aspect, 'span'>;

/**
 * What a post that complains of a touchpoint states of it, the first of each unit: in its aspects that name it, else
 * that name none or a wait, which is for whatever the post is about.
 */
export function statedOf(aspects: readonly Aspect[], touchpoint: Touchpoint): readonly Stated[] {
  const found = new Map<string, Stated>();
  for (const named of [touchpoint, null, 'waiting']) {
    for (const aspect of aspects) {
      const { touchpoint: of, expected, actual, unit, span } = aspect;
      if (of !== named || expected === undefined || actual === undefined || unit === undefined) continue;
      if (!found.has(unit)) {
        const pair = { expected, actual, unit };
        const standard = isRoom(aspect, unit) && expected === ROOM_LEAST;
        found.set(unit, { ...pair, worse: isWorse(aspect, pair), standard, span });
      }
    }
  }
  return [...found.values()];
}

/**
 * The gaps between what was expected and what was perceived, by unit, those stated most first; times of different
 * units stay apart, as people think in them. Gap = perceived − expected, of service quality. Source: A. Parasuraman,
 * V. A. Zeithaml, L. L. Berry, Journal of Marketing 49 (4) (1985) 41–50.
 */
export function gapsOf(pairs: readonly StatedPair[]): readonly GapRow[] {
  return [...Map.groupBy(pairs, ({ unit, standard }) => `${unit} ${standard}`).values()]
    .flatMap((those) => (those[0] ? [{ first: those[0], those }] : []))
    .map(({ first: { unit, standard }, those }) => ({
      unit,
      standard,
      mentions: those.length,
      expected: median(those.map(({ expected }) => expected)),
      actual: median(those.map(({ actual }) => actual)),
      relative: median(those.map(relativeOf)),
      judged: those.filter(({ worse }) => worse !== null).length,
      worse: those.filter(({ worse }) => worse).length,
    }))
    .sort(
      (a, b) =>
        b.mentions - a.mentions ||
        (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : Number(a.standard) - Number(b.standard)),
    );
}

/** Beside nothing, which was promised free of charge, whatever came is a whole. */
function relativeOf({ expected, actual }: Pick<StatedPair, 'expected' | 'actual'>): number {
  return expected === 0 ? Math.sign(actual) : (actual - expected) / Math.abs(expected);
}
