import type { Touchpoint } from '../reading/analysis.ts';
import { LeastSquares } from '../statistics/least-squares.ts';
import { seeded } from '../statistics/seeded.ts';

/**
 * `basic`: done badly it costs stars, done well it hardly earns any. `performance`: both. `excitement`: done well it
 * earns stars, done badly it is hardly held against anybody. `indifferent`: neither.
 * Kano et al., Journal of the Japanese Society for Quality Control 14 (2) (1984) 39–48.
 */
export const KANO_KINDS = ['basic', 'performance', 'excitement', 'indifferent'] as const;
export type KanoKind = (typeof KANO_KINDS)[number];

/** A review with stars: which touchpoints it praises, and which it blames. */
export interface RatedReview {
  /** 1 to 5. */
  readonly stars: number;
  readonly praised: readonly Touchpoint[];
  readonly blamed: readonly Touchpoint[];
}

/** One side of a touchpoint. */
export interface StarSide {
  readonly touchpoint: Touchpoint;
  readonly praised: boolean;
}

/** Stars, with their 95 % interval. */
export interface StarEffect {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
  /** Sides that the same reviews name, as good as always: the effect is of all of them together, and nobody can part it. */
  readonly shared: readonly StarSide[];
}

export interface TouchpointImpact {
  readonly touchpoint: Touchpoint;
  /** Reviews that praise it, and that blame it. */
  readonly praised: number;
  readonly blamed: number;
  /** What praise goes with, beside reviews that do not name it; null where too few praise it. */
  readonly reward: StarEffect | null;
  /** What blame goes with, as a rule below 0; null where too few blame it. */
  readonly penalty: StarEffect | null;
  /** Sides that several others together always go with: their own effect cannot be estimated, and is null. */
  readonly blended: readonly ('reward' | 'penalty')[];
  /** The likeliest kind and its likelihood, 0..1; null where one side was named by too few, or never apart from others. */
  readonly kano: { readonly kind: KanoKind; readonly likelihood: number } | null;
  /** Stars that blame takes from the mean of all reviews, 0 or more. */
  readonly lost: number;
  /** Stars that praise adds to it, 0 or more. */
  readonly won: number;
}

/** Fewer reviews prove nothing of any touchpoint. */
export const MIN_REVIEWS = 60;
/** So many reviews have to praise or blame one before the effect is estimated. */
const MIN_REVIEWS_PER_SIDE = 8;
/** A side that says so little beside all others together is blended with them. */
const MIN_INDEPENDENT_REVIEWS = 2.5;
const REPLICATES = 160;
/** Impact asymmetry beyond which a factor is basic or exciting. */
const ASYMMETRIC = 0.2;
/** Stars between praised and blamed below which a factor hardly matters. */
const SLIGHT = 0.15;

/**
 * What touchpoints do to the stars of reviews: penalty–reward contrast analysis. Stars are regressed on two marks for
 * each touchpoint, praised and blamed (R. D. Brandt, Add Value to Your Service (1987) 61–65); impact asymmetry (reward
 * − penalty) / (reward + penalty) tells its kind (J. Mikulić, D. Prebežac, Managing Service Quality 18 (6) (2008)
 * 559–576). Intervals and likelihoods by the Bayesian bootstrap (D. B. Rubin, Annals of Statistics 9 (1981) 130–134),
 * with a fixed seed: the same reviews give the same answer. What cannot be told apart is reported as one or not at all
 * (D. A. Belsley, E. Kuh, R. E. Welsch, Regression Diagnostics (1980), ch. 3). It shows correlation, not cause.
 * @returns those that cost most stars first; none where there are fewer than MIN_REVIEWS
 */
export function impactsOf(reviews: readonly RatedReview[]): readonly TouchpointImpact[] {
  if (reviews.length < MIN_REVIEWS) return [];
  const { factors, columns } = factorsOf(reviews);
  const at = new Map<string, readonly number[]>();
  for (const { column, sides } of columns)
    for (const side of sides) at.set(keyOf(side), [...(at.get(keyOf(side)) ?? []), column]);
  const rows = reviews.map((review) => ({ stars: review.stars, ones: onesOf(review, at) }));
  const squares = new LeastSquares(1 + columns.length);
  const solved = (weightOf: () => number): Float64Array => {
    squares.clear();
    for (const { stars, ones } of rows) squares.add(ones, stars, weightOf());
    return squares.solve();
  };
  const whole = solved(() => 1);
  const alone = squares.alone();
  const random = seeded(1 + columns.length);
  const replicates = Array.from({ length: REPLICATES }, () => solved(() => -Math.log(1 - random())));
  const fit = { columns, whole, alone, replicates, reviews: reviews.length };
  return factors
    .map((factor) => impactOf(factor, fit))
    .sort((a, b) => b.lost - a.lost || b.won - a.won || (a.touchpoint < b.touchpoint ? -1 : 1));
}

interface Factor {
  readonly touchpoint: Touchpoint;
  readonly praised: number;
  readonly blamed: number;
}

/** What is regressed on: the sides that reviews name, those that cannot be told apart as one. */
interface Column {
  /** Its place; the intercept has 0. */
  readonly column: number;
  readonly sides: readonly StarSide[];
}

const keyOf = ({ touchpoint, praised }: StarSide): string => `${touchpoint} ${praised}`;

function factorsOf(reviews: readonly RatedReview[]): {
  readonly factors: readonly Factor[];
  readonly columns: readonly Column[];
} {
  const named = [...new Set(reviews.flatMap(({ praised, blamed }) => [...praised, ...blamed]))].sort();
  const factors: Factor[] = [];
  const sides: NamedSide[] = [];
  for (const touchpoint of named) {
    const [plus, minus] = [true, false].map((praised) => ({
      touchpoint,
      praised,
      by: byWhom(reviews, touchpoint, praised),
    }));
    const told = [plus, minus].filter(
      (side) => side !== undefined && side.by.size >= MIN_REVIEWS_PER_SIDE,
    ) as NamedSide[];
    if (told.length === 0) continue;
    sides.push(...told);
    factors.push({ touchpoint, praised: plus?.by.size ?? 0, blamed: minus?.by.size ?? 0 });
  }
  return { factors, columns: columnsOf(sides) };
}

interface NamedSide extends StarSide {
  /** Places of the reviews that name it. */
  readonly by: ReadonlySet<number>;
}

function byWhom(
  reviews: readonly RatedReview[],
  touchpoint: Touchpoint,
  praised: boolean,
): ReadonlySet<number> {
  return new Set(
    reviews.flatMap((review, at) =>
      (praised ? review.praised : review.blamed).includes(touchpoint) ? [at] : [],
    ),
  );
}

/** Two sides are distinguished only by reviews that name the one without the other: as many as a side needs at all. */
function columnsOf(sides: readonly NamedSide[]): readonly Column[] {
  const groups: NamedSide[][] = [];
  for (const side of sides) {
    const same = groups.find((group) => group.some(({ by }) => apart(by, side.by) < MIN_REVIEWS_PER_SIDE));
    if (same === undefined) groups.push([side]);
    else same.push(side);
  }
  return groups.map((group, at) => ({
    column: at + 1,
    sides: group.map(({ touchpoint, praised }) => ({ touchpoint, praised })),
  }));
}

/** Of how many reviews only one of both speaks. */
function apart(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = [...a].filter((at) => b.has(at)).length;
  return a.size + b.size - 2 * both;
}

/** Columns of a review, ascending; the intercept is one of all. */
function onesOf(
  { praised, blamed }: RatedReview,
  at: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  const named = [
    ...praised.map((touchpoint) => keyOf({ touchpoint, praised: true })),
    ...blamed.map((touchpoint) => keyOf({ touchpoint, praised: false })),
  ];
  return [...new Set([0, ...named.flatMap((key) => at.get(key) ?? [])])].sort((a, b) => a - b);
}

interface Fit {
  readonly columns: readonly Column[];
  readonly whole: Float64Array;
  /** Reviews' worth of what each column says that the others do not. */
  readonly alone: Float64Array;
  readonly replicates: readonly Float64Array[];
  readonly reviews: number;
}

function impactOf({ touchpoint, praised, blamed }: Factor, fit: Fit): TouchpointImpact {
  const [plus, minus] = [true, false].map((side) => columnOf({ touchpoint, praised: side }, fit.columns));
  const isBlended = (column: Column | undefined) =>
    column !== undefined && (fit.alone[column.column] ?? 0) < MIN_INDEPENDENT_REVIEWS;
  const effectOf = (column: Column | undefined, side: StarSide): StarEffect | null =>
    column === undefined || isBlended(column) ? null : effectIn(column, side, fit);
  const reward = effectOf(plus, { touchpoint, praised: true });
  const penalty = effectOf(minus, { touchpoint, praised: false });
  const own = reward !== null && penalty !== null && reward.shared.length + penalty.shared.length === 0;
  const kinds = fit.replicates.map((each) => kindOf(each[plus?.column ?? 0], each[minus?.column ?? 0]));
  return {
    touchpoint,
    praised,
    blamed,
    reward,
    penalty,
    blended: [
      ...(isBlended(plus) ? (['reward'] as const) : []),
      ...(isBlended(minus) ? (['penalty'] as const) : []),
    ],
    kano: own ? likeliest(kinds) : null,
    lost: (Math.max(0, -(penalty?.value ?? 0)) * blamed) / fit.reviews,
    won: (Math.max(0, reward?.value ?? 0) * praised) / fit.reviews,
  };
}

const columnOf = (side: StarSide, columns: readonly Column[]): Column | undefined =>
  columns.find(({ sides }) => sides.some((each) => keyOf(each) === keyOf(side)));

function effectIn({ column, sides }: Column, own: StarSide, { whole, replicates }: Fit): StarEffect {
  const drawn = replicates.map((each) => each[column] ?? 0).sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] ?? 0;
  const shared = sides.filter((side) => keyOf(side) !== keyOf(own));
  return { value: whole[column] ?? 0, lo: at(0.025), hi: at(0.975), shared };
}

function kindOf(plus = 0, minus = 0): KanoKind {
  const [reward, penalty] = [Math.max(0, plus), Math.max(0, -minus)];
  const range = reward + penalty;
  if (range < SLIGHT) return 'indifferent';
  const asymmetry = (reward - penalty) / range;
  if (asymmetry <= -ASYMMETRIC) return 'basic';
  return asymmetry >= ASYMMETRIC ? 'excitement' : 'performance';
}

function likeliest(kinds: readonly KanoKind[]): NonNullable<TouchpointImpact['kano']> {
  const [first, ...others] = KANO_KINDS.map((kind) => ({
    kind,
    likelihood: kinds.filter((each) => each === kind).length / kinds.length,
  }));
  return others.reduce(
    (best, each) => (each.likelihood > best.likelihood ? each : best),
    first ?? { kind: 'performance', likelihood: 0 },
  );
}
